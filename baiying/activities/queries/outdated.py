"""Reminders that stand in an inbox and hold no longer: said to whoever reads them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from baiying.activities.models import Signup, SignupState
from baiying.activities.queries.activities import stands
from baiying.activities.queries.reminders import signups_with_shift


def reminders(makings: Sequence[Mapping[str, Any]]) -> list[str]:
    """Of reminders in an inbox, why each holds no longer; empty for those that do, also when their shift is over."""
    rows = signups_with_shift({int(pk) for making in makings for pk in making["own"]})
    return [next((why for pk, start in making["own"].items() if (why := _gone(rows.get(int(pk)), start))), "")
            for making in makings]  # fmt: skip


def _gone(signup: Signup | None, starts_at: str) -> str:
    if signup is None or signup.state == SignupState.CANCELLED:
        return gettext("这条提醒已不作数：报名已取消。")
    if not stands(signup.shift):
        return gettext("这条提醒已不作数：班次已取消。")
    if signup.shift.starts_at.isoformat() != starts_at:
        return gettext("这条提醒已不作数：班次改期了，时间以改期的消息为准。")
    return ""
