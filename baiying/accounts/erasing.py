"""What becomes of this room's tables when a person closes the account, and what has to be handed over first."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries
from baiying.kit.erasing import Erasure, ToHandOver

ERASURES = (
    Erasure(
        "Account.pk",
        _("账号"),
        _("只留一个没有姓名的编号，操作记录靠它对得上。"),
        by="account",
        empties=("display_name", "language"),
        keeps=("password",),
    ),
    Erasure(
        "Identity.account",
        _("登录方式（手机号等）"),
        _("注销后不能再登录，号码可以重新注册。"),
        by="account",
        goes=True,
    ),
    Erasure(
        "Appointment.account",
        _("任职记录"),
        _("谁在什么时候有权办事要能查，只有编号。"),
        by="account",
        empties=("title",),
        keeps=("accepted_because", "given_role"),
    ),
    Erasure("Factor.account", _("第二道验证"), _("注销后不能再登录。"), by="account", goes=True),
    Erasure("RecoveryCode.account", _("纸上的备用码"), _("注销后不能再登录。"), by="account", goes=True),
    Erasure("Session.account", _("登录过的设备"), _("注销后不能再登录。"), by="account", goes=True),
    *(
        Erasure(
            f"FactorReset.{column}",
            _("第二道验证丢失后的作证"),
            _("谁给谁作过证要能查，只有编号。"),
            by="account",
            keeps=("document",),
        )
        for column in ("account", "opened_by", "done_by")
    ),
)


def to_hand_over(person_id: int, account_id: int | None, at: datetime) -> list[ToHandOver]:
    """Offices that are held: whoever appointed has to end them, so that nobody's work lies without hands."""
    if account_id is None:
        return []
    return [
        ToHandOver(
            _("您还是%(area)s的%(role)s：请先交接，由任命您的人结束任职。")
            % {"area": row.area.name if row.area else _("平台"), "role": row.get_role_display()}
        )
        # Who only stands in hands it back alone, and needs nobody for it.
        for row in queries.appointments_of(account_id, at).filter(stands_in_for__isnull=True)
    ]
