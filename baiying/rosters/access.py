"""Who may bring a roster, open it and take it back; outside one's reach it does not exist (404)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.accounts.access import Scope
from baiying.kit.values.actor import Actor
from baiying.people.rights import Right as PeopleRight
from baiying.places import queries as places
from baiying.rosters import queries
from baiying.rosters.models import Drive, DriveSource, Invitation, Roster
from baiying.rosters.owning import Owner
from baiying.rosters.rights import Right
from baiying.teams import access as team_access
from baiying.teams import queries as teams

# So many bodies of an area are offered by name; in a larger one an office opens the page of the body.
MOST_BODIES = 200
MOST_WITH_TEAMS = 12
ANOTHERS_TEAM = _("这支队伍不是上面选的单位的，请换一支，或者不选。")
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


def teams_offered(owners: Sequence[tuple[str, str]], chosen: str = "") -> list[tuple[str, str]]:
    """The teams of the bodies that are offered, or of the chosen one; with the body's name where there are several.

    An office of many bodies chooses the team on the way from the body.
    """
    pids = [value for value, _label in owners if value not in (OWN_AREA, "") and chosen in ("", value)]
    if len(pids) > MOST_WITH_TEAMS:
        return []
    found = []
    for body in filter(None, map(teams.body, pids)):
        for team in teams.teams_of_body(body.pk):
            name = team.name if len(pids) == 1 else gettext("%(team)s（%(body)s）")
            found.append((team.public_id, name % {"team": team.name, "body": body.name} if len(pids) > 1 else name))
    return found


def is_team_of(team_pid: str, owner: str) -> bool:
    """Whether a team belongs to the body in whose name somebody invites; none is everybody's."""
    team = teams.team(team_pid) if team_pid else None
    body = teams.body(owner) if team is not None and owner != OWN_AREA else None
    return not team_pid or (team is not None and body is not None and team.body_id == body.pk)


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


def drives_for(actor: Actor, at: datetime) -> QuerySet[Drive]:
    """The drives that the actor may open, the newest first."""
    if accounts.may(actor, Right.INVITE):
        return queries.drives_of_areas(Scope(actor.acting.area_id if actor.acting else None, Right.INVITE))
    return queries.drives_of_bodies(_bodies(actor, at))


def drive_for(actor: Actor, drive_pid: str) -> Drive:
    """A drive of the own body, or of the area of the office. Raises Http404."""
    row = queries.drive(drive_pid)
    if row is None or not _reaches(actor, row.body_id, row.area):
        raise Http404
    return row


def source_for(source_pid: str) -> DriveSource:
    """What a poster's square names: open to everybody. Raises Http404."""
    row = queries.source(source_pid)
    if row is None:
        raise Http404
    return row


def _reaches(actor: Actor, body_id: int | None, area: places.Division) -> bool:
    own = body_id is not None and team_access.administers(actor, body_id)
    return own or accounts.may(actor, Right.INVITE, area.path)


def roster_for(actor: Actor, roster_pid: str) -> Roster:
    """A roster of the own body, or of the area of the office; whoever of them began it. Raises Http404."""
    row = queries.roster(roster_pid)
    if row is None or not _reaches(actor, row.body_id, row.area):
        raise Http404
    return row


def may_read_paper(actor: Actor, row: Invitation) -> bool:
    """Whether somebody reads in the papers of this invitation's roster."""
    try:
        roster_for(actor, row.roster.public_id)
    except Http404:
        return False
    return True


def invitation_for(invitation_pid: str) -> Invitation:
    """An invitation, for whoever has its address: it tells nothing by itself. Raises Http404."""
    row = queries.invitation(invitation_pid)
    if row is None:
        raise Http404
    return row


def shows_entry(actor: Actor, at: datetime) -> bool:
    """Whether the page of rosters is offered to somebody of a unit: to its administrators."""
    return bool(_bodies(actor, at))
