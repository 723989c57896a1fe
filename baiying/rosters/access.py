"""Who may bring a roster, open it and take it back; outside one's reach it does not exist (404)."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from baiying.accounts import access as accounts
from baiying.accounts.access import Scope
from baiying.kit.values.actor import Actor
from baiying.people.rights import Right as PeopleRight
from baiying.places import queries as places
from baiying.rosters import queries
from baiying.rosters.models import Invitation, Roster
from baiying.rosters.owning import Owner
from baiying.rosters.rights import Right
from baiying.teams import access as team_access
from baiying.teams import queries as teams

# So many bodies of an area are offered by name; in a larger one an office opens the page of the body.
MOST_BODIES = 200
OWN_AREA = "area"


def is_at_work(actor: Actor, at: datetime) -> bool:
    """Whether somebody may bring rosters: administers a body, or has the right in an office."""
    return bool(_bodies(actor, at)) or accounts.may(actor, Right.INVITE)


def _bodies(actor: Actor, at: datetime) -> list[int]:
    return teams.administered_body_ids(actor.account_id, at) if actor.account_id is not None else []


def require_work(actor: Actor, at: datetime) -> None:
    """Raises Http404 for whoever has no rosters at all."""
    if not is_at_work(actor, at):
        accounts.refuse_held_back(actor, Right.INVITE)
        raise Http404


def owners(actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """In whose name a roster may be brought: the own bodies, those of the office's area, the area itself."""
    found = {body.public_id: body.name for body in teams.bodies_by_id(_bodies(actor, at))}
    area = _own_area(actor)
    if area is not None:
        scope = accounts.scope_of(actor, Right.INVITE)
        found |= {body.public_id: body.name for body in teams.bodies(scope)[:MOST_BODIES]}
        return [(OWN_AREA, area.name), *found.items()]
    return list(found.items())


def _own_area(actor: Actor) -> places.Division | None:
    acting = actor.acting
    area = places.division_by_id(acting.area_id) if acting is not None and acting.area_id is not None else None
    return area if area is not None and accounts.may(actor, Right.INVITE, area.path) else None


def owner_for(actor: Actor, value: str, team_pid: str = "") -> Owner:
    """Whose roster it is to be. Raises Http404 for a body or team that is not the actor's."""
    area = _own_area(actor)
    if value == OWN_AREA:
        if area is None:
            raise Http404
        return Owner(area, seen_area_id=_sees(actor, area))
    body = teams.body(value)
    if body is None:
        raise Http404
    if not (team_access.administers(actor, body.pk) or accounts.may(actor, Right.INVITE, body.area.path)):
        raise Http404
    team = team_access.team_for(actor, team_pid, to="see") if team_pid else None
    if team is not None and team.body_id != body.pk:
        raise Http404
    return Owner(body.area, body.pk, team.pk if team else None, _sees(actor, body.area))


def _sees(actor: Actor, area: places.Division) -> int | None:
    """Of which area the office sees people anyhow: there the preview may say who is a volunteer already."""
    if not accounts.may(actor, PeopleRight.SEE_PEOPLE, area.path):
        return None
    acting = actor.acting
    return acting.area_id if acting is not None and acting.area_id is not None else area.pk


def sees(actor: Actor, row: Roster) -> int | None:
    """Of which area whoever reads a roster may know people, beside those of its body."""
    return _sees(actor, row.area)


def rosters_for(actor: Actor, at: datetime) -> QuerySet[Roster]:
    """The rosters that the actor may open, the newest first."""
    if accounts.may(actor, Right.INVITE):
        return queries.rosters_of_areas(Scope(actor.acting.area_id if actor.acting else None, Right.INVITE))
    return queries.rosters_of_bodies(_bodies(actor, at))


def roster_for(actor: Actor, roster_pid: str) -> Roster:
    """A roster of the own body, or of the area of the office; whoever of them began it. Raises Http404."""
    row = queries.roster(roster_pid)
    if row is None:
        raise Http404
    own = row.body_id is not None and team_access.administers(actor, row.body_id)
    if not own and not accounts.may(actor, Right.INVITE, row.area.path):
        raise Http404
    return row


def invitation_for(invitation_pid: str) -> Invitation:
    """An invitation, for whoever has its address: it tells nothing by itself. Raises Http404."""
    row = queries.invitation(invitation_pid)
    if row is None:
        raise Http404
    return row


def shows_entry(actor: Actor, at: datetime) -> bool:
    """Whether the page of rosters is offered to somebody of a unit: to its administrators."""
    return bool(_bodies(actor, at))
