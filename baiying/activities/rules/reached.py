"""Whether news that somebody must know have arrived, or somebody has to call. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta

# What became of a message (notices.queries.became).
READ, SENT, WAITING, FAILED, DROPPED = "read", "sent", "waiting", "failed", "dropped"
# What holds of the news.
UNKNOWN, REACHED, CALL, OLD = "", "reached", "call", "old"
# Why somebody has to call: no number at all; the message did not arrive; nobody could send it so far.
NO_WAY, NOT_ARRIVED, STUCK = "no_way", "failed", "stuck"


def state_of(
    in_app: Collection[str],
    outward: Collection[str],
    *,
    written_at: datetime,
    at: datetime,
    patience: timedelta,
    held: bool = False,
) -> tuple[str, str]:
    """What holds, and why somebody has to call.

    `in_app` and `outward`: what became of the rows in the inboxes, and of what went out. A row that nobody has read
    tells nobody anything. What waits has `patience`, and all the quiet hours that it is `held` for; it may still
    arrive, then nobody has to call any more.
    """
    if READ in in_app or SENT in outward or READ in outward:
        return REACHED, ""
    if WAITING in outward:
        return (CALL, STUCK) if at - written_at >= patience and not held else (UNKNOWN, "")
    if DROPPED in outward and FAILED not in outward:
        return OLD, ""
    return CALL, NOT_ARRIVED if outward else NO_WAY
