"""Adding lines to the ledger, under the lock of the person's day. Nothing else in the program inserts one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from baiying.activities import queries as activities
from baiying.hours import facts as told
from baiying.hours import queries, rules
from baiying.hours.actions import telling
from baiying.hours.models import Attendance, HourEntry
from baiying.kit import facts
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.places import queries as places


def lock_person_day(person_id: int, day: date) -> None:
    """Wait until nobody else posts for this person and day; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"hours:{person_id}:{day}"])


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('hours_hourentry_id_seq')")
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be posted: minutes, how they became known, why so many, and who stands behind them."""

    unique_source: str
    minutes: int
    source: str
    tier: str
    starts_at: datetime
    ends_at: datetime
    reason: list[rules.Reason]
    recorded_by_id: int | None
    approved_by_id: int | None = None
    proposal_id: int | None = None


def rules_for(shift: activities.Shift) -> places.Chosen[rules.HourRules]:
    """The dated rules for the day on which the shift starts, in the area of the activity."""
    return queries.hour_rules(list(shift.activity.area.path), queries.served_on(shift.starts_at))


def posted(attendance: Attendance) -> tuple[int, int]:
    """Minutes already posted for the person: on that day, and in that activity."""
    day = queries.served_on(attendance.shift.starts_at)
    person_id = attendance.person_id
    return queries.minutes_on(person_id, day), queries.minutes_in_activity(person_id, attendance.shift.activity_id)


def post(
    attendance: Attendance,
    line: Line,
    *,
    standing: people.Standing,
    rule_set_id: int | None,
    actor: Actor,
    at: datetime,
) -> HourEntry:
    """Add one frozen line and tell the volunteer. Call it under lock_person_day; a repetition gives the first."""
    shift, activity = attendance.shift, attendance.shift.activity
    day = queries.served_on(shift.starts_at)
    known = queries.entry_from(line.unique_source)
    if known is not None:
        return known
    entry = HourEntry(
        id=_next_id(),
        served_on=day,
        public_id=new_public_id(),
        unique_source=line.unique_source,
        person_id=attendance.person_id,
        minutes=line.minutes,
        source=line.source,
        tier=line.tier,
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        attendance_id=attendance.pk,
        proposal_id=line.proposal_id,
        residence_id=standing.residence_id,
        service_area_id=standing.service_area_id,
        site_id=activity.site_id,
        area_id=activity.area_id,
        body_id=activity.team.body_id,
        team_id=activity.team_id,
        activity_id=activity.pk,
        shift_id=shift.pk,
        post_id=shift.post_id,
        counting_id=people.counting_id_on(attendance.person_id, day),
        county_id=places.county_id_of(activity.area.path),
        category=activity.categories[0] if activity.categories else "",
        age_band=people.age_band(attendance.person.birth_date, day),
        rule_set_id=rule_set_id,
        reason=line.reason,
        recorded_by_id=line.recorded_by_id,
        approved_by_id=line.approved_by_id,
        posted_at=at,
    )
    entry.save(force_insert=True)
    _announce(entry, actor, at)
    telling.posted(attendance, entry, at)
    return entry


def _announce(entry: HourEntry, actor: Actor, at: datetime) -> None:
    fact = told.HoursPosted(
        entry_id=entry.id,
        person_id=entry.person_id,
        served_on=entry.served_on,
        minutes=entry.minutes,
        source=entry.source,
        tier=entry.tier,
        team_id=entry.team_id,
        activity_id=entry.activity_id,
    )
    facts.publish(fact, actor=actor, at=at, area_id=entry.area_id)


# What a reversal takes over from the line it takes back.
_FROZEN = (
    "served_on", "person_id", "source", "tier", "starts_at", "ends_at", "attendance_id", "proposal_id", "residence_id",
    "service_area_id", "site_id", "area_id", "body_id", "team_id", "activity_id", "shift_id", "category", "age_band",
    "rule_set_id", "post_id", "project_id", "order_id", "callout_id", "batch_id", "counting_id", "county_id",
)  # fmt: skip


def post_reversal(entry: HourEntry, reason: str, *, actor: Actor, at: datetime) -> HourEntry:
    """Add the negative line. Call it under lock_person_day, when no reversal exists yet."""
    row = HourEntry(
        **{name: getattr(entry, name) for name in _FROZEN},
        id=_next_id(),
        public_id=new_public_id(),
        unique_source=f"reversal:{entry.id}",
        minutes=-entry.minutes,
        reversal_of=entry.id,
        reason=[{"code": "reversed", "words": reason}],
        recorded_by_id=actor.account_id,
        approved_by_id=actor.account_id,
        posted_at=at,
    )
    row.save(force_insert=True)
    fact = told.HoursReversed(
        entry_id=row.id,
        reversal_of=entry.id,
        person_id=row.person_id,
        served_on=row.served_on,
        minutes=row.minutes,
        tier=row.tier,
        reason=reason,
    )
    facts.publish(fact, actor=actor, at=at, area_id=row.area_id)
    return row
