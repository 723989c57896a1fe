"""Pure decisions of the hours room, by noun."""

from baiying.hours.rules.attendance_state import TO_LEAVE, WITHOUT_END, Recorded, attendance_state
from baiying.hours.rules.checking_in import COME, Comer, ShiftTimes, may_check_in
from baiying.hours.rules.codes import GRACE_SECONDS, PERIOD_SECONDS, Code, are_live, code_at, is_live
from baiying.hours.rules.counting import (
    SOURCES,
    Counted,
    HourRules,
    Reason,
    Split,
    Window,
    approvable,
    closes_at,
    creditable_minutes,
    may_decide,
    posts_by_itself,
    split_by_caps,
    tier_of,
    weaker,
)
from baiying.hours.rules.settlement import Posting, Proposing, Served, Settlement, settle, settle_approved

__all__ = [
    "COME",
    "GRACE_SECONDS",
    "PERIOD_SECONDS",
    "SOURCES",
    "TO_LEAVE",
    "WITHOUT_END",
    "Code",
    "Comer",
    "Counted",
    "HourRules",
    "Posting",
    "Proposing",
    "Reason",
    "Recorded",
    "Served",
    "Settlement",
    "ShiftTimes",
    "Split",
    "Window",
    "approvable",
    "are_live",
    "attendance_state",
    "closes_at",
    "code_at",
    "creditable_minutes",
    "is_live",
    "may_check_in",
    "may_decide",
    "posts_by_itself",
    "settle",
    "settle_approved",
    "split_by_caps",
    "tier_of",
    "weaker",
]
