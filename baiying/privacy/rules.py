"""How long a copy may be fetched, and how long somebody may think again before the account is closed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from baiying.kit.values import leaves


@dataclass(frozen=True, slots=True)
class PrivacyRules:
    """Days for the rights of PIPL art. 44 to 50, dated and per area.

    The law asks that a copy be given "in time" (art. 45) and names no days; those here are defaults of this project.
    `closing_days`: from the wish to the end nothing is used and everything can be undone, so that a stolen telephone
    destroys nothing (the App rules of 国信办秘字〔2019〕191号 ask for 15 working days at most). `opening_hours`: how
    long a record at rest is open to who asked, once a second person agreed (PIPL art. 47: storage only; no law names
    hours). `hold_review_days`: a legal hold without a last day is looked at again within so many days; no law names
    them. `answer_working_days`: by when a wish of PIPL art. 44 to 50 is answered ("in time", PIPL art. 45, 46, 50).
    """

    KIND: ClassVar[str] = "own_data"
    SOURCE: ClassVar[str] = (
        "PIPL art. 44-50 (in time); 国信办秘字〔2019〕191号 (15 working days); defaults of this project"
    )

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "copy_days": (1, 30),
        "closing_days": (1, 15),
        "opening_hours": (1, 72),
        "answer_working_days": (1, 30),
        "hold_review_days": (30, 365),
    }

    copy_days: int = 7
    closing_days: int = 7
    opening_hours: int = 24
    answer_working_days: int = 15
    hold_review_days: int = 180


# So many days before a wish has to be answered who answers is reminded.
REMIND_DAYS = 3

MAKING, READY, OVER = "making", "ready", "over"


def copy_state(*, made_at: datetime | None, until: datetime | None, emptied_at: datetime | None, at: datetime) -> str:
    """Being made, to be fetched, or over: the file is gone at its last moment, whatever the nightly job has done."""
    if emptied_at is not None or (until is not None and at >= until):
        return OVER
    return READY if made_at is not None else MAKING


def copy_until(made_at: datetime, given: PrivacyRules) -> datetime:
    return made_at + timedelta(days=given.copy_days)


ASKED, OPEN, REFUSED, SHUT = leaves.ASKED, leaves.OPEN, leaves.REFUSED, leaves.SHUT


def opening_state(
    *, decided_at: datetime | None, until: datetime | None, ended_at: datetime | None, rests: bool, at: datetime
) -> str:
    """Of the wish to open a record at rest: asked, open, refused, or shut: taken back, its hours over, or no longer at
    rest. At its last instant it is shut."""
    return leaves.state(decided_at=decided_at, until=until, ended_at=ended_at, at=at, holds=rests)


def use_to_assess(kind: str) -> str:
    """Which use of PIPL art. 55 giving data is, by as what somebody gets them; empty where a law orders it."""
    return {"entrusted": "entrust", "other": "provide"}.get(kind, "")


COMING, IN_FORCE, ENDED = "coming", "in_force", "ended"
TAKEN_BACK = "taken_back"


def hold_state(*, decided: bool, refused: bool, taken_back: bool, until_on: date | None, on: date) -> str:
    """Of a legal hold. Its last day counts whole; without one it goes on until somebody gives it one."""
    if taken_back:
        return TAKEN_BACK
    if not decided:
        return ASKED
    if refused:
        return REFUSED
    return ENDED if until_on is not None and on > until_on else IN_FORCE


def receiver_state(*, from_on: date, until_on: date, ended: bool, on: date) -> str:
    """Of whoever gets data by a contract: not yet, now, or no more. The first and the last day count."""
    if ended or on > until_on:
        return ENDED
    return IN_FORCE if on >= from_on else COMING


@dataclass(frozen=True, slots=True)
class BreachRules:
    """By when a leak is told, counted in hours from the minute it was found.

    PIPL art. 57 says "at once" and names no hours; Data Regulation art. 10 asks for the report of a serious flaw within
    24 hours. 24 hours for the authority and 72 for people are the longest that may be set; the latter is a default of
    this project [P].
    """

    KIND: ClassVar[str] = "breach"
    SOURCE: ClassVar[str] = "PIPL art. 57 (at once); Data Regulation art. 10 (24 h); Minors Online Regulation art. 35"

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {"authority_hours": (1, 24), "people_hours": (1, 72)}

    authority_hours: int = 24
    people_hours: int = 72


@dataclass(frozen=True, slots=True)
class Clocks:
    """By when the authority and the people are told of a leak."""

    authority: datetime
    people: datetime


def breach_clocks(found_at: datetime, given: BreachRules) -> Clocks:
    return Clocks(found_at + timedelta(hours=given.authority_hours), found_at + timedelta(hours=given.people_hours))


def missing_before_end(*, contained: bool, reported: bool, decided: bool, untold: int) -> list[str]:
    """What a case still lacks before it can be closed, as codes in the order in which it is done."""
    found = {"contain": not contained, "authority": not reported, "decide": not decided, "tell": untold > 0}
    return [code for code, lacks in found.items() if lacks]
