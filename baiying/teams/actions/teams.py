"""Teams: made by the unit's administrator or the office of the area."""

from dataclasses import dataclass
from datetime import date, datetime

from baiying.kit import audit, facts
from baiying.kit.db import transaction
from baiying.kit.values import finding
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.teams import facts as told
from baiying.teams import locked, queries, rules
from baiying.teams.actions import refusals
from baiying.teams.actions.changing import asked_anew, propose, set_values
from baiying.teams.models import Body, Team


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """What was said about a team, tidied."""

    name: str
    category_id: int
    area_id: int
    parent_id: int | None = None
    liaison_id: int | None = None
    introduction: str = ""
    founded_on: date | None = None


def refuse_bad_parent(body_id: int, team_id: int | None, parent_id: int | None) -> None:
    """Refuses a parent that is none: ParentElsewhere, ParentCircle, ParentTooDeep."""
    if parent_id is None:
        return
    parents = queries.parents_in_body(body_id)
    if parent_id not in parents:
        raise refusals.ParentElsewhere
    if rules.closes_circle(team_id, parent_id, parents):
        raise refusals.ParentCircle
    if rules.depth(parent_id, parents) + rules.height(team_id, parents) - 1 > rules.DEEPEST:
        raise refusals.ParentTooDeep


def refuse_bad_liaison(body_id: int, parent_id: int | None, liaison_id: int | None) -> None:
    """Refuses two above one team, and its own body as liaison: ParentAndLiaison, OwnLiaison."""
    if liaison_id is None:
        return
    if parent_id is not None:
        raise refusals.ParentAndLiaison
    if liaison_id == body_id:
        raise refusals.OwnLiaison


def refuse_elsewhere(body: Body, area_id: int) -> None:
    """A team serves within its body's area: whoever names one above it would take the team away from its offices."""
    if not places.lies_within(area_id, body.area):
        raise refusals.AreaElsewhere


@transaction.atomic
def create_team(*, body_id: int, team: TeamFacts, actor: Actor, at: datetime) -> Team:
    """Make a team of a body.

    Refuses: ParentElsewhere, ParentCircle, ParentTooDeep, ParentAndLiaison, OwnLiaison, AreaElsewhere.
    """
    # The body's row orders changes of its tree, so that two moves cannot close a circle together.
    body = locked.body(body_id)
    refuse_elsewhere(body, team.area_id)
    refuse_bad_parent(body_id, None, team.parent_id)
    refuse_bad_liaison(body_id, team.parent_id, team.liaison_id)
    made = Team.objects.create(
        body_id=body_id,
        name=team.name,
        category_id=team.category_id,
        area_id=team.area_id,
        parent_id=team.parent_id,
        liaison_id=team.liaison_id,
        introduction=team.introduction,
        founded_on=team.founded_on,
        terms=finding.terms(team.name),
        created_at=at,
        created_by_id=actor.account_id,
    )
    facts.publish(told.TeamMade(team_id=made.pk, body_id=body_id), actor=actor, at=at, area_id=team.area_id)
    return made


@transaction.atomic
def amend_team(*, team_id: int, team: TeamFacts, actor: Actor, at: datetime, reviewed: bool = True) -> Team:
    """Change a team; what was true until now is kept, and the audit has it too.

    Not `reviewed` (the unit's own page): what is major waits for the office, and the old values go on (R023).
    Refuses: ParentElsewhere, ParentCircle, ParentTooDeep, ParentAndLiaison, OwnLiaison, AreaElsewhere, ChangeWaits.
    """
    before = Team.objects.get(pk=team_id)
    body = locked.body(before.body_id)
    row = locked.team(team_id)
    row.body = body
    new = asked_anew(before, {name: getattr(team, name) for name in TeamFacts.__slots__})
    if new.get("area_id", row.area_id) != row.area_id:
        refuse_elsewhere(body, team.area_id)
    refuse_bad_parent(row.body_id, team_id, new.get("parent_id", row.parent_id))
    refuse_bad_liaison(row.body_id, new.get("parent_id", row.parent_id), new.get("liaison_id", row.liaison_id))
    if not reviewed:
        new, waits = rules.at_once_of_team(new)
        propose(row, waits, actor, at)
        if not new:
            return row
    changed = set_values(row, new, at)
    row.terms = finding.terms(row.name)
    row.save(update_fields=[*new, "terms"])
    audit.record("TeamAmended", actor=actor, at=at, subject=("team", row.pk), area_id=row.area_id, detail=changed)
    return row
