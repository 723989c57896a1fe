"""What the copy of somebody's data holds of this room: the way in, and the offices held."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts.models import Account, Appointment, Identity
from baiying.kit.copying import Section, Whose


def sections(whose: Whose, at: datetime) -> list[Section]:
    """The account with its numbers by mask (the own one stands in full among the facts), and its appointments."""
    own = whose.account_id or 0
    account = {"display_name": _("显示的名称"), "created_at": _("开户时间"), "last_login": _("上次登录")}
    ways = {
        "kind": _("方式"),
        "mask": _("号码"),
        "issuer": _("由谁认证"),
        "since": _("从"),
        "last_used_at": _("上次用"),
        "ended_at": _("到"),
    }
    offices = {"role": _("职务"), "area": _("地区"), "starts_at": _("从"), "ends_at": _("到")}
    return [
        Section("accounts.account", _("账号"), account, list(Account.objects.filter(pk=own).values(*account))),
        Section(
            "accounts.ways",
            _("登录方式"),
            ways,
            [
                {
                    "kind": row.get_kind_display(),
                    "mask": row.mask,
                    "issuer": row.issuer,
                    "since": row.since,
                    "last_used_at": row.last_used_at,
                    "ended_at": row.ended_at,
                }
                for row in Identity.objects.filter(account_id=own).order_by("id")
            ],
        ),
        Section(
            "accounts.offices",
            _("任职"),
            offices,
            [
                {
                    "role": row.get_role_display(),
                    "area": row.area.name if row.area else "",
                    "starts_at": row.starts_at,
                    "ends_at": row.ends_at,
                }
                for row in Appointment.objects.filter(account_id=own).select_related("area").order_by("id")
            ],
        ),
    ]
