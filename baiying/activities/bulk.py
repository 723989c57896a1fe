"""Set-based loading of activities, posts, shifts and sign-ups."""

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import connection

from baiying.activities.models import Activity as Activity
from baiying.activities.models import Post as Post
from baiying.activities.models import Series as Series
from baiying.activities.models import Shift as Shift
from baiying.activities.models import Signup as Signup
from baiying.activities.rules import gate, searching, series
from baiying.activities.rules.plans import ActivityRules
from baiying.kit import sealed
from baiying.kit.db import copying, offered
from baiying.kit.db.fields import new_public_id


@dataclass(slots=True)
class ActivityRow:
    """`contact_phone` is typed in the clear and stands sealed in the table."""

    team_id: int
    title: str
    description: str
    risk_statement: str
    contact_name: str
    contact_phone: InitVar[str]
    area_id: int
    address: str
    recruit_until: datetime
    starts_on: date
    ends_on: date
    leader_id: int
    created_at: datetime
    created_by_id: int | None = None
    plan: str = ""
    recipients: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    safeguards: list[str] = field(default_factory=list)
    contact_public: bool = False
    site_id: int | None = None
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    approval: str = "open"
    state: str = "draft"
    gate_answers: dict[str, Any] = field(default_factory=dict)
    terms: list[str] = field(default_factory=list)
    submitted_at: datetime | None = None
    published_at: datetime | None = None
    published_by_id: int | None = None
    ended_at: datetime | None = None
    ended_by_id: int | None = None
    end_reason: str = ""
    leader_because: str = offered.LOADED
    public_id: str = field(default_factory=new_public_id)
    contact_phone_sealed: bytes = b""
    id: int = 0

    def __post_init__(self, contact_phone: str) -> None:
        here = sealed.Place("activities_activity", self.public_id, "contact_phone_sealed")
        self.contact_phone_sealed = sealed.seal(contact_phone, at=here)


@dataclass(slots=True)
class PostRow:
    activity_id: int
    name: str
    duties: str = ""
    min_age: int | None = None
    max_age: int | None = None
    skills: list[str] = field(default_factory=list)
    minors_welcome: bool = False
    minors_with: str = "guardian"
    id: int = 0


@dataclass(slots=True)
class ShiftRow:
    """`taken` must agree with the sign-ups loaded after it."""

    post_id: int
    activity_id: int
    starts_at: datetime
    ends_at: datetime
    places: int
    break_minutes: int = 0
    taken: int = 0
    closed_at: datetime | None = None
    called_off_at: datetime | None = None
    call_off_reason: str = ""
    series_id: int | None = None
    place_in_series: int | None = None
    id: int = 0


@dataclass(slots=True)
class SeriesRow:
    """What comes again; its shifts are rows of their own, each with its place (rules.series.days)."""

    post_id: int
    weekdays: list[int]
    from_on: date
    until_on: date
    starts_time: time
    ends_time: time
    places: int
    created_at: datetime
    created_by_id: int | None = None
    interval_weeks: int = 1
    break_minutes: int = 0
    ended_at: datetime | None = None
    id: int = 0


@dataclass(slots=True)
class SignupRow:
    """Those who wait stand in the line in the order in which they are given."""

    shift_id: int
    person_id: int
    state: str
    period: str
    signed_up_at: datetime
    accepted_at: datetime | None = None
    promoted_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by_id: int | None = None
    reason: str = ""
    by_id: int | None = None
    id: int = 0


def all_no() -> dict[str, Any]:
    """The answers of a plan that none of the excluded kinds fits."""
    return {code: {"answer": gate.NO} for code in gate.CODES}


def terms(texts: Sequence[str], *, categories: Sequence[str], recipients: Sequence[str]) -> list[str]:
    """What the public list finds an activity by: title, address and its posts' names and duties; its codes."""
    return searching.terms(texts, categories=categories, recipients=recipients)


def add_activities(rows: Sequence[ActivityRow]) -> Sequence[ActivityRow]:
    return copying.add(Activity, rows)


def add_posts(rows: Sequence[PostRow]) -> Sequence[PostRow]:
    return copying.add(Post, rows)


def add_series(rows: Sequence[SeriesRow]) -> Sequence[SeriesRow]:
    return copying.add(Series, rows)


def add_shifts(rows: Sequence[ShiftRow]) -> Sequence[ShiftRow]:
    return copying.add(Shift, rows)


def add_weekly(first: ShiftRow, further: int, *, at: datetime, by: int | None) -> Sequence[ShiftRow]:
    """A series that begins with `first` and comes so many further weeks, with the shifts that stand open at `at`."""
    rhythm = series.of_week(first.starts_at, first.ends_at, further)
    row = SeriesRow(
        first.post_id,
        list(rhythm.weekdays),
        rhythm.from_on,
        rhythm.until_on,
        rhythm.starts,
        rhythm.ends,
        first.places,
        at,
        created_by_id=by,
        break_minutes=first.break_minutes,
    )
    add_series([row])
    due = series.due(rhythm, made=(), at=at, weeks_ahead=ActivityRules().weeks_ahead)
    return add_shifts(
        [
            replace(first, starts_at=one.starts_at, ends_at=one.ends_at, series_id=row.id, place_in_series=one.place)
            for one in due
        ]
    )


def add_signups(rows: Sequence[SignupRow]) -> Sequence[SignupRow]:
    return copying.add(Signup, rows, together="person_id")


def recount(shift_ids: Sequence[int]) -> None:
    """Make the counts of shifts agree with their sign-ups, after sign-ups were loaded beside the actions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE activities_shift sh SET taken = c.taken"
            " FROM (SELECT s.id, count(su.id) FILTER (WHERE su.state = 'accepted') AS taken"
            " FROM activities_shift s LEFT JOIN activities_signup su ON su.shift_id = s.id"
            " WHERE s.id = ANY(%s) GROUP BY s.id) c WHERE sh.id = c.id",
            [list(shift_ids)],
        )
