"""When a complaint must be taken up and answered, and what state it is in. Values in, answers out."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from baiying.kit.values import names, sounds, texts
from baiying.kit.values.orders import Order


@dataclass(frozen=True, slots=True)
class ComplaintRules:
    """Time limits and limits against floods, dated and per area.

    The Regulation (Order 685) asks in art. 26 that a complaint be dealt with or referred promptly and names no number
    of days, so there is no legal floor; the days are defaults of this project. `contact_days` after the end, name and
    telephone of who complained are emptied (PIPL art. 19: no longer than needed).

    What came of them is public by quarters, `public_after_days` after a quarter's end and rounded down to steps of
    `public_step`, so that nobody who is complained of learns by a number that moves that somebody has (R141). Both are
    this project's own measure [P].

    Whom it is about is heard before the answer where the office asks for it, within `hearing_working_days` [P]; silence
    stops nothing.
    """

    KIND: ClassVar[str] = "complaints"
    SOURCE: ClassVar[str] = "Order 685 art. 26 (promptly); PIPL art. 19; defaults of this project"

    ORDERS: ClassVar[tuple[Order, ...]] = (
        Order("first_word_working_days", "answer_working_days"),
        Order("hearing_working_days", "answer_working_days"),
        Order("per_account_day", "per_network_day"),
    )

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "first_word_working_days": (1, 15),
        "answer_working_days": (1, 60),
        "hearing_working_days": (1, 30),
        "contact_days": (1, 1095),
        "per_account_day": (1, 100),
        "per_network_day": (1, 10_000),
        "public_after_days": (30, 365),
        "public_step": (5, 100),
    }

    first_word_working_days: int = 5
    answer_working_days: int = 15
    hearing_working_days: int = 5
    contact_days: int = 365
    per_account_day: int = 10
    # A school or a mobile carrier stands behind one network.
    per_network_day: int = 60
    public_after_days: int = 60
    public_step: int = 10


def finer(before: ComplaintRules, after: ComplaintRules) -> bool:
    """Whether complaints begin to be public sooner or in smaller steps (PIPL art. 55)."""
    return after.public_after_days < before.public_after_days or after.public_step < before.public_step


# The roles that answer, each by whom it is addressed: the two lines do not stand above each other.
ADDRESSEES = {"county_office": "office", "city_office": "office", "civil_affairs": "civil_affairs"}
# What people write of themselves where they stay unknown.
_OF_ONESELF = re.compile(r"我是|我叫|我姓|本人是|本人系|作为.{0,8}的|唯一|只有我|就我一|我一个人|[0-9０-９]{7,}")


def addressee_of(role: str) -> str:
    """To whom a complaint is addressed that a role answers; empty for roles that answer none."""
    return ADDRESSEES.get(role, "")


def stands_in_the_way(role: str, other: str, *, is_above: bool, is_last: bool) -> bool:
    """Whether a complaint about the holder of `other` is not for a holder of `role` in the same area or below.

    Nobody answers for a colleague or a superior of the own line. In the last office, above which there is none, a
    colleague does.
    """
    own = addressee_of(role)
    return bool(own) and addressee_of(other) == own and (is_above or not is_last)


def is_below_an_office(role: str) -> bool:
    """Whether there is an office of the same line above, to which complaints about the own office go."""
    return role == "county_office"


def may_give_away(words: str, own: Iterable[str]) -> bool:
    """Whether words may tell who wrote them: a name or number of one's own, or what one says of oneself."""
    own = list(own)
    named = names_who(words, own) or bool(sounds_like(words, own))
    return named or _OF_ONESELF.search(words) is not None


# So many signs in a row are no chance: they are the sentence of whoever complained, who can be known by it.
COPIED_SIGNS = 12
_WITH_COUNTRY = 13
# Two signs sound like two others in every third sentence.
_SHORTEST_SOUND = 3
_UNSAID = re.compile(r"[\s，。、；：！？“”‘’（）《》,.;:!?()\"'-]+")


# By the end of a number somebody is known where the rest is left out.
_END_OF_NUMBER = re.compile(r"(?:尾号|尾数|末四位|后四位|最后四位)\D{0,3}(\d{4})(?!\d)")


