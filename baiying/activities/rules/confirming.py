"""Who hears that somebody has a place: one table for every way of getting one and every kind of person (N20). Pure.

Whoever adds a way adds its lines: a test asks every way of every kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Way(StrEnum):
    """How a place was got."""

    OWN = "own"
    GUARDIAN = "guardian"
    # On the spot, by the leader's live code.
    SPOT = "spot"
    # The leader answered an application; a place out of the line; a tick of the roll-call.
    ACCEPTED = "accepted"
    PROMOTED = "promoted"
    ROLL = "roll"


class Who(StrEnum):
    """Whom it concerns: a grown-up; under age with a phone; under age without one."""

    ADULT = "adult"
    YOUNG = "young"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Hears:
    """Who is told.

    inbox: the person, in the app. text: by whose phones the confirmation with day, place, leader and calendar goes: the
    `person`'s, that of the guardian who `did` it. guardians: those told what the child does and how to say no; whoever
    did it is none of them. leader: whether the leader's list has news, never of the own act.
    """

    inbox: bool
    text: tuple[str, ...]
    guardians: bool
    leader: bool


PERSON, DID = "person", "did"

TABLE: Mapping[tuple[Way, Who], Hears] = {
    (Way.OWN, Who.ADULT): Hears(inbox=True, text=(PERSON,), guardians=False, leader=True),
    (Way.OWN, Who.YOUNG): Hears(inbox=True, text=(PERSON,), guardians=True, leader=True),
    (Way.OWN, Who.CHILD): Hears(inbox=True, text=(), guardians=True, leader=True),
    # A grown-up has no guardian: the line stands for who comes of age between the press and the message.
    (Way.GUARDIAN, Who.ADULT): Hears(inbox=True, text=(PERSON,), guardians=False, leader=True),
    (Way.GUARDIAN, Who.YOUNG): Hears(inbox=True, text=(PERSON, DID), guardians=True, leader=True),
    (Way.GUARDIAN, Who.CHILD): Hears(inbox=True, text=(DID,), guardians=True, leader=True),
    (Way.SPOT, Who.ADULT): Hears(inbox=True, text=(PERSON,), guardians=False, leader=True),
    (Way.SPOT, Who.YOUNG): Hears(inbox=True, text=(PERSON,), guardians=True, leader=True),
    (Way.SPOT, Who.CHILD): Hears(inbox=True, text=(), guardians=True, leader=True),
    (Way.ACCEPTED, Who.ADULT): Hears(inbox=True, text=(PERSON,), guardians=False, leader=False),
    (Way.ACCEPTED, Who.YOUNG): Hears(inbox=True, text=(PERSON,), guardians=True, leader=False),
    (Way.ACCEPTED, Who.CHILD): Hears(inbox=True, text=(), guardians=True, leader=False),
    (Way.PROMOTED, Who.ADULT): Hears(inbox=True, text=(PERSON,), guardians=False, leader=True),
    (Way.PROMOTED, Who.YOUNG): Hears(inbox=True, text=(PERSON,), guardians=True, leader=True),
    (Way.PROMOTED, Who.CHILD): Hears(inbox=True, text=(), guardians=True, leader=True),
    # Whoever is ticked stands there: the app keeps it, a text message would tell nothing. A guardian hears at once.
    (Way.ROLL, Who.ADULT): Hears(inbox=True, text=(), guardians=False, leader=False),
    (Way.ROLL, Who.YOUNG): Hears(inbox=True, text=(), guardians=True, leader=False),
    (Way.ROLL, Who.CHILD): Hears(inbox=True, text=(), guardians=True, leader=False),
}


def who(*, minor: bool, has_phone: bool) -> Who:
    """Of which kind somebody is."""
    if not minor:
        return Who.ADULT
    return Who.YOUNG if has_phone else Who.CHILD


def way(*, signed_up_at: datetime, accepted_at: datetime, promoted_at: datetime | None, by_itself: bool) -> Way:
    """By which way somebody with a sign-up has the place. On the spot is told like a sign-up of one's own."""
    if promoted_at is not None:
        return Way.PROMOTED
    if accepted_at > signed_up_at:
        return Way.ACCEPTED
    return Way.OWN if by_itself else Way.GUARDIAN
