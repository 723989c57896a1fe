"""Who may touch which attendance, proposal, case or ledger line. Outside one's reach a row does not exist (404)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Scope
from baiying.activities import access as activities
from baiying.activities import queries as activity_rows
from baiying.hours import queries
from baiying.hours.models import Attendance, DecisionBatch, HourEntry, Objection, Proposal
from baiying.hours.rights import Right
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import access as people
from baiying.people import queries as people_rows
from baiying.places import queries as places
from baiying.teams import queries as team_rows
from baiying.ui.effects import Effect

# A leader scans cards from two hours before a shift until six hours after it.
_BEFORE, _AFTER = timedelta(hours=2), timedelta(hours=6)


def own_attendance(actor: Actor, attendance_pid: str) -> Attendance:
    """An attendance of the person for whom the account acts."""
    row = queries.attendance(attendance_pid)
    if row is None or row.person_id != people.own_person(actor).pk:
        raise Http404
    return row


def own_objection(actor: Actor, objection_pid: str) -> Objection:
    """A case of the person for whom the account acts."""
    row = queries.objection(objection_pid)
    if row is None or row.person_id != people.own_person(actor).pk:
        raise Http404
    return row


def led_attendance(actor: Actor, attendance_pid: str) -> Attendance:
    """An attendance at a shift that the actor leads."""
    row = queries.attendance(attendance_pid)
    if row is None or row.shift is None:
        raise Http404
    activities.shift_for(actor, row.shift.public_id, to="lead")
    return row


def led_shift(actor: Actor, shift_pid: str) -> activity_rows.Shift:
    """A shift that the actor leads and that takes or took place, or at which somebody is on record.

    What was called off later, or what somebody came to before it was called off, is found and settled all the same.
    """
    shift = activities.shift_for(actor, shift_pid, to="lead")
    if not activity_rows.stands(shift) and not queries.attendances_of(shift.pk).exists():
        raise Http404
    return shift


def other_hands(actor: Actor, shift: activity_rows.Shift) -> list[str]:
    """Who else may note coming and going at the shift: other leaders of activity and team, administrators of the unit.

    By name; never the actor by whatever log-in, nor who shares the actor's phone.
    """
    team = shift.activity.team
    hands = [
        shift.activity.leader_id, *team_rows.leaders_of_team(team.pk), *team_rows.admins_of_body(team.body_id)
    ]  # fmt: skip
    own = accounts.own_hands(actor)
    found = (account_rows.account(pk) for pk in dict.fromkeys(hands) if pk not in own)
    return list(dict.fromkeys(one.display_name for one in found if one is not None))


def led_shifts_now(actor: Actor) -> list[activity_rows.Shift]:
    """The shifts that the actor leads and that are on at this time of the day, for the scan of a card."""
    if actor.account_id is None:
        return []
    now = clock.now()
    team_ids = team_rows.led_team_ids(actor.account_id, now)
    day = clock.midnight(clock.local_date(now))
    rows = activity_rows.led_shifts(actor.account_id, team_ids, day, clock.next_midnight(now))
    return [row for row in rows[:50] if row.ends_at > now - _AFTER and row.starts_at < now + _BEFORE]


def reviewing(actor: Actor) -> tuple[Scope | None, list[int]]:
    """What the actor may decide: an area by appointment, bodies by office. Raises PermissionDenied without either."""
    scope = accounts.scope_of(actor, Right.REVIEW_HOURS) if accounts.may(actor, Right.REVIEW_HOURS) else None
    bodies = team_rows.administered_body_ids(actor.account_id, clock.now()) if actor.account_id else []
    if scope is None and not bodies:
        raise PermissionDenied
    return scope, bodies


def reviews_for_a_unit(actor: Actor, at: datetime) -> bool:
    """Whether the actor administers a unit, whose hours are then theirs to review; leading a team is not enough."""
    return actor.account_id is not None and bool(team_rows.administered_body_ids(actor.account_id, at))


def reviewable(actor: Actor) -> QuerySet[Proposal]:
    """All proposals within the actor's reach, decided or not."""
    scope, bodies = reviewing(actor)
    return queries.proposals().filter(queries.reach(scope, bodies))


def proposal_for(actor: Actor, proposal_pid: str) -> Proposal:
    row = reviewable(actor).filter(public_id=proposal_pid).first()
    if row is None:
        raise Http404
    return row


def batch_for(actor: Actor, batch_pid: str) -> DecisionBatch:
    """A decision about many that the actor made."""
    row = queries.batch(batch_pid)
    if row is None or row.made_by_id != actor.account_id:
        raise Http404
    return row


def reviews(actor: Actor, proposal: Proposal) -> bool:
    """Whether a proposal is within the reach of a second person such as the actor."""
    try:
        return reviewable(actor).filter(pk=proposal.pk).exists()
    except PermissionDenied:
        return False


