"""Who else gets personal data: which body outside, for what, by which contract, until when (PIPL art. 21, 23)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField

MOST_NAME, MOST_WORDS = 80, 300


class ReceiverKind(models.TextChoices):
    """As what somebody outside gets data; each has an article of its own."""

    ENTRUSTED = "entrusted", _("受委托处理：按合同替我们做，做完交还或删除（《个人信息保护法》第21条）")
    OTHER = "other", _("提供给别的处理者：本人单独同意过（《个人信息保护法》第23条）")
    DUTY = "duty", _("法律、法规规定要提供的（《个人信息保护法》第13条第1款第3项）")


class Receiver(models.Model):
    """One contract or order by which somebody gets data, from a day to a day; it stops at its end, or before.

    Nothing is changed afterwards: what was agreed anew is entered anew, so that every day can be answered for.
    """

    public_id = PublicIdField()
    # One press is one entry: the form's own number.
    source = models.CharField(max_length=40, unique=True)
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=MOST_NAME)
    kind = models.CharField(max_length=12, choices=ReceiverKind.choices)
    what = models.CharField(max_length=MOST_WORDS)
    purpose = models.CharField(max_length=MOST_WORDS)
    # What was assessed before anything was given; none where a law orders it.
    assessment = models.ForeignKey("privacy.Assessment", null=True, on_delete=models.PROTECT, related_name="+")
    contract = models.CharField(max_length=MOST_NAME)
    contact = models.CharField(max_length=MOST_NAME)
    from_on = models.DateField()
    # The last day, in China.
    until_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by_id = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    end_why = models.CharField(max_length=MOST_WORDS, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="privacy_receiver_days", condition=Q(until_on__gte=F("from_on"))),
            models.CheckConstraint(
                name="privacy_receiver_ended_whole",
                condition=Q(ended_at__isnull=True, end_why="") | (Q(ended_at__isnull=False) & ~Q(end_why="")),
            ),
        ]
