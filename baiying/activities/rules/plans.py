"""What a plan must satisfy before it is saved: findings with the row and field they belong to."""

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from baiying.activities.rules import everyday, series
from baiying.activities.rules.gate import CODES
from baiying.activities.rules.tables import gettext_noop
from baiying.kit.values.floors import Bound, Floor
from baiying.kit.values.orders import Order

# Service categories in which minors may not serve.
RESCUE = ("emergency", "fire")
# Civil Code art. 17: who has completed the eighteenth year is an adult.
ADULT = 18
# However an area decides: nobody keeps the workbench for longer than a year by having led once.
MOST_LINGERS = 366


@dataclass(frozen=True, slots=True)
class ActivityRules:
    """Limits of planning and publishing, dated and per area.

    forbidden_title_words: after-the-fact entry is no activity (Guangdong's platform refuses the same word).
    blocking_kinds: Order 67 art. 19 and the national system's list. own_plan_may_be_published: off, because planning
    and publishing are two duties (requirement A10); most_categories 4: the national system's form.
    weeks_ahead: so far ahead the shifts of a series can be signed up for, as on city platforms; no law gives a number.
    days_without_shifts: on these days (2027-02-05) a series opens no shift; for the yearly notice of the General Office
    of the State Council (国务院办公厅) on holidays, entered by city or county. A series' first shift stands as planned.
    leader_digest_hours, leader_at_once_hours, leader_pause_minutes: when a leader hears who signs up and who cannot
    come (rules.leader_news); a proposal of this project, as no rule was found. notes_per_day: so many notes may a
    leader write to those of one activity in a day. Ours.
    leader_lingers_days: so long after its last day whoever led an activity without an office keeps the workbench, where
    forgotten ends are said and times corrected; no law gives a number (Order 67 art. 11: recorded in time), ours.
    everyday_words: a city's own words for searching, beside data/everyday.toml; each "撸串:烧烤 夜市".
    move_asks_days: moved further than so, a shift is asked about once more, because the year may be a slip. Ours.
    move_asks_minutes: likewise where it is brought forward to begin sooner than so from now; as long as people need to
    hear of it and to come. Ours.
    adults_only_categories: rescue teams are made of adults (Emergency Response Law art. 39; rules of Shandong, Ningbo).
    """

    KIND: ClassVar[str] = "activities"
    SOURCE: ClassVar[str] = "Order 67 art. 12, 19; requirement A10; national system's project form"
    FLOORS: ClassVar[tuple[Floor, ...]] = (
        Floor(
            "blocking_kinds",
            Bound.CONTAINS,
            CODES,
            "O67-19",
            gettext_noop("民政部令第67号第十九条：不是志愿服务的，不得记录。六种情形都不能放开。"),
            date(2021, 2, 1),
        ),
        Floor(
            "own_plan_may_be_published",
            Bound.IS,
            False,
            "O67-3",
            gettext_noop("民政部令第67号第三条：记录要真实。写计划的人和发布的人要是两个人。"),
            date(2021, 2, 1),
        ),
        Floor(
            "adults_only_categories",
            Bound.CONTAINS,
            RESCUE,
            "ERL-39",
            gettext_noop("《突发事件应对法》第三十九条：应急救援队伍由成年志愿者组成。应急救援、志愿消防不能放开。"),
            date(2024, 11, 1),
        ),
    )

    ORDERS: ClassVar[tuple[Order, ...]] = (Order("weeks_ahead", "furthest_ahead_days", times=(7, 1)),)

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "most_categories": (1, 20),
        "most_shifts": (1, 400),
        "most_repeats": (1, 60),
        "longest_shift_minutes": (30, 48 * 60),
        "most_places": (1, 30_000),
        "furthest_ahead_days": (7, 800),
        "weeks_ahead": (1, 26),
        "move_asks_days": (7, 800),
        "move_asks_minutes": (0, 48 * 60),
        "leader_digest_hours": (0, 23),
        "leader_at_once_hours": (0, 168),
        "leader_pause_minutes": (0, 24 * 60),
        "notes_per_day": (0, 20),
        "leader_lingers_days": (7, MOST_LINGERS),
    }

    forbidden_title_words: tuple[str, ...] = ("补录", "补登", "补时长")
    blocking_kinds: tuple[str, ...] = CODES
    own_plan_may_be_published: bool = False
    adults_only_categories: tuple[str, ...] = RESCUE
    most_categories: int = 4
    most_shifts: int = 60
    most_repeats: int = 12
    longest_shift_minutes: int = 16 * 60
    most_places: int = 2000
    furthest_ahead_days: int = 400
    weeks_ahead: int = 8
    leader_digest_hours: tuple[int, ...] = (18,)
    leader_at_once_hours: int = 24
    move_asks_days: int = 90
    move_asks_minutes: int = 120
    leader_pause_minutes: int = 30
    notes_per_day: int = 3
    leader_lingers_days: int = 30
    everyday_words: tuple[str, ...] = ()
    days_without_shifts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for line in self.everyday_words:
            everyday.read(line)
        for day in self.days_without_shifts:
            try:
                date.fromisoformat(day)
            except ValueError as error:
                raise ValueError("不开班次的日子请写成 2027-02-05 这样，一行一个。") from error
        if not 1 <= self.weeks_ahead <= 52:
            raise ValueError("提前安排的周数应在 1 到 52 之间。")
        if any(not 0 <= hour < 24 for hour in self.leader_digest_hours):
            raise ValueError("钟点应在 0 到 23 之间。")


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """`minors`: whether minors may come; None where the plan leaves it to the default (`with_ages`)."""

    name: str
    duties: str = ""
    min_age: int | None = None
    max_age: int | None = None
    skills: tuple[str, ...] = ()
    minors: bool | None = None
    minors_with: str = "guardian"


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """`post` is the number of the post in the plan, from 0; `repeats` how many further weeks on the same weekday."""

    post: int
    starts_at: datetime
    ends_at: datetime
    places: int
    break_minutes: int = 0
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a leader writes (R030)."""

    title: str
    description: str
    risk_statement: str
    plan: str
    recipients: tuple[str, ...]
    categories: tuple[str, ...]
    safeguards: tuple[str, ...]
    contact_name: str
    contact_phone: str
    contact_public: bool
    area_id: int
    address: str
    approval: str
    posts: tuple[PlannedPost, ...]
    shifts: tuple[PlannedShift, ...]
    recruit_until: datetime | None = None
    site_id: int | None = None
    longitude: float | None = None
    latitude: float | None = None
    leader_id: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """`part` is plan, posts or shifts; `row` counts from 0."""

    part: str
    row: int
    field: str
    code: str
    detail: dict[str, object] = dataclasses.field(default_factory=dict)


def is_for_adults(categories: Collection[str], rules: ActivityRules) -> bool:
    """Whether minors may not serve, whatever the post says: rescue, fire fighting (Emergency Response Law art. 39)."""
    return bool(set(categories) & set(rules.adults_only_categories))


# What is written where there is no risk. Anything else names one.
_NO_RISK = ("", "无", "没有", "暂无", "无风险", "没有风险", "无明显风险", "没有明显风险", "无特殊风险", "基本无风险")


def names_a_risk(risk_statement: str) -> bool:
    """Whether the plan tells of a risk."""
    return risk_statement.strip().strip("。.！!，, ") not in _NO_RISK


def minors_may_come(post: PlannedPost, risk_statement: str) -> bool:
    """Whether minors may take the post: as the plan says; else by an age that only minors have; else not where a risk
    is written (Volunteer Service Regulations art. 15; Law on the Protection of Minors art. 4)."""
    if post.min_age is not None and post.min_age >= ADULT:
        return False
    if post.minors is not None:
        return post.minors
    named = (post.min_age is not None and post.min_age < ADULT) or (post.max_age is not None and post.max_age < ADULT)
    return named or not names_a_risk(risk_statement)


def with_ages(plan: Plan, rules: ActivityRules) -> Plan:
    """The plan with every post of an activity for adults open from 18 years on, and every other saying about minors."""
    if is_for_adults(plan.categories, rules):
        posts = [dataclasses.replace(post, min_age=max(post.min_age or 0, ADULT), minors=False) for post in plan.posts]
    else:
        posts = [dataclasses.replace(post, minors=minors_may_come(post, plan.risk_statement)) for post in plan.posts]
    return dataclasses.replace(plan, posts=tuple(posts))


def _minor_findings(plan: Plan) -> list[Finding]:
    """Posts that say of minors one thing in the answer and another in the ages."""
    found = []
    for row, post in enumerate(plan.posts):
        if post.minors is True and post.min_age is not None and post.min_age >= ADULT:
            found.append(Finding("posts", row, "minors", "minors_age", {"age": post.min_age}))
        if post.minors is False:
            found += [
                Finding("posts", row, field, "minors_not_welcome", {"age": ADULT})
                for field, age in (("min_age", post.min_age), ("max_age", post.max_age))
                if age is not None and age < ADULT
            ]
    return found


def _age_findings(plan: Plan, rules: ActivityRules) -> list[Finding]:
    # Who writes 12 into a rescue post shall read why not; an empty field is filled by `with_ages`.
    if not is_for_adults(plan.categories, rules):
        return _minor_findings(plan)
    ages = [(row, "min_age", post.min_age) for row, post in enumerate(plan.posts)]
    ages += [(row, "max_age", post.max_age) for row, post in enumerate(plan.posts)]
    return [
        Finding("posts", row, field, "adults_only", {"age": ADULT})
        for row, field, age in ages
        if age is not None and age < ADULT
    ] + [
        Finding("posts", row, "minors", "adults_only", {"age": ADULT})
        for row, post in enumerate(plan.posts)
        if post.minors is True
    ]


def title_findings(title: str, rules: ActivityRules) -> list[Finding]:
    words = [w for w in rules.forbidden_title_words if w in title]
    return [Finding("plan", 0, "title", "forbidden_word", {"word": words[0]})] if words else []


def shift_findings(row: int, shift: PlannedShift, at: datetime, rules: ActivityRules) -> list[Finding]:
    """What is wrong with the times and places of one shift."""

    def wrong(name: str, code: str, **detail: object) -> Finding:
        return Finding("shifts", row, name, code, detail)

    found = []
    if shift.starts_at <= at:
        found.append(wrong("day", "in_past"))
    if shift.starts_at > at + timedelta(days=rules.furthest_ahead_days):
        found.append(wrong("day", "too_far", days=rules.furthest_ahead_days))
    length = int((shift.ends_at - shift.starts_at).total_seconds() // 60)
    if length <= 0:
        found.append(wrong("ends", "ends_before_start"))
    elif length > rules.longest_shift_minutes:
        found.append(wrong("ends", "too_long", hours=rules.longest_shift_minutes // 60))
    elif shift.break_minutes >= length:
        found.append(wrong("break_minutes", "break_too_long"))
    if shift.places < 1:
        found.append(wrong("places", "no_places"))
    if shift.places > rules.most_places:
        found.append(wrong("places", "too_many_places", most=rules.most_places))
    if shift.repeats > rules.most_repeats:
        found.append(wrong("repeats", "too_many_repeats", most=rules.most_repeats))
    if shift.repeats > 0 and length > 0 and not series.may_repeat(shift.starts_at, shift.ends_at):
        found.append(wrong("repeats", "too_long_to_repeat"))
    return found


def lingers(ends_on: date, today: date, days: int) -> bool:
    """Whether an activity that ended on a day still keeps its leader at the workbench today, by the area's days."""
    return today <= ends_on + timedelta(days=days)


