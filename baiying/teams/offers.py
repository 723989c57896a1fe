"""What this room gives that holds once it is accepted."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.teams import queries
from baiying.teams.models import OfficeKind
from baiying.ui.offers import Offer


def offices(account_id: int, at: datetime) -> list[Offer]:
    """The offices in bodies and teams that wait for the account's answer, with what their holders may do."""
    return [
        Offer(
            what=f"{row.get_kind_display()} · {row.team.name if row.team else row.body.name}",
            given_at=row.starts_at,
            given_by_id=row.appointed_by_id,
            accept=reverse("teams:office_acceptance", args=[row.public_id]),
            decline=reverse("teams:office_refusal", args=[row.public_id]),
            may_head=_("接受之后，您在这支队伍可以：") if row.team else _("接受之后，您在这家单位可以："),
            may=_leader() if row.kind == OfficeKind.TEAM_LEADER else _admin(),
            note=row.body.name if row.team else "",
        )
        for row in queries.offices_offered(account_id, at)
    ]


def _leader() -> list[str]:
    return [_("写活动方案，带队、点名"), _("看队员的姓名，处理入队申请和报名")]


def _admin() -> list[str]:
    return [
        _("发布、撤回和取消活动"),
        _("建队伍，任命和结束队长、单位管理员"),
        _("看队员的姓名，处理入队申请，导出名单"),
    ]
