"""Locked rows of this room, in the house's order (kit.db.README).

Objection, attendance, its proposals, the person in the activity, the person's day: whatever an act will need is locked
before it writes anything, because a written time can be waited for as well (hours_no_time_twice).
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import prefetch_related_objects

from baiying.hours import queries, rules
from baiying.hours.models import Attendance, DecisionBatch, Objection, PaperSheet, Proposal
from baiying.kit.db.locks import Kind, advisory, hold, take

OBJECTION = Kind("objection", 35)
ATTENDANCE = Kind("attendance", 40)
PROPOSAL = Kind("proposal", 50)
REMINDING = Kind("reminder of a shift's leader", 52)
PERSON_IN_ACTIVITY = Kind("person's minutes in an activity", 55)
PERSON_DAY = Kind("person's day", 60)


def objection(objection_id: int) -> Objection:
    """The case, locked before the record that it is about."""
    return take(OBJECTION, Objection.objects.all()).get(pk=objection_id)


def attendance(attendance_id: int) -> Attendance:
    """The attendance, locked, with what is needed to count it."""
    rows = Attendance.objects.select_related(
        "person", "area", "shift", "shift__activity", "shift__activity__team", "shift__activity__area"
    )
    return hold(ATTENDANCE, rows.filter(pk=attendance_id)).get()


def attendances(ids: Iterable[int]) -> list[Attendance]:
    """Some attendances, locked in the order of their ids."""
    return list(take(ATTENDANCE, Attendance.objects.filter(pk__in=list(ids))))


def lines_of_sheet(sheet: PaperSheet) -> list[Attendance]:
    """All lines of a paper sheet, locked, then what was proposed of them, which comes with them."""
    rows = Attendance.objects.select_related(
        "person", "area", "shift", "shift__activity", "shift__activity__team", "shift__activity__area"
    )
    found = list(hold(ATTENDANCE, rows.filter(sheet=sheet)))
    list(take(PROPOSAL, Proposal.objects.filter(attendance__sheet=sheet)))
    prefetch_related_objects(found, "proposals")
    return found


def proposal(proposal_id: int) -> Proposal:
    """The proposal, locked; its attendance always before it."""
    return take(PROPOSAL, Proposal.objects.all()).get(pk=proposal_id)


def proposals(ids: Iterable[int]) -> list[Proposal]:
    """Some proposals, locked in the order of their ids; whoever decides one of them waits."""
    return list(take(PROPOSAL, Proposal.objects.filter(pk__in=list(ids))))


def proposals_of(batch: DecisionBatch) -> list[Proposal]:
    """What a decision about many still holds, locked."""
    return list(take(PROPOSAL, Proposal.objects.filter(batch=batch)))


def undecided(attendance: Attendance) -> list[Proposal]:
    """What waits for a second person about a locked attendance, locked."""
    return list(take(PROPOSAL, Proposal.objects.filter(attendance=attendance, decided_by_id__isnull=True)))


def person_days(person_id: int, days: Iterable[date]) -> None:
    """Wait until nobody else posts for this person and these days; held to the end of the transaction."""
    for day in sorted(set(days)):
        advisory(PERSON_DAY, f"hours:{person_id}:{day}")


def reminding(shift_id: int) -> None:
    """Wait until nobody else reminds the leader of this shift."""
    advisory(REMINDING, f"hours:reminding:{shift_id}")


def minutes(
    persons: Iterable[int], occasion: queries.Occasion, given: rules.HourRules, *, days: Iterable[date] = ()
) -> None:
    """Hold everything that the caps of an occasion are counted over: the last locks of the order, taken at once.

    Where an activity has a cap, its minutes may be posted on several days at one instant: then the persons in the
    activity are locked first, and the persons' days (with other `days` that the caller will need) after them.
    """
    everybody, days = sorted(set(persons)), {occasion.day, *days}
    if given.activity_cap_minutes and occasion.activity_id is not None:
        for person_id in everybody:
            advisory(PERSON_IN_ACTIVITY, f"hours:{person_id}:activity:{occasion.activity_id}")
    for person_id in everybody:
        person_days(person_id, days)