def may_see_shift(actor: Actor, shift: activity_rows.Shift | None) -> bool:
    """Whether the office's record of a shift opens for the actor."""
    return shift is not None and accounts.may(actor, Right.SEE_HOURS, shift.activity.area.path)


def seen_shift(actor: Actor, shift_pid: str) -> activity_rows.Shift:
    """A shift in the area of an office that sees its hours. Raises Http404 for any other."""
    shift = activity_rows.shift(shift_pid)
    if shift is None or not may_see_shift(actor, shift):
        raise Http404
    return shift


def objection_for(actor: Actor, objection_pid: str) -> Objection:
    """A case of the area of the one who answers."""
    scope = accounts.scope_of(actor, Right.ANSWER_OBJECTIONS)
    row = queries.objection(objection_pid)
    if row is None:
        raise Http404
    area = row.shift.activity.area if row.shift is not None else row.person.residence
    if scope.area_id is not None and scope.area_id not in area.path:
        raise Http404
    return row


def entry_for(actor: Actor, entry_pid: str, right: Right) -> HourEntry:
    """A line of the ledger whose activity lies in the actor's area."""
    scope = accounts.scope_of(actor, right)
    row = queries.entry(entry_pid)
    if row is None:
        raise Http404
    area = places.division_by_id(row.area_id)
    if area is None or (scope.area_id is not None and scope.area_id not in area.path):
        raise Http404
    return row


def openable(actor: Actor, entries: Iterable[HourEntry]) -> frozenset[str]:
    """Of some lines of the ledger, by public id, those that `entry_for` opens: no page leads to a closed door."""
    lines = list(entries)
    if not accounts.may(actor, Right.SEE_HOURS):
        return frozenset()
    scope = accounts.scope_of(actor, Right.SEE_HOURS)
    if scope.area_id is None:
        return frozenset(line.public_id for line in lines)
    areas = places.division_ids_within(scope.area_id).filter(pk__in={line.area_id for line in lines})
    here = set(areas)
    return frozenset(line.public_id for line in lines if line.area_id in here)


def rules_effect(
    *, area_id: int | None, before: queries.RulesOf, after: queries.RulesOf, actor: Actor, at: datetime
) -> Effect:
    """What another version of the rules would have made of last month, with links for who may see the records."""
    return queries.effect(
        area_id=area_id, before=before, after=after, at=at,
        address_of=lambda shift: record_address(shift, actor, leads=False),
    )  # fmt: skip


def record_address(shift: activity_rows.Shift, actor: Actor, *, leads: bool) -> str:
    """Where the rows behind a shift's numbers are, for who may see them; else empty."""
    if accounts.may(actor, Right.SEE_HOURS, shift.activity.area.path):
        return reverse("hours:shift", args=[shift.public_id])
    return reverse("hours:field", args=[shift.public_id]) if leads and activity_rows.stands(shift) else ""


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, with everything that may keep them from it: own person and wards, and the teams they lead.

    Accounts that come in by one phone are one hand: `account_ids` are all of them, `led_team_ids` what any one leads
    now, `led_teams` with what any one led before.
    """

    account_id: int | None
    person_ids: frozenset[int]
    led_team_ids: frozenset[int]
    account_ids: frozenset[int] = frozenset()
    led_teams: tuple[team_rows.LedTeam, ...] = ()

    def own(self, account_id: int | None) -> int | None:
        """The decider's own account in place of any that is the same hand; every other as it is."""
        return self.account_id if account_id in self.account_ids else account_id

    def leads(self, activity: activity_rows.Activity) -> bool:
        """Whether the same hand leads the activity or its team."""
        return activity.leader_id in self.account_ids or activity.team_id in self.led_team_ids

    def led(self, attendance: Attendance) -> bool:
        """Whether the same hand leads where somebody served, or led there when the record was made."""
        if attendance.led_by_id is not None and attendance.led_by_id in self.account_ids:
            return True
        if attendance.shift is None:
            return False
        activity, then = attendance.shift.activity, attendance.checked_in_at
        return self.leads(activity) or any(
            one.team_id == activity.team_id and one.covers(then) for one in self.led_teams
        )


def decider(actor: Actor) -> Decider:
    """Looked up once for a page of many rows."""
    if actor.account_id is None:
        return Decider(None, frozenset(), frozenset())
    own = people_rows.own_person_ids(*accounts.acts_with(actor))
    persons = own | {actor.person_id} if actor.person_id is not None else own
    hands, now = accounts.own_hands(actor), clock.now()
    led = tuple(team_rows.led_teams(hands))
    leads = frozenset(one.team_id for one in led if one.covers(now))
    return Decider(actor.account_id, frozenset(persons), leads, hands, led)


def is_concerned(actor: Actor, person_id: int) -> bool:
    """Whether the hours are the actor's own or a ward's: such a one never decides about them."""
    return people.is_own(actor, person_id) or actor.person_id == person_id