def findings(plan: Plan, at: datetime, rules: ActivityRules) -> list[Finding]:
    """Everything that is wrong with the plan, each at its field; empty when it may be saved."""
    found = title_findings(plan.title, rules)
    if not 1 <= len(plan.categories) <= rules.most_categories:
        found.append(Finding("plan", 0, "categories", "categories", {"most": rules.most_categories}))
    for row, post in enumerate(plan.posts):
        if post.min_age is not None and post.max_age is not None and post.min_age > post.max_age:
            found.append(Finding("posts", row, "max_age", "ages_crossed"))
        if row not in {s.post for s in plan.shifts}:
            found.append(Finding("posts", row, "name", "post_without_shift"))
    found += _age_findings(plan, rules)
    for row, shift in enumerate(plan.shifts):
        found += shift_findings(row, shift, at, rules)
        if not 0 <= shift.post < len(plan.posts):
            found.append(Finding("shifts", row, "post", "unknown_post"))
    if not plan.shifts:
        found.append(Finding("plan", 0, "", "no_shifts"))
    if len(occurrences(plan.shifts)) > rules.most_shifts:
        found.append(Finding("plan", 0, "", "too_many_shifts", {"most": rules.most_shifts}))
    if plan.shifts and plan.recruit_until is not None:
        wrong = deadline_code(plan.recruit_until, max(s.ends_at for s in occurrences(plan.shifts)), at)
        found += [Finding("plan", 0, "recruit_until", wrong)] if wrong else []
    return found


def deadline_code(until: datetime, last_end: datetime, at: datetime) -> str:
    """What is wrong with a time until which one may sign up; empty where it lies before the end and ahead."""
    if until <= at:
        return "recruit_in_past"
    return "recruit_after_end" if until > last_end else ""


def occurrences(shifts: tuple[PlannedShift, ...]) -> list[PlannedShift]:
    """Every single shift that the plan means, the weekly repetitions counted out, in order of time."""
    week = timedelta(days=7)
    single = [
        PlannedShift(s.post, s.starts_at + week * n, s.ends_at + week * n, s.places, s.break_minutes)
        for s in shifts
        for n in range(max(0, s.repeats) + 1)
    ]
    return sorted(single, key=lambda s: (s.starts_at, s.post))


def span(shifts: list[PlannedShift]) -> tuple[datetime, datetime]:
    """The first start and the last end."""
    return min(s.starts_at for s in shifts), max(s.ends_at for s in shifts)
