"""Who may see, lead or administer which team and body. Outside one's reach a row does not exist (404)."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404

from baiying.accounts import access as accounts
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people.rights import Right as PeopleRight
from baiying.teams import queries
from baiying.teams.models import Application, Body, Change, Exit, HandOver, Membership, Office, Team, TeamMerge
from baiying.teams.rights import Right
from baiying.teams.rules import merging

To = Literal["see", "lead", "administer"]


def leads(actor: Actor, team_id: int) -> bool:
    """Whether the account holds the office of leader of the team now."""
    if actor.account_id is None:
        return False
    return team_id in queries.led_team_ids(actor.account_id, clock.now())


def administers(actor: Actor, body_id: int) -> bool:
    """Whether the account holds the office of administrator of the body now."""
    if actor.account_id is None:
        return False
    return body_id in queries.administered_body_ids(actor.account_id, clock.now())


def keeps(actor: Actor, body: Body) -> bool:
    """Whether the actor stands in for the missing administrator of a body: the consenting unit's administrator, or the
    office of its area. What goes on is theirs to look after; what is new waits for an administrator."""
    if actor.account_id is None or not queries.is_kept(body.pk):
        return False
    return accounts.may(actor, Right.MANAGE_BODIES, body.area.path) or _above(actor, body)


def _above(actor: Actor, body: Body) -> bool:
    consenting = queries.consenting_body(body)
    return consenting is not None and administers(actor, consenting.pk)


def in_unit(actor: Actor) -> bool:
    """Whether the account holds any office in a body or team now."""
    return actor.account_id is not None and bool(queries.offices_of(actor.account_id, clock.now()))


def team_for(actor: Actor, team_pid: str, *, to: To) -> Team:
    """The team, if the actor may: see (everybody), lead (leader or administrator), administer (the unit or its office).

    Raises Http404 otherwise.
    """
    rows = Team.objects.filter(public_id=team_pid, closed_at__isnull=True, body__closed_at__isnull=True)
    team = rows.select_related("body", "area", "category", "parent", "body__area").first()
    if team is None:
        raise Http404
    if to == "see" or administers(actor, team.body_id):
        return team
    if to == "lead" and leads(actor, team.pk):
        return team
    if keeps(actor, team.body):
        return team
    # Of its own area, or of its unit's: a team from before may lie elsewhere.
    paths = (team.area.path, team.body.area.path)
    if to == "administer" and any(accounts.may(actor, Right.MANAGE_BODIES, path) for path in paths):
        return team
    raise Http404


def team_for_office(actor: Actor, team_pid: str) -> Team:
    """The team for whoever may see its members: leader, administrator, or an office of the area."""
    team = team_for(actor, team_pid, to="see")
    if administers(actor, team.body_id) or leads(actor, team.pk) or keeps(actor, team.body):
        return team
    accounts.require(actor, Right.SEE_TEAMS, team.area.path)
    return team


def decides(actor: Actor, team: Team) -> bool:
    """Who answers requests to join the team: its leader, the administrator, or who stands in for a missing one."""
    return leads(actor, team.pk) or administers(actor, team.body_id) or keeps(actor, team.body)


def sees_names(actor: Actor, team: Team) -> bool:
    """Whether members' names show in full: to their leader and unit, and to offices that may see persons."""
    return (
        administers(actor, team.body_id)
        or leads(actor, team.pk)
        or keeps(actor, team.body)
        or accounts.may(actor, PeopleRight.SEE_PEOPLE, team.area.path)
    )


def body_for(actor: Actor, body_pid: str, *, to: Literal["see", "administer", "manage"]) -> Body:
    """The body: see (unit or office of the area), administer (either may change it), manage (the office alone)."""
    body = queries.body(body_pid)
    if body is None:
        raise Http404
    if to != "manage" and (administers(actor, body.pk) or keeps(actor, body)):
        return body
    right = Right.SEE_TEAMS if to == "see" else Right.MANAGE_BODIES
    accounts.require(actor, right, body.area.path)
    return body


