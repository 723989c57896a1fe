"""Did a shift take place? What was called off later stays what it was (R039)."""

from datetime import datetime, timedelta

from baiying.activities.rules.plans import ActivityRules


def stands(state: str, starts_at: datetime, ended_at: datetime | None) -> bool:
    """Whether a shift takes or took place: its activity is published, or was withdrawn or cancelled after it began.

    Who leads it still finds the list, confirms ends and completes the record.
    """
    if state == "published":
        return True
    return state in ("withdrawn", "cancelled") and ended_at is not None and starts_at < ended_at


def is_far(was: datetime, to: datetime, at: datetime, rules: ActivityRules) -> bool:
    """Whether a shift goes so far from where it stands that the year may be a slip: then it is asked once more.

    What is past, and what is beyond `furthest_ahead_days`, is refused anyway, with a sentence of its own.
    """
    refused = to <= at or to > at + timedelta(days=rules.furthest_ahead_days)
    return not refused and abs(to - was) > timedelta(days=rules.move_asks_days)


def is_soon(was: datetime, to: datetime, at: datetime, rules: ActivityRules) -> bool:
    """Whether a shift is brought forward to so soon that hardly anybody can still come: then it is asked once more.

    Not where it is put off: who begins later than was said keeps nobody from coming.
    """
    return at < to < was and to - at < timedelta(minutes=rules.move_asks_minutes)
