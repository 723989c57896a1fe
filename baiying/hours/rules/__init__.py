"""Pure decisions of the hours room, by noun."""

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

__all__ = [
    "GRACE_SECONDS",
    "PERIOD_SECONDS",
    "SOURCES",
    "Code",
    "Counted",
    "HourRules",
    "Reason",
    "Split",
    "Window",
    "approvable",
    "are_live",
    "closes_at",
    "code_at",
    "creditable_minutes",
    "is_live",
    "may_decide",
    "posts_by_itself",
    "split_by_caps",
    "tier_of",
    "weaker",
]
