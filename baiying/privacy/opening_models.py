"""The one exception to storage only: a record at rest that two persons open for a reason which a law names."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField

MOST_WORDS = 300


class Ground(models.TextChoices):
    """For what a record may be opened though the consent is withdrawn: what PIPL names beside consent, and no more."""

    LIFE = "life", _("紧急情况下保护生命健康和财产安全（《个人信息保护法》第13条第1款第4项）")
    AUTHORITY = "authority", _("法院、检察院、公安机关等依法调取（《个人信息保护法》第13条第1款第3项、第7项）")
    OWN_WISH = "own_wish", _("本人要求查阅、复制、更正或证明（《个人信息保护法》第45、46条）")
    DUTY = "duty", _("履行法定职责：投诉、申诉、审计（《个人信息保护法》第13条第1款第3项）")
    BREACH = "breach", _("发生泄露，要通知本人（《个人信息保护法》第57条）")


class What(models.TextChoices):
    """What of a record at rest one look shows."""

    NAME = "name", _("姓名")
    ID_NUMBER = "id_number", _("完整证件号码")
    PHONE = "phone", _("完整手机号")


class Opening(models.Model):
    """Asked by one, agreed to by another who is not the same hand, then open to who asked until an hour; or refused.

    Only `person` says whom it is about; every look of it stands in the audit by itself.
    """

    public_id = PublicIdField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=Ground.choices)
    words = models.CharField(max_length=MOST_WORDS)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    # Until when it is open to who asked; empty where it was refused.
    until = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=MOST_WORDS, blank=True, default="")
    # Nothing more is needed: taken back before it was decided, or shut before its hour.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "asked_by_id"],
                condition=Q(decided_at__isnull=True, ended_at__isnull=True),
                name="privacy_opening_asked_once",
            ),
            models.CheckConstraint(
                name="privacy_opening_second_person",
                condition=Q(decided_at__isnull=True, decided_by_id__isnull=True, until__isnull=True, refused_why="")
                | (Q(decided_at__isnull=False, decided_by_id__isnull=False) & ~Q(decided_by_id=F("asked_by_id"))),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="privacy_opening_person"),
            models.Index(
                fields=["asked_at"],
                condition=Q(decided_at__isnull=True, ended_at__isnull=True),
                name="privacy_opening_waits",
            ),
        ]
