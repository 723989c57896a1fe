"""Adding lines to the ledger, under the lock of the person's day. Nothing else in the program inserts one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from baiying.hours import facts as told
from baiying.hours import queries, rules
from baiying.hours.models import Attendance, HourEntry
from baiying.kit import facts
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.places import queries as places


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('hours_hourentry_id_seq')")
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a line comes from: the source that makes it unique, the presence it counts, and who stands behind it."""

    unique_source: str
    starts_at: datetime
    ends_at: datetime
    recorded_by_id: int | None
    approved_by_id: int | None = None
    proposal_id: int | None = None


def posted(person_id: int, occasion: queries.Occasion) -> tuple[int, int]:
    """Minutes already posted for the person: on that day, and in that activity. Ask under locked.minutes."""
    in_activity = queries.minutes_in_activity(person_id, occasion.activity_id) if occasion.activity_id else 0
    return queries.minutes_on(person_id, occasion.day), in_activity


def post(
    attendance: Attendance,
    what: rules.Posting,
    origin: Origin,
    reason: list[rules.Reason],
    *,
    occasion: queries.Occasion,
    standing: people.Standing,
    rule_set_id: int | None,
    actor: Actor,
    at: datetime,
) -> HourEntry:
    """Add one frozen line. Call it under locked.minutes; a repetition gives the first."""
    known = queries.entry_from(origin.unique_source)
    if known is not None:
        return known
    body_id, team_id = queries.served_with(occasion)
    entry = HourEntry(
        id=_next_id(),
        served_on=occasion.day,
        public_id=new_public_id(),
        unique_source=origin.unique_source,
        person_id=attendance.person_id,
        minutes=what.minutes,
        source=what.source,
        tier=what.tier,
        starts_at=origin.starts_at,
        ends_at=origin.ends_at,
        attendance_id=attendance.pk,
        proposal_id=origin.proposal_id,
        residence_id=standing.residence_id,
        service_area_id=standing.service_area_id,
        site_id=occasion.site_id,
        area_id=occasion.area.pk,
        body_id=body_id,
        team_id=team_id,
        activity_id=occasion.activity_id,
        shift_id=occasion.shift_id,
        post_id=occasion.post_id,
        counting_id=people.counting_id_on(attendance.person_id, occasion.day),
        county_id=places.county_id_of(occasion.area.path),
        category=occasion.category,
        age_band=people.age_band(attendance.person.birth_date, occasion.day),
        rule_set_id=rule_set_id,
        reason=reason,
        recorded_by_id=origin.recorded_by_id,
        approved_by_id=origin.approved_by_id,
        posted_at=at,
    )
    entry.save(force_insert=True)
    _announce(entry, actor, at)
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


@dataclass(frozen=True, slots=True)
class Anew:
    """What a line that takes another's place says otherwise: whose, how many minutes, when, and why."""

    unique_source: str
    person_id: int
    minutes: int
    starts_at: datetime
    ends_at: datetime
    reason: list[rules.Reason]


def post_anew(entry: HourEntry, anew: Anew, *, actor: Actor, at: datetime) -> HourEntry:
    """Add a line in the place of one that was taken back, with all else that it froze; who stood behind it still does.

    Under locked.person_days; a repetition gives the first.
    """
    known = queries.entry_from(anew.unique_source)
    if known is not None:
        return known
    same = {name: getattr(entry, name) for name in _FROZEN}
    row = HourEntry(
        **same | {"person_id": anew.person_id, "starts_at": anew.starts_at, "ends_at": anew.ends_at},
        id=_next_id(),
        public_id=new_public_id(),
        unique_source=anew.unique_source,
        minutes=anew.minutes,
        reason=anew.reason,
        recorded_by_id=entry.recorded_by_id,
        approved_by_id=entry.approved_by_id,
        posted_at=at,
    )
    row.save(force_insert=True)
    _announce(row, actor, at)
    return row


def post_reversal(
    entry: HourEntry, reason: str, *, actor: Actor, at: datetime, asked_by: int | None = None
) -> HourEntry:
    """Add the negative line; `asked_by`: who found it wrong, the actor unless said. Under locked.person_days, once."""
    row = HourEntry(
        **{name: getattr(entry, name) for name in _FROZEN},
        id=_next_id(),
        public_id=new_public_id(),
        unique_source=f"reversal:{entry.id}",
        minutes=-entry.minutes,
        reversal_of=entry.id,
        reason=[{"code": "reversed", "words": reason}],
        recorded_by_id=asked_by or actor.account_id,
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
