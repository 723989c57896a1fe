"""Which facts each kind of body must give, and how teams may hang together. Pure decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from baiying.kit.values import identifiers

# Corps, detachment, squad, section （总队、支队、分队、小队）: deeper trees nobody finds the way in.
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class BodyRules:
    """The clocks of whoever is above a body, dated and per area.

    No law names a number of days: the Regulation (Order 685) asks for an organisation that answers for its volunteers
    (art. 6), the Measures (Order 67) for one that keeps its records; the days are defaults of this project.
    """

    KIND: ClassVar[str] = "bodies"
    SOURCE: ClassVar[str] = "R015; defaults of this project, no law names days"

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "keeper_working_days": (1, 60), "review_working_days": (1, 60), "registration_working_days": (1, 60),
        "applications_per_day": (1, 20), "scan_days": (1, 365),
    }  # fmt: skip

    # In how many working days a body that was left without an administrator is to have a new one.
    keeper_working_days: int = 5
    # In how many working days a major change of a body or team is to be reviewed.
    review_working_days: int = 5
    # In how many working days an application to be entered as a body is to be answered.
    registration_working_days: int = 5
    # How many bodies one account may apply for in a day.
    applications_per_day: int = 5
    # How many days pictures of the papers of an application stay after it was decided, or sent back.
    scan_days: int = 30


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """What was said about a body, tidied (R020)."""

    kind: str
    name: str
    credit_code: str = ""
    competent_unit: str = ""
    consenting_name: str = ""
    consenting_credit_code: str = ""
    consenting_contact: str = ""
    credit_code_note: str = ""


# What the office reviews before it holds (R023): by these a body or team is known elsewhere.
BODY_MAJOR = (
    "kind", "name", "credit_code", "competent_unit", "consenting_name", "consenting_credit_code", "area_id",
)  # fmt: skip
TEAM_MAJOR = ("name", "category_id", "area_id", "parent_id", "liaison_id")


def at_once_of_body(new: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """What of a body's new columns holds at once, and what waits for review.

    Of another kind all belongs together; what was compared with a certificate belongs to the code.
    """
    if "kind" in new:
        return {}, dict(new)
    waits = set(BODY_MAJOR)
    if "credit_code" in new or "consenting_credit_code" in new:
        waits.add("credit_code_note")
    return _parted(new, waits)


def at_once_of_team(new: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """The same of a team's."""
    return _parted(new, TEAM_MAJOR)


def _parted(new: Mapping[str, object], waits: Iterable[str]) -> tuple[dict[str, object], dict[str, object]]:
    late = set(waits)
    now = {name: value for name, value in new.items() if name not in late}
    return now, {name: value for name, value in new.items() if name in late}


# What each kind must give (Regulation arts. 6, 41, 42; the national system's form).
NEEDED: dict[str, tuple[str, ...]] = {
    "registered": ("credit_code", "competent_unit"),
    "legal_entity": ("credit_code", "competent_unit"),
    "internal_group": ("consenting_name", "consenting_credit_code", "consenting_contact"),
}


# What an application is remarked on, in the order of its page: the fields of its kind, and what stands beside them.
def remarkable(kind: str) -> tuple[str, ...]:
    """The fields of an application of this kind at which the office may write a remark."""
    return ("name", *NEEDED[kind], "area", "words")


_CONSENT = ("consenting_name", "consenting_credit_code", "consenting_contact")


def missing(body: BodyFacts) -> tuple[str, ...]:
    """The fields this kind of body still lacks."""
    return tuple(name for name in NEEDED[body.kind] if not getattr(body, name))


def unexplained(body: BodyFacts) -> tuple[str, ...]:
    """The codes that are none by GB 32100-2015 while nobody wrote down that the certificate says so.

    Some registries gave codes whose last sign is wrong: they exist, and are recorded with who compared them.
    """
    codes = {name: getattr(body, name) for name in ("credit_code", "consenting_credit_code")}
    return () if body.credit_code_note else tuple(name for name, code in codes.items() if code and not _checks(code))


def _checks(code: str) -> bool:
    try:
        return identifiers.credit_code(code) == code
    except identifiers.BadIdentifier:
        return False


def superfluous(kind: str) -> tuple[str, ...]:
    """The fields that do not belong to this kind and are left empty."""
    return ("credit_code", "competent_unit") if kind == "internal_group" else _CONSENT


def closes_circle(team_id: int | None, parent_id: int, parents: Mapping[int, int | None]) -> bool:
    """Whether a team would stand below itself. `parents` maps every team of the body to its parent."""
    above: int | None = parent_id
    seen: set[int] = set()
    while above is not None and above not in seen:
        if above == team_id:
            return True
        seen.add(above)
        above = parents.get(above)
    return above is not None


