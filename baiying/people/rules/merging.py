"""What decides about two records of one human: which goes on, when it is done, until when it is undone. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from baiying.kit.values import documents, names

# By these the human acted for both records; documents were looked at by an office for both.
OWN_ACTS = ("phones", "cards")


@dataclass(frozen=True, slots=True)
class MergeRules:
    """Two records of one human, dated and per area (R006).

    An office answers within `answer_days` working days. What rests on documents alone, or on a reason though the facts
    differ, waits `cooling_days` more, in which either number may say no. What rests on an own act for both waits
    `own_cooling_days`, because a phone may be stolen or borrowed; where name, sex, birth date and document all agree it
    waits for nothing. It is undone for `undo_days` days, after that by correction. All are this project's own measure
    [P].
    """

    KIND: ClassVar[str] = "merging"
    SOURCE: ClassVar[str] = "this project's own measure [P] (R006: reversible for 30 days)"
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "answer_days": (1, 60),
        "cooling_days": (0, 60),
        "own_cooling_days": (0, 60),
        "undo_days": (1, 365),
    }

    answer_days: int = 5
    cooling_days: int = 7
    own_cooling_days: int = 1
    undo_days: int = 30


@dataclass(frozen=True, slots=True)
class Side:
    """What decides which of two records goes on: whether it counts, somebody comes in by it, since when it is."""

    counted: bool
    comes_in: bool
    created_at: datetime
    id: int


def goes_on(one: Side, other: Side) -> Side:
    """The one that counts, else the one somebody comes in by, else the older; nobody chooses, so nothing is gained."""
    return min(one, other, key=lambda side: (not side.counted, not side.comes_in, side.created_at, side.id))


# Their number is for life: two of one kind are two humans, unless one of them was typed wrong. A passport's, and a
# permanent residence card's of before 2023, are new with the document.
_FOR_LIFE = frozenset({documents.CITIZEN, documents.RESIDENCE, documents.HK_MACAO, documents.TAIWAN})


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a record says of whom it is. `document` is the keyed hash of the number, empty where there is none;
    `verified`: whether somebody has seen it."""

    name: str
    sex: str
    birth_date: date
    kind: str
    document: bytes
    verified: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two records compare: which facts differ, as "name", "sex", "birth_date", "document".

    `apart`: what differs is no slip of a finger, so that phones and cards prove nothing. `two_humans`: both documents
    were seen, and their numbers are of two.
    """

    differs: tuple[str, ...] = ()
    apart: bool = False
    two_humans: bool = False


def likeness(one: Facts, other: Facts) -> Likeness:
    """Compare the facts of two records. Documents of two kinds say nothing against each other, nor does a missing one:
    who has two of them is why there are merges."""
    for_life = one.kind == other.kind and one.kind in _FOR_LIFE
    two = for_life and bool(one.document) and bool(other.document) and one.document != other.document
    unlike = {
        "name": not names.same(one.name, other.name),
        "sex": one.sex != other.sex,
        "birth_date": one.birth_date != other.birth_date,
        "document": two,
    }
    apart = unlike["sex"] or unlike["birth_date"] or not resembles(one.name, other.name)
    differs = tuple(fact for fact, is_unlike in unlike.items() if is_unlike)
    return Likeness(differs, apart=apart, two_humans=two and one.verified and other.verified)


def resembles(one: str, other: str) -> bool:
    """Whether two names may be one that was typed twice: the same signs, the same words in another order, or all but
    one sign the same (a slip of the finger, a rare character in two codes), of which at least one is left."""
    if names.same(one, other) or _words(one) == _words(other):
        return True
    a, b = sorted((names.key(one), names.key(other)), key=len)
    if len(b) < 2 or not set(a) & set(b):
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    return len(a) + 1 == len(b) and any(b[:n] + b[n + 1 :] == a for n in range(len(b)))


def _words(name: str) -> list[str]:
    return sorted(names.key(word) for word in name.split())


def cools_until(
    confirmed_at: datetime, *, proof: str, like: Likeness, rules: MergeRules, one_phone: bool = False
) -> datetime:
    """When it is carried out: at once where the human acted for both by two phones and all four facts agree, else after
    days in which either number may say no; at least one where the facts speak of two humans, whatever an area has set.

    Cards wait too, because a desk can print both; so does one phone for both records, of which husband and wife may be
    the owners.
    """
    if like.apart or like.two_humans:
        return confirmed_at + timedelta(days=max(1, rules.cooling_days, rules.own_cooling_days))
    if proof not in OWN_ACTS:
        return confirmed_at + timedelta(days=rules.cooling_days)
    waits = bool(like.differs) or proof == "cards" or one_phone
    return confirmed_at + timedelta(days=rules.own_cooling_days if waits else 0)


def last_day_to_undo(done_on: date, rules: MergeRules) -> date:
    """The last day in China on which it is undone by a press."""
    return done_on + timedelta(days=rules.undo_days)


def common(one: list[int], other: list[int]) -> int | None:
    """The smallest area above both of two paths (from the top down); None where they have nothing in common."""
    found = None
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        found = a
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """What a record says of one purpose: when its newest consent was given, and whether that one is withdrawn."""

    purpose: str
    given_at: datetime
    withdrawn: bool


def to_withdraw(one: list[Said], other: list[Said]) -> set[str]:
    """Purposes to which one record agrees and of which the other's newest word is no: withdrawn stays withdrawn."""
    return _newest_no(one) & _agrees(other) | _newest_no(other) & _agrees(one)


def _newest_no(said: list[Said]) -> set[str]:
    newest: dict[str, Said] = {}
    for row in sorted(said, key=lambda row: row.given_at):
        newest[row.purpose] = row
    return {purpose for purpose, row in newest.items() if row.withdrawn}


def _agrees(said: list[Said]) -> set[str]:
    return {row.purpose for row in said if not row.withdrawn}
