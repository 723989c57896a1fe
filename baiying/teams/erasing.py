"""What becomes of this room's tables when a person closes the account, and what has to be handed over first."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erasure, ToHandOver
from baiying.teams import queries
from baiying.teams.models import OfficeKind

ERASURES = (
    Erasure(
        "Application.account",
        _("您申请登记的单位"),
        _("谁申请登记了哪家单位要能查，只有编号；您写的话清空。还没有答复的，按收回办。"),
        by="account",
        empties=("words", "reason=—"),
        keeps=("said", "before", "remarks", "form_id"),
    ),
    Erasure("Scan.application__account", _("登记申请里的照片"), _("照片删去。"), by="account", goes=True),
    Erasure(
        "Membership.person",
        _("在队伍里的时间"),
        _("队伍那几年有多少人要数得出；写的话清空。"),
        empties=("words", "refuse_reason", "leave_reason"),
    ),
    Erasure(
        "Office.account",
        _("在单位和队伍里的职务"),
        _("谁在什么时候管事要能查，只有编号。"),
        by="account",
        keeps=("accepted_because",),
    ),
)


def to_hand_over(person_id: int, account_id: int | None, at: datetime) -> list[ToHandOver]:
    """A body whose last administrator it is, and a team whose only leader it is."""
    if account_id is None:
        return []
    found = []
    for row in queries.offices_of(account_id, at):
        if row.kind == OfficeKind.UNIT_ADMIN and queries.is_last_admin(row, at):
            words = _("您是%(name)s唯一的管理员：请先任命另一位。") % {"name": row.body.name}
            found.append(ToHandOver(words, f"/desk/bodies/{row.body.public_id}/"))
        elif row.team is not None and queries.leaders_of_team(row.team.pk, at) == [account_id]:
            words = _("您是%(name)s唯一的队长：请先请单位任命另一位。") % {"name": row.team.name}
            found.append(ToHandOver(words, f"/teams/{row.team.public_id}/"))
    return found
