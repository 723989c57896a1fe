"""Spot checks of registrations made at a desk. `models` brings them in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField


class SpotOutcome(models.TextChoices):
    WAITING = "", _("还没查")
    TRUE = "true", _("属实")
    FALSE = "false", _("不属实")
    UNREACHED = "unreached", _("联系不上")


class SpotWay(models.TextChoices):
    PHONE = "phone", _("打电话")
    VISIT = "visit", _("上门或当面")


class SpotCheck(models.Model):
    """A registration made at a desk that was drawn to be looked into by somebody else: whether there is such a person,
    who was there and agreed (O4). Drawn as it was made, by chance, so that no clerk can tell which.

    `words`: what was found, at least where it is not that all is true. Who was not reached may be tried again.
    """

    public_id = PublicIdField()
    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="spot_check")
    registered_by_id = models.BigIntegerField()
    drawn_at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=SpotOutcome.choices, blank=True, default="")
    way = models.CharField(max_length=8, choices=SpotWay.choices, blank=True, default="")
    words = models.CharField(max_length=200, blank=True, default="")
    found_at = models.DateTimeField(null=True)
    found_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_spot_check_found_whole",
                condition=Q(outcome="", found_at__isnull=True, found_by_id__isnull=True)
                | (~Q(outcome="") & ~Q(way="") & Q(found_at__isnull=False, found_by_id__isnull=False)),
            ),
            models.CheckConstraint(
                name="people_spot_check_by_another",
                condition=Q(found_by_id__isnull=True) | ~Q(found_by_id=models.F("registered_by_id")),
            ),
            models.CheckConstraint(
                name="people_spot_check_says_why", condition=Q(outcome__in=("", "true")) | ~Q(words="")
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(outcome=""), name="people_spot_waiting"),
            models.Index(fields=["registered_by_id", "drawn_at"], name="people_spot_of_clerk"),
        ]


class Finding(models.TextChoices):
    """What two come to about a registration in doubt; `corrected`: whoever found it untrue corrected that."""

    UNTRUE = "untrue", _("不属实")
    RIGHT = "right", _("属实")
    CORRECTED = "corrected", _("抽查结果已更正")


class Doubt(models.Model):
    """A registration that a spot check found untrue, until two have decided: it is held, or it has been ended (O4).

    One proposes and another confirms. What the person says about it stands beside it while it is open; said after it
    was decided, it is a new row (`why` objection), and so is an office's own second thought (`why` office).
    """

    WHY = [("spot", _("抽查说不属实")), ("objection", _("本人有异议")), ("office", _("主管部门重新核实"))]

    public_id = PublicIdField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="doubts")
    registration = models.ForeignKey("people.Registration", on_delete=models.PROTECT, related_name="doubts")
    check_row = models.ForeignKey(SpotCheck, on_delete=models.PROTECT, related_name="doubts")
    why = models.CharField(max_length=10, choices=WHY)
    words = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    opened_by_id = models.BigIntegerField()
    due_on = models.DateField()
    said_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True, default="")
    proposed = models.CharField(max_length=10, choices=Finding.choices, blank=True, default="")
    proposed_words = models.CharField(max_length=300, blank=True, default="")
    proposed_at = models.DateTimeField(null=True)
    proposed_by_id = models.BigIntegerField(null=True)
    found = models.CharField(max_length=10, choices=Finding.choices, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration"], condition=Q(decided_at__isnull=True), name="people_one_open_doubt"
            ),
            models.CheckConstraint(
                name="people_doubt_decided_whole",
                condition=Q(found="", decided_at__isnull=True, decided_by_id__isnull=True)
                | (~Q(found="") & Q(decided_at__isnull=False, decided_by_id__isnull=False)),
            ),
            models.CheckConstraint(
                name="people_doubt_decided_by_two",
                condition=Q(found__in=("", "corrected"))
                | (Q(found=models.F("proposed")) & ~Q(decided_by_id=models.F("proposed_by_id"))),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(decided_at__isnull=True), name="people_doubt_open"),
        ]
