"""A leave that one asks for and another gives, for hours: how it stands at an instant. Pure."""

from datetime import datetime

ASKED, OPEN, REFUSED, SHUT = "asked", "open", "refused", "shut"


def state(
    *,
    decided_at: datetime | None,
    until: datetime | None,
    ended_at: datetime | None,
    at: datetime,
    holds: bool = True,
) -> str:
    """Asked, open, refused, or shut: taken back, its hours over, or (not `holds`) for something that is no more. At its
    last instant it is shut."""
    if decided_at is not None and until is None:
        return REFUSED
    if ended_at is not None or not holds or (until is not None and at >= until):
        return SHUT
    return OPEN if decided_at is not None else ASKED
