"""How long a leader may take back what was noted on the list, and when it is told to whom it is about."""

from datetime import datetime, timedelta

UNDO_WITHIN = timedelta(minutes=10)


def may_undo(noted_at: datetime, at: datetime) -> bool:
    """Whether what was noted then may still be taken back: within ten minutes."""
    return timedelta() <= at - noted_at <= UNDO_WITHIN


def may_say(say_after: datetime, at: datetime) -> bool:
    """Whether news that were kept back until then may be told: only when no undoing can make them false."""
    return at > say_after
