"""The one exception to storage only: a record at rest that two persons open for a reason which a law names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from baiying.kit.db import leave
from baiying.kit.db.fields import PublicIdField

MOST_WORDS = leave.MOST_WORDS


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


class Opening(leave.Leave):
    """A leave (kit.db.leave) to look at a record at rest.

    Only `person` says whom it is about; every look of it stands in the audit by itself.
    """

    public_id = PublicIdField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=Ground.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "asked_by_id"], condition=leave.waits(), name="privacy_opening_asked_once"
            ),
            leave.second_person("privacy_opening_second_person"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="privacy_opening_person"),
            models.Index(
                fields=["asked_at"],
                condition=leave.waits(),
                name="privacy_opening_waits",
            ),
        ]
