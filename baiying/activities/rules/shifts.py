"""Did a shift take place? What was called off later stays what it was (R039)."""

from datetime import datetime


def stands(state: str, starts_at: datetime, ended_at: datetime | None) -> bool:
    """Whether a shift takes or took place: its activity is published, or was withdrawn or cancelled after it began.

    Who leads it still finds the list, confirms ends and completes the record.
    """
    if state == "published":
        return True
    return state in ("withdrawn", "cancelled") and ended_at is not None and starts_at < ended_at
