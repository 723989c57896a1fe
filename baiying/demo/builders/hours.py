"""Attendance, proposals and lines of the ledger."""

from datetime import date, datetime, timedelta

from baiying.accounts import bulk as accounts
from baiying.activities import bulk as activities
from baiying.demo.builders.when import NOW, next_number
from baiying.hours import bulk as hours
from baiying.hours import rules as hour_rules
from baiying.kit import clock
from baiying.people import bulk as people
from baiying.people import rules as people_rules
from baiying.places import bulk as places
from baiying.places import queries as place_rows
from baiying.teams import bulk as teams


def attendance(
    shift: activities.Shift,
    person: people.Person,
    *,
    came_at: datetime | None = None,
    left_at: datetime | None = None,
    source: str = "code",
    signup: activities.Signup | None = None,
    forced: bool = False,
    settled: bool = False,
    by: accounts.Account | None = None,
) -> hours.Attendance:
    """Somebody came (at the shift's start) and, if `left_at` is given, left. Nothing is posted: see `entry`."""
    came = came_at or shift.starts_at
    row = hours.AttendanceRow(
        person_id=person.pk,
        shift_id=shift.pk,
        signup_id=signup.pk if signup else None,
        checked_in_at=came,
        in_source=source,
        in_by_id=by.pk if by else person.account_id,
        led_by_id=shift.activity.leader_id,
        walk_in=signup is None,
        checked_out_at=left_at,
        out_source=source if left_at and not forced else "",
        out_by_id=(by.pk if by else person.account_id) if left_at and not forced else None,
        forced_out_at=left_at if forced else None,
        settled_at=left_at if settled else None,
    )
    hours.add_attendances([row])
    return hours.Attendance.objects.get(pk=row.id)


def proposal(
    attendance: hours.Attendance,
    minutes: int = 120,
    *,
    source: str = "roll",
    proposed_by: accounts.Account | None = None,
    leader: accounts.Account | None = None,
    proposed_at: datetime = NOW,
    due_on: date | None = None,
) -> hours.Proposal:
    """Minutes that wait for a second person."""
    shift = attendance.shift
    day = clock.local_date(shift.starts_at if shift else attendance.checked_in_at)
    row = hours.ProposalRow(
        attendance_id=attendance.pk,
        minutes=minutes,
        source=source,
        tier=hour_rules.tier_of(source, hour_rules.HourRules()),
        served_on=day,
        starts_at=attendance.checked_in_at,
        ends_at=attendance.checked_in_at + timedelta(minutes=minutes),
        proposed_at=proposed_at,
        proposed_by_id=proposed_by.pk if proposed_by else None,
        leader_id=leader.pk if leader else shift.activity.leader_id if shift else None,
        beneficiary_id=attendance.person.account_id,
        due_on=due_on or day + timedelta(days=14),
    )
    hours.add_proposals([row])
    return hours.Proposal.objects.get(pk=row.id)


def entry(
    person: people.Person,
    minutes: int = 120,
    *,
    tier: str = "credit",
    source: str = "",
    served_on: date | None = None,
    attendance: hours.Attendance | None = None,
    team: teams.Team | None = None,
    area: places.Division | None = None,
    category: str = "",
    reversal_of: hours.HourEntry | None = None,
    unique_source: str = "",
) -> hours.HourEntry:
    """A line of the ledger for a person: today, at home, two hours of credit, unless told otherwise."""
    shift = attendance.shift if attendance else None
    the_team = shift.activity.team if shift else team
    day = served_on or clock.local_date(attendance.checked_in_at if attendance else NOW)
    starts = attendance.checked_in_at if attendance else clock.midnight(day) + timedelta(hours=9)
    row = hours.EntryRow(
        served_on=day,
        unique_source=unique_source or f"builder:{next_number()}",
        person_id=person.pk,
        minutes=minutes,
        source=source or ("code" if tier == "credit" else "roll"),
        tier=tier,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=abs(minutes)),
        attendance_id=attendance.pk if attendance else None,
        reversal_of=reversal_of.id if reversal_of else None,
        residence_id=person.residence_id,
        service_area_id=person.service_area_id,
        site_id=shift.activity.site_id if shift else None,
        area_id=shift.activity.area_id if shift else area.pk if area else person.service_area_id,
        team_id=the_team.pk if the_team else None,
        body_id=the_team.body_id if the_team else None,
        activity_id=shift.activity_id if shift else None,
        shift_id=shift.pk if shift else None,
        post_id=shift.post_id if shift else None,
        county_id=place_rows.county_id_of(shift.activity.area.path) if shift else None,
        category=category,
        age_band=people_rules.age_band(person.birth_date, day),
        posted_at=starts + timedelta(minutes=abs(minutes)),
    )
    hours.add_entries([row])
    return hours.HourEntry.objects.get(id=row.id, served_on=day)


def objection(
    person: people.Person,
    words: str = "我当天一直在场，时长少记了一个小时。",
    *,
    attendance: hours.Attendance | None = None,
    filed_at: datetime = NOW,
    due_on: date | None = None,
) -> hours.Objection:
    """ "This is wrong", not answered yet."""
    row = hours.ObjectionRow(
        person_id=person.pk,
        words=words,
        filed_at=filed_at,
        due_on=due_on or clock.local_date(filed_at) + timedelta(days=14),
        attendance_id=attendance.pk if attendance else None,
        shift_id=attendance.shift_id if attendance else None,
    )
    hours.add_objections([row])
    return hours.Objection.objects.get(pk=row.id)
