"""That somebody took the volunteer's oath. Who did not is in no row."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OathWay(models.TextChoices):
    SELF = "self", _("本人在网上")
    DESK = "desk", _("当面宣读，有人见证")


class Oath(models.Model):
    """Who took it, when, which words (rules.oath.version_of) and by which way; once for a human (R017).

    It stands for the volunteer alone: no list, no number and no condition is made of it, and it is not in the audit,
    which would be a list. "Not now" leaves no row.
    """

    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=16)
    taken_at = models.DateTimeField()
    way = models.CharField(max_length=8, choices=OathWay.choices)
    witness_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_oath_witnessed_at_a_desk",
                condition=models.Q(way=OathWay.SELF, witness_id__isnull=True)
                | models.Q(way=OathWay.DESK, witness_id__isnull=False),
            )
        ]
