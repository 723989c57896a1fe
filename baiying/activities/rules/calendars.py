"""What a calendar is told of a shift: whether it stands, and the number that grows with every change. Pure."""

import hashlib
from collections.abc import Sequence

_KNOWN = {"accepted": "CONFIRMED", "applied": "TENTATIVE", "waitlisted": "TENTATIVE"}
# How far a sign-up has come; a plan of somebody's own, who never signed up, stands before them.
_STEPS = {"TENTATIVE": 1, "CONFIRMED": 2, "CANCELLED": 3}


def state(own: Sequence[str], *, stands: bool) -> str:
    """CONFIRMED, TENTATIVE or CANCELLED. `own`: the states of somebody's sign-ups at the shift, in their order.

    Whoever never signed up keeps the shift as a plan of his own.
    """
    if not stands:
        return "CANCELLED"
    return _KNOWN.get(own[-1], "CANCELLED") if own else "CONFIRMED"


def sequence(own: Sequence[str], *, revision: int, stands: bool) -> int:
    """Grows whenever the entry changes, and never falls: what is older in a calendar gives way (RFC 5545, 3.8.7.4).

    `revision` counts the changes of the shift and of what is said of it: times, title, place, risk, post, calling off
    (sql/shift_revision.sql, sql/shift_revision_of_words.sql). A sign-up takes three steps: asked for, given, ended; the
    next sign-up goes on from there.
    """
    told = state(own, stands=stands)
    step = 0 if told == "CONFIRMED" and not own else _STEPS[told]
    return revision + len(_STEPS) * max(0, len(own) - 1) + step


def uid(shift_pid: str, person_pid: str = "") -> str:
    """By what a calendar knows a shift: for anybody, or as the plan of one person, which is another's no more (N37).

    Two who share a calendar, of whom one takes the other's place, have two entries there: one cancelled, one new.
    """
    if not person_pid:
        return f"shift-{shift_pid}@baiying"
    whose = hashlib.sha256(f"{shift_pid}:{person_pid}".encode()).hexdigest()[:12]
    return f"shift-{shift_pid}-{whose}@baiying"