def sees_body(actor: Actor, body: Body) -> bool:
    """Whether the page of the body opens for the actor: a link is shown to whom it leads somewhere."""
    try:
        body_for(actor, body.public_id, to="see")
    except (Http404, PermissionDenied):
        return False
    return True


def membership_for(actor: Actor, membership_pid: str, *, to: Literal["own", "decide"]) -> Membership:
    """A membership for the person it is about (own), or for the team's leader and administrator (decide)."""
    rows = Membership.objects.filter(public_id=membership_pid)
    row = rows.select_related("team", "team__body", "team__body__area", "person").first()
    if row is None:
        raise Http404
    if to == "own" and actor.person_id == row.person_id:
        return row
    if to == "decide" and decides(actor, row.team):
        return row
    raise Http404


def office_offered(actor: Actor, office_pid: str) -> Office:
    """An office given to the actor, to answer it. Raises Http404 for anybody else's."""
    row = queries.office(office_pid)
    if row is None or actor.account_id is None or row.account_id != actor.account_id:
        raise Http404
    return row


def office_for(actor: Actor, office_pid: str) -> Office:
    """An office that the actor may end: the body's administrator or the office of the area."""
    row = queries.office(office_pid)
    if row is None:
        raise Http404
    if administers(actor, row.body_id) or keeps(actor, row.body):
        return row
    accounts.require(actor, Right.MANAGE_BODIES, row.body.area.path)
    return row


def ends_from_above(actor: Actor, office: Office) -> bool:
    """Whether the actor may end a last administrator's office and keep the body: the office of its area."""
    own = accounts.is_self(actor, office.account_id)
    return not own and accounts.may(actor, Right.MANAGE_BODIES, office.body.area.path)


def own_office(actor: Actor, body_pid: str, at: datetime) -> Office:
    """The office by which the actor administers the body, to hand it over. Raises Http404 for all others."""
    body = queries.body(body_pid)
    if body is None or actor.account_id is None:
        raise Http404
    row = queries.own_admin_office(actor.account_id, body.pk, at)
    if row is None:
        raise Http404
    return row


def hand_over_for(actor: Actor, hand_over_pid: str) -> HandOver:
    """The record of a hand-over: for the two who signed, the body's administrators, and the office of its area."""
    row = queries.hand_over(hand_over_pid)
    if row is None:
        raise Http404
    if actor.account_id is not None and actor.account_id in (row.leaving.account_id, row.coming.account_id):
        return row
    if not administers(actor, row.body_id):
        accounts.require(actor, Right.MANAGE_BODIES, row.body.area.path)
    return row


def reviews(actor: Actor, body: Body) -> bool:
    """Whether what the actor changes of the body holds at once: the office of its area, not of the own body."""
    own = any(administers(replace(actor, account_id=one), body.pk) for one in accounts.own_hands(actor))
    return not own and accounts.may(actor, Right.MANAGE_BODIES, body.area.path)


def may_change(actor: Actor, row: Change, *, to: Literal["see", "own", "decide"]) -> bool:
    """A major change: taken back by the unit (own), reviewed by the office of its area (decide), read by both."""
    if to == "decide":
        return reviews(actor, row.body)
    if administers(actor, row.body_id):
        return True
    return to == "see" and accounts.may(actor, Right.SEE_TEAMS, row.body.area.path)


def change_for(actor: Actor, change_pid: str, *, to: Literal["see", "own", "decide"]) -> Change:
    """The change, if the actor may. Raises Http404 otherwise."""
    row = queries.change(change_pid)
    if row is None or not may_change(actor, row, to=to):
        raise Http404
    return row


def application_for(actor: Actor, application_pid: str, *, to: Literal["own", "review"]) -> Application:
    """An application to be entered: for who applied (own), for the office of its area (review). Else Http404."""
    row = queries.application(application_pid)
    if row is None or actor.account_id is None:
        raise Http404
    own = row.account_id == actor.account_id
    if not (own if to == "own" else not own and accounts.may(actor, Right.MANAGE_BODIES, row.area.path)):
        raise Http404
    return row


