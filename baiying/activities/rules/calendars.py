"""What a calendar is told of a shift: whether it stands, and the number that grows with every change. Pure."""

from collections.abc import Sequence

_KNOWN = {"accepted": "CONFIRMED", "applied": "TENTATIVE", "waitlisted": "TENTATIVE"}


def state(own: Sequence[str], *, stands: bool) -> str:
    """CONFIRMED, TENTATIVE or CANCELLED. `own`: the states of somebody's sign-ups at the shift, in their order.

    Whoever never signed up keeps the shift as a plan of his own.
    """
    if not stands:
        return "CANCELLED"
    return _KNOWN.get(own[-1], "CANCELLED") if own else "CONFIRMED"


def sequence(own: Sequence[str], *, revision: int, stands: bool) -> int:
    """Grows whenever `state` or the times change, and never falls: what is older in a calendar gives way.

    `revision` counts the changes of the shift itself (sql/shift_revision.sql). A second sign-up after a cancellation
    counts two more than the first, the cancellation between them one.
    """
    ended = bool(own) and own[-1] not in _KNOWN
    return revision + 2 * max(0, len(own) - 1) + int(ended or not stands)