def said_key(text: str) -> str:
    """All words of a text, as those whom it names are found in it: as names are keyed, and by nothing but letters."""
    return "\n".join(dict.fromkeys((names.key(text), names.bare(text))))


def keys_of(name: str) -> set[str]:
    """By what a name is found in `said_key`."""
    return {names.key(name), names.bare(name)}


def names_who(words: str, own: Iterable[str]) -> bool:
    """Whether words name somebody by one of their names or numbers, however they are spaced, parted or written."""
    said, digits = names.bare(words), texts.digits_said(words)
    ends = set(_END_OF_NUMBER.findall(unicodedata.normalize("NFKC", words)))
    for one in map(names.bare, own):
        if not one.isdecimal():
            if len(one) > 1 and one in said:
                return True
            continue
        number = one[2:] if len(one) == _WITH_COUNTRY and one.startswith("86") else one
        if len(number) > 1 and (number in said or number in digits or number[-4:] in ends):
            return True
    return False


def sounds_like(words: str, own: Iterable[str]) -> str:
    """What of the words is spoken as one of the names, without being it: 何秀瑛 for 何秀英; empty for nothing."""
    said = names.bare(words)
    for one in map(names.bare, own):
        if len(one) < _SHORTEST_SOUND or not names.is_han(one):
            continue
        for at in range(len(said) - len(one) + 1):
            here = said[at : at + len(one)]
            if here != one and sounds.alike(here, one):
                return here
    return ""


def copied(words: str, said: str) -> str:
    """What stands in `words` as it stands in `said`, the longest run from COPIED_SIGNS on; empty for none."""
    ours, theirs = _UNSAID.sub("", words), _UNSAID.sub("", said)
    run, found = COPIED_SIGNS, ""
    for at in range(len(ours)):
        while len(ours) - at >= run and ours[at : at + run] in theirs:
            found, run = ours[at : at + run], run + 1
    return found


RECEIVED, TAKEN_UP, ANSWERED, REFERRED, WITHDRAWN = "received", "taken_up", "answered", "referred", "withdrawn"


def state_of(*, taken_up_at: datetime | None, ended_at: datetime | None, outcome: str) -> str:
    """What the one who complained reads: received, taken_up, answered, referred (to another office), withdrawn."""
    if ended_at is not None:
        return outcome if outcome in {REFERRED, WITHDRAWN} else ANSWERED
    return TAKEN_UP if taken_up_at is not None else RECEIVED


def waits_until(*, taken_up_at: datetime | None, first_due_on: date, due_on: date) -> date:
    """The day by which the office owes its next word: the first one, then the answer."""
    return due_on if taken_up_at is not None else min(first_due_on, due_on)


def is_overdue(until: date, today: date) -> bool:
    """Whether the office owes its word since before today; on the last day it is still in time."""
    return today > until


def contact_goes_at(ended_at: datetime, rules: ComplaintRules) -> datetime:
    """From when on nobody needs to reach whoever complained."""
    return ended_at + timedelta(days=rules.contact_days)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, by the days in China."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> date:
        """The first day of the next one."""
        return self.before(-1).first

    def before(self, quarters: int) -> "Quarter":
        counted = self.year * 4 + self.number - 1 - quarters
        return Quarter(counted // 4, counted % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


def public_on(quarter: Quarter, given: ComplaintRules) -> date:
    """From which day on the numbers of a quarter are public; they count what had come of it by that day."""
    return quarter.after + timedelta(days=given.public_after_days)


def last_public(today: date, given: ComplaintRules) -> Quarter:
    """The newest quarter whose numbers are public."""
    quarter = Quarter(today.year, (today.month + 2) // 3).before(1)
    while public_on(quarter, given) > today:
        quarter = quarter.before(1)
    return quarter


def quarter_of(text: str) -> Quarter | None:
    """As it stands in an address: 2026-3."""
    year, _dash, number = text.partition("-")
    if not (re.fullmatch(r"20[0-9]{2}", year) and re.fullmatch(r"[1-4]", number)):
        return None
    return Quarter(int(year), int(number))
