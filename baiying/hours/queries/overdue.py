"""Shifts whose record is not complete, with the clock of ten working days (Order 67 art. 11, R057)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from baiying.activities import queries as activities
from baiying.hours import rules
from baiying.hours.models import LookedThrough
from baiying.hours.queries import occasions
from baiying.kit import clock
from baiying.places import queries as places

# Older gaps are for an inquiry, not for a daily list.
LOOK_BACK = timedelta(days=400)
# As many as a page lists at most; it says so when there are more.
MOST = 500
_NO_SHIFT_ABOVE = 2**63 - 1


def missing_of(shift: str) -> str:
    """Of whom a shift misses an attendance, as the end of a statement: accepted, and not on record. `shift`: its id."""
    return f"""activities_signup su
       WHERE su.shift_id = {shift} AND su.state = 'accepted'
         AND NOT EXISTS (SELECT 1 FROM hours_attendance at
                          WHERE at.shift_id = su.shift_id AND at.person_id = su.person_id AND at.undone_at IS NULL)"""


_INCOMPLETE = f"""
-- Which shifts may lack somebody: those of which the night said so, those that it has not seen, those with something
-- unsettled. The closer look, in the order of their ends, stops at the limit; each step is asked of what the one before
-- left over (OFFSET 0), never of all shifts, activities and sign-ups of a year at once.
WITH maybe AS MATERIALIZED (
  SELECT sh.id FROM (
    SELECT shift_id AS id FROM hours_lackingshift
     UNION
    SELECT id FROM activities_shift WHERE ends_at < %(at)s AND ends_at >= %(seen_until)s
     UNION
    SELECT id FROM activities_shift WHERE id > %(seen_to)s) sh
   WHERE (%(shifts)s::bigint[] IS NULL OR sh.id = ANY(%(shifts)s::bigint[]))
     AND NOT EXISTS (SELECT 1 FROM hours_shiftrecord r WHERE r.shift_id = sh.id)
   UNION
  SELECT at.shift_id FROM hours_attendance at WHERE at.settled_at IS NULL AND at.undone_at IS NULL
     AND (%(shifts)s::bigint[] IS NULL OR at.shift_id = ANY(%(shifts)s::bigint[]))
),
ended AS MATERIALIZED (
  SELECT sh.id, sh.public_id, sh.starts_at, sh.ends_at, sh.activity_id
    FROM maybe
    JOIN LATERAL (SELECT * FROM activities_shift WHERE id = maybe.id OFFSET 0) sh ON true
   WHERE sh.ends_at < %(at)s AND sh.ends_at > %(since)s
   ORDER BY sh.ends_at, sh.id
)
SELECT ended.id, ended.public_id, starts_at, ended.ends_at, own.public_id, own.title, own.team, own.leader_id,
       own.area_id, own.path, expected.missing, held.unconfirmed, held.waiting, held.present
  FROM ended
 -- The closer look asks of `own.shift`, so that it comes after the area.
 CROSS JOIN LATERAL (
    SELECT ended.id AS shift, a.public_id, a.title, a.state, a.ended_at, a.leader_id, a.area_id, d.path, t.name AS team
      FROM activities_activity a
      JOIN places_division d ON d.id = a.area_id
      JOIN teams_team t ON t.id = a.team_id
     WHERE a.id = ended.activity_id AND a.state IN ('published', 'withdrawn', 'cancelled')
       AND (%(area)s::bigint IS NULL OR d.path @> ARRAY[%(area)s::bigint])
    OFFSET 0) own
 CROSS JOIN LATERAL (
    SELECT count(*) AS missing FROM {missing_of("own.shift")}
         AND NOT EXISTS (SELECT 1 FROM hours_shiftrecord r WHERE r.shift_id = own.shift)
  ) expected
 CROSS JOIN LATERAL (
    SELECT count(*) AS present,
           count(*) FILTER (WHERE one.state IN ('serving', 'forgotten', 'stated')) AS unconfirmed,
           count(*) FILTER (WHERE one.state = 'waiting' AND one.proposed) AS waiting
      FROM (
        -- What is settled waits for nobody. Of who left, minutes that nobody decided wait, whatever else there is; only
        -- the others are looked at closely.
        SELECT at.proposed, CASE WHEN at.settled_at IS NOT NULL THEN ''
                                 WHEN at.proposed AND at.checked_out_at IS NOT NULL THEN 'waiting'
                                 ELSE hours_attendance_state(at.id, %(at)s) END AS state
          FROM (
            SELECT at.id, at.checked_out_at, at.settled_at, at.settled_at IS NULL AND EXISTS (
                     SELECT 1 FROM hours_proposal p
                      WHERE p.attendance_id = at.id AND p.decided_by_id IS NULL
                        AND p.part NOT IN ('correction', 'reversal')) AS proposed
              FROM hours_attendance at WHERE at.shift_id = own.shift AND at.undone_at IS NULL OFFSET 0) at) one) held
 WHERE (expected.missing > 0 OR held.unconfirmed > 0 OR held.waiting > 0)
   -- Called off after it began, or somebody was there: what was served is on record all the same (R039).
   AND (own.state = 'published' OR starts_at < own.ended_at OR held.present > 0)
 ORDER BY ended.ends_at, ended.id
 LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A shift that ended: how many expected have no record, have no confirmed end, wait for a reviewer."""

    shift_id: int
    shift_pid: str
    starts_at: datetime
    ends_at: datetime
    activity_pid: str
    title: str
    team: str
    leader_id: int
    area_id: int
    area_path: list[int]
    missing: int
    unconfirmed: int
    waiting: int
    present: int
    due_on: date
    calendar_known: bool
    # The last day on which the leader can still say when somebody left.
    sayable_until: date


def incomplete_shifts(
    area_id: int | None,
    at: datetime,
    *,
    limit: int | None = MOST,
    since: timedelta = LOOK_BACK,
    shift_ids: Sequence[int] | None = None,
) -> list[Incomplete]:
    """Shifts that ended without a complete record, the oldest first; all of them with `limit` None.

    `shift_ids`: only of these shifts.
    """
    with connection.cursor() as cursor:
        night = LookedThrough.objects.first()
        asked = {"at": at, "since": at - since, "area": area_id, "limit": limit}
        # Before the first night every shift is looked at; a shift noted late has a number above those seen.
        asked |= {"seen_until": max(night.until, at - since) if night else at - since}
        asked |= {"seen_to": night.last_shift_id if night else _NO_SHIFT_ABOVE}
        cursor.execute(_INCOMPLETE, asked | {"shifts": None if shift_ids is None else list(shift_ids)})
        rows = cursor.fetchall()
    if not rows:
        return []
    # Each area has its own clock, as of the day served: counties may be stricter than the law.
    rules_of, clocks = places.rule_reader(rules.HourRules), dict[tuple[date, int], tuple[date, bool]]()
    day_after = places.working_day_reader()
    found = []
    for row in rows:
        day = occasions.served_on(row[2])
        given = rules_of(row[9], day).rules
        key = (day, given.record_working_days)
        if key not in clocks:
            clocks[key] = day_after(*key)
        until = clock.local_date(row[3] + timedelta(days=given.back_entry_days))
        found.append(Incomplete(*[*row, *clocks[key], until]))
    return found


def shifts_among(found: Mapping[int, Incomplete]) -> QuerySet[activities.Shift]:
    """The shifts that were found, by their ids, with what a list says of them."""
    rows = activities.Shift.objects.filter(pk__in=list(found))
    if found:
        # Read in the order of their ends: from the first of them on, not from the first of all years.
        rows = rows.filter(ends_at__gte=min(one.ends_at for one in found.values()))
    return rows.select_related("activity", "activity__team", "activity__area")
