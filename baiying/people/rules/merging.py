"""What decides about two records of one human: which goes on, when it is done, until when it is undone. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

# By these the human acted for both records; documents were looked at by an office for both.
OWN_ACTS = ("phones", "cards")


@dataclass(frozen=True, slots=True)
class MergeRules:
    """Two records of one human, dated and per area (R006).

    An office answers within `answer_days` working days. What rests on documents alone waits `cooling_days` more, in
    which either number may say no: two documents may be found, an own act for both cannot. It is undone for
    `undo_days` days, after that by correction. All three are this project's own measure [P].
    """

    KIND: ClassVar[str] = "merging"
    SOURCE: ClassVar[str] = "this project's own measure [P] (R006: reversible for 30 days)"
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "answer_days": (1, 60),
        "cooling_days": (0, 60),
        "undo_days": (1, 365),
    }

    answer_days: int = 5
    cooling_days: int = 7
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


def cools_until(confirmed_at: datetime, *, proof: str, rules: MergeRules) -> datetime:
    """When it is carried out: at once where the human acted for both, else after the cooling days."""
    return confirmed_at if proof in OWN_ACTS else confirmed_at + timedelta(days=rules.cooling_days)


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
