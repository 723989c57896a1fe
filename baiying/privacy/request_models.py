"""The register of what people ask about their own data (PIPL art. 44 to 50): who, when, which way, and the answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField

MOST_WORDS = 500


class RequestKind(models.TextChoices):
    """What may be asked: PIPL art. 44 to 48, and 15 for the withdrawal."""

    LOOK = "look", _("查询：记了我的什么，谁看过")
    COPY = "copy", _("复制：要一份副本")
    CORRECT = "correct", _("更正：记错了，或不完整")
    DELETE = "delete", _("删除其中一部分")
    CLOSE = "close", _("注销账号，删除全部")
    WITHDRAW = "withdraw", _("撤回同意")
    EXPLAIN = "explain", _("解释：规则怎么定的，为什么这样处理")


# What is done on a page of its own enters the register by itself.
SAID_IN_WORDS = (RequestKind.CORRECT, RequestKind.EXPLAIN, RequestKind.LOOK, RequestKind.DELETE)


class RequestWay(models.TextChoices):
    SELF = "self", _("本人网上")
    GUARDIAN = "guardian", _("监护人网上")
    DESK = "desk", _("本人在柜台")
    PAPER = "paper", _("书面来信")


class RequestOutcome(models.TextChoices):
    DONE = "done", _("已办理")
    REFUSED = "refused", _("没有办理")
    TAKEN_BACK = "taken_back", _("本人撤回")


class DataRequest(models.Model):
    """One wish. Open until it is answered or taken back; from `risen_at` on it is before the office above as well."""

    public_id = PublicIdField()
    # One press is one wish: the form's own number, or what it came of (`copy:7`).
    source = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=RequestKind.choices)
    way = models.CharField(max_length=12, choices=RequestWay.choices)
    words = models.CharField(max_length=MOST_WORDS, blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    risen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=12, choices=RequestOutcome.choices, blank=True, default="")
    answer = models.CharField(max_length=MOST_WORDS, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="privacy_request_ended_whole",
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
            # Whoever says no says why (PIPL art. 50).
            models.CheckConstraint(
                name="privacy_request_no_has_reason", condition=~Q(outcome="refused") | ~Q(answer="")
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(ended_at__isnull=True), name="privacy_request_open"),
            models.Index(fields=["-id"], condition=Q(ended_at__isnull=False), name="privacy_request_ended"),
            models.Index(fields=["person", "-id"], name="privacy_request_person"),
        ]
