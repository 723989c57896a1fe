"""When a record without any act is asked about, and when it is parked. Pure decisions (U40)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DormancyRules:
    """After how long somebody is asked, how long the answer is waited for, how many a station is given at a time.

    Whoever did nothing for `months` months is asked; the record is parked `wait_days` days after the question really
    left. Of one village (community) at most `slice_people` are asked within `slice_days` days, because whoever cannot
    be reached is looked for by its station. No law fixes any of it: this project's own measure [P]. The least months
    keep a year in which nobody could serve (an illness, an epidemic) from counting as sleep.
    """

    KIND: ClassVar[str] = "dormancy"
    SOURCE: ClassVar[str] = "this project's own measure (U40)"
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "months": (12, 120),
        "wait_days": (30, 365),
        "slice_people": (1, 1000),
        "slice_days": (1, 90),
    }

    months: int = 24
    wait_days: int = 60
    slice_people: int = 20
    slice_days: int = 7


class State(StrEnum):
    """found: nobody has been asked yet; asked: the question waits to leave; told: it left, the days run; unreached: it
    reaches nobody, the station looks for the person; parked: storage only; ended: awake, or not there any more."""

    FOUND = "found"
    ASKED = "asked"
    TOLD = "told"
    UNREACHED = "unreached"
    PARKED = "parked"
    ENDED = "ended"


class End(StrEnum):
    """Why it is over: act (something was done), stays (the own tap), heard (said to the station), woken (parked, and
    taken up again by the own tap), desk (the same at a desk), left (no record to be asked about any more)."""

    ACT = "act"
    STAYS = "stays"
    HEARD = "heard"
    WOKEN = "woken"
    DESK = "desk"
    LEFT = "left"


# What somebody said; the months begin anew with it.
SAID = (End.STAYS, End.HEARD, End.WOKEN, End.DESK)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; where that month has no such day, its last: 24 months after 29 February 2024
    is 28 February 2026."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def sleeps(last_act: date, today: date, months: int) -> bool:
    """Whether the months are over, counted from the last act."""
    return today >= months_after(last_act, months)


def due_on(left: date, wait_days: int) -> date:
    """The first day on which the record may be parked, when the question left on `left`."""
    return left + timedelta(days=wait_days)


def state(*, asked: bool, told: bool, unreached: bool, parked: bool, ended: bool) -> State:
    """The state of a row by its columns."""
    if ended:
        return State.ENDED
    if parked:
        return State.PARKED
    if unreached:
        return State.UNREACHED
    if told:
        return State.TOLD
    return State.ASKED if asked else State.FOUND


@dataclass(frozen=True, slots=True)
class News:
    """What is known of an open row today. `gone`: there is no registration to be asked about; `acted`: an act since it
    was found; `left_on`: the day on which the question really left by some way that did not refuse it; `waits`: a way
    is still being tried."""

    gone: bool = False
    acted: bool = False
    left_on: date | None = None
    waits: bool = False


class Step(StrEnum):
    NOTHING = "nothing"
    LEAVE = "leave"
    WAKE = "wake"
    TELL = "tell"
    UNREACH = "unreach"
    PARK = "park"


def step(now: State, news: News, *, due: date | None, today: date, going: bool) -> Step:
    """What a day does to an open row. `due`: as `due_on` said when the question had left; `going`: whether the office
    lets the cleaning of its area go on.

    Nobody is parked by silence who was not reached: what bounced after it had left goes to the station's list.
    """
    if now is State.ENDED:
        return Step.NOTHING
    if news.gone:
        return Step.LEAVE
    if news.acted:
        return Step.WAKE
    if now is State.ASKED and news.left_on is not None:
        return Step.TELL
    if now in {State.ASKED, State.TOLD} and news.left_on is None and not news.waits:
        return Step.UNREACH
    if now is State.TOLD and going and news.left_on is not None and due is not None and today >= due:
        return Step.PARK
    return Step.NOTHING


def quota(taken: int, rules: DormancyRules) -> int:
    """How many more of a village may be asked, when so many were within the days of a slice."""
    return max(0, rules.slice_people - taken)


def slices(people: int, rules: DormancyRules) -> int:
    """In how many slices so many people of one village are asked."""
    return -(-people // rules.slice_people)