def depth(parent_id: int | None, parents: Mapping[int, int | None]) -> int:
    """How deep a team stands below this parent; 1 at the top."""
    steps, above = 1, parent_id
    while above is not None and steps <= len(parents) + 1:
        steps += 1
        above = parents.get(above)
    return steps


def height(team_id: int | None, parents: Mapping[int, int | None]) -> int:
    """How many levels hang below a team, itself included."""
    children = [child for child, parent in parents.items() if parent == team_id and team_id is not None]
    return 1 + max((height(child, parents) for child in children), default=0)


def membership_state(*, joined: bool, refused: bool, left: bool) -> str:
    """asked, joined, refused or left: follows from the columns, stored nowhere."""
    if left:
        return "left"
    if refused:
        return "refused"
    return "joined" if joined else "asked"


# What a spreadsheet program would take for a formula (a name like "=HYPERLINK(...)").


# The kinds of teams (migration 0002) by what an everyday word says: service categories and kinds of recipients.
_MEANT = {
    "@environment": "environment", "@health": "health", "@sports": "health", "@culture": "culture",
    "@education": "education", "@science": "science", "@legal": "law", "@poverty_relief": "relief", "#06": "relief",
    "@emergency": "emergency", "@fire": "emergency", "@civility": "civility", "@traffic": "civility", "#03": "elders",
    "#01": "children",
}  # fmt: skip


def kinds_meant(codes: Iterable[str]) -> list[str]:
    """The kinds of teams, by their codes, that serve what the codes of an everyday word say."""
    return sorted({_MEANT[code] for code in codes if code in _MEANT})


def level(depth: int, height: int) -> int:
    """Which level of a tree a team is (1 corps, 2 detachment, 3 squad, 4 section); 0 for one that hangs in no tree.

    `depth`: 1 at the top; `height`: how many levels it and what is below it make.
    """
    return 0 if depth == 1 and height == 1 else min(depth, DEEPEST)


def in_order(parents: Mapping[int, int | None]) -> list[tuple[int, int]]:
    """The teams of a body from the top down, each before those below it, with its depth; else in the given order."""
    below: dict[int | None, list[int]] = {}
    for pk, parent in parents.items():
        below.setdefault(parent if parent in parents else None, []).append(pk)
    found: list[tuple[int, int]] = []

    def walk(parent: int | None, steps: int) -> None:
        for pk in below.get(parent, []):
            found.append((pk, steps))
            walk(pk, steps + 1)

    walk(None, 1)
    return found


@dataclass(frozen=True, slots=True)
class ExitRules:
    """When a body that nothing was heard of is warned, suspended, closed, dated and per area.

    The Opinion of 2024 (两办, 2024-04-12) asks for a dynamic exit of organisations and names no months or days: all
    are defaults of this project.
    """

    KIND: ClassVar[str] = "exits"
    SOURCE: ClassVar[str] = "2024 Opinion (dynamic exit of organisations), R026; numbers are defaults of this project"

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "idle_months": (3, 60), "suspend_days": (7, 365), "close_days": (30, 730), "appeal_working_days": (1, 60),
        "nightly": (1, 500),
    }  # fmt: skip

    # After how many months without an activity a body is warned.
    idle_months: int = 12
    # How many days after the warning it is suspended, and how many days after that it is closed.
    suspend_days: int = 30
    close_days: int = 90
    # In how many working days an appeal is answered.
    appeal_working_days: int = 10
    # How many bodies of an area are warned in one night at most.
    nightly: int = 20


# How many days are left at least after an appeal was not upheld.
AFTER_APPEAL = 7


def idle_before(today: date, months: int) -> date:
    """The day before which the last activity has to lie: so many months ago, at the end of a shorter month its last."""
    number = today.year * 12 + today.month - 1 - months
    year, month = divmod(number, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(today.day, last))


@dataclass(frozen=True, slots=True)
class ExitFacts:
    """Where a body's exit stands. `last_active`: the day of its last activity, had or to come."""

    step: str
    warned_on: date
    suspend_on: date
    close_on: date | None
    last_active: date | None
    appealed: bool = False
    kept: bool = False


def exit_step(facts: ExitFacts, today: date) -> str:
    """What is due: "lift" (something is on again), "suspend", "close"; empty for nothing.

    While an appeal waits, or nobody administers the body, no further step is taken.
    """
    if facts.step == "closed":
        return ""
    if facts.last_active is not None and facts.last_active >= facts.warned_on:
        return "lift"
    if facts.appealed or facts.kept:
        return ""
    if facts.step == "warned":
        return "suspend" if facts.suspend_on <= today else ""
    return "close" if facts.close_on is not None and facts.close_on <= today else ""