def exit_for(actor: Actor, exit_pid: str, *, to: Literal["see", "appeal", "decide"]) -> Exit:
    """A body's way out: appealed by its administrators, also of a closed one; decided by the office; read by both."""
    row = queries.exit_case(exit_pid)
    if row is None or actor.account_id is None:
        raise Http404
    now = clock.now()
    own = actor.account_id in queries.admins_of_body(row.body_id, now)
    # Who holds any office in the unit, by whatever hand, does not decide about it.
    inside = queries.holds_office_in(row.body_id, accounts.own_hands(actor), now)
    office = not own and accounts.may(actor, Right.MANAGE_BODIES, row.body.area.path)
    if to == "decide" and inside:
        raise Http404
    if not {"see": own or office, "appeal": own, "decide": office}[to]:
        raise Http404
    return row


def sides_of(actor: Actor, survivor: Team, loser: Team) -> frozenset[str]:
    """Of two teams that are to be merged, the sides that the actor administers, by any of the own log-ins."""
    hands = [replace(actor, account_id=one) for one in accounts.own_hands(actor)]
    both = {merging.SURVIVOR: survivor, merging.LOSER: loser}
    return frozenset(side for side, team in both.items() if any(administers(hand, team.body_id) for hand in hands))


def above_both(actor: Actor, survivor: Team, loser: Team) -> bool:
    """Whether the actor is the office above both units, and neither unit's own."""
    paths = (survivor.body.area.path, loser.body.area.path)
    own = sides_of(actor, survivor, loser)
    return not own and all(accounts.may(actor, Right.MANAGE_BODIES, path) for path in paths)


def may_propose_merge(actor: Actor, survivor: Team, loser: Team) -> bool:
    """An administrator of one of the two, or the office above both: nobody beyond the own scope."""
    return bool(sides_of(actor, survivor, loser)) or above_both(actor, survivor, loser)


def missing_signatures(row: TeamMerge) -> frozenset[str]:
    """Whose signatures are still missing; also of a side whose administrator proposed it and is that no longer: then
    the successor has to want it too."""
    proposer, proposed_for = Actor(account_id=row.proposed_by_id), frozenset(row.proposed_for)
    left = proposed_for - sides_of(proposer, row.survivor, row.loser) if proposed_for else frozenset()
    return (merging.needed(proposed_for) | left) - set(row.signed)


def signs_merge(actor: Actor, row: TeamMerge) -> frozenset[str]:
    """The signatures that are still missing and that the actor may give; never who proposed it.

    Of a unit without an administrator whoever keeps it signs.
    """
    if accounts.is_self(actor, row.proposed_by_id):
        return frozenset()
    missing = missing_signatures(row)
    sides = sides_of(actor, row.survivor, row.loser)
    both = {merging.SURVIVOR: row.survivor, merging.LOSER: row.loser}
    sides |= {side for side, team in both.items() if keeps(actor, team.body)}
    if above_both(actor, row.survivor, row.loser):
        sides |= {merging.OFFICE}
    return missing & sides


def merge_for(actor: Actor, merge_pid: str, *, to: Literal["see", "undo"] = "see") -> TeamMerge:
    """A merge of two teams: for the administrators of both, and whoever is above one of them. Else Http404."""
    row = queries.team_merge(merge_pid)
    if row is None:
        raise Http404
    if to == "undo":
        if not above_both(actor, row.survivor, row.loser):
            raise Http404
        return row
    bodies = (row.survivor.body, row.loser.body)
    if any(keeps(actor, body) or accounts.may(actor, Right.MANAGE_BODIES, body.area.path) for body in bodies):
        return row
    if not sides_of(actor, row.survivor, row.loser):
        raise Http404
    return row
