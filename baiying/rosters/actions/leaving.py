"""A class leaves a school: its pupils leave the school's teams in one press; what they are and have served stays."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.people import access as people_access
from baiying.rosters import locked, queries
from baiying.rosters.models import Roster
from baiying.teams import access as team_access
from baiying.teams import actions as teams


@dataclass(frozen=True, slots=True)
class ClassLeft:
    """How many memberships ended, and the names of the teams whose members stay because somebody else decides there."""

    ended: int
    others: tuple[str, ...]


def reason() -> str:
    """What each of them reads as the reason, in the language in which reasons are kept."""
    with override("zh-hans"):
        return str(translate("毕业离校。志愿者编号、时长和证书都留着，可以加入别的队伍"))


@transaction.atomic
def leave_school(*, roster: Roster, group: str, actor: Actor, at: datetime) -> ClassLeft:
    """Let whoever came by a class of a roster leave the body's teams; gives how many memberships ended, which stand.

    In each team only by who decides about its members, as one by one: an office that brought the roster does not.
    Each is told, registration and ledger are not touched. Whoever presses it does not end the own membership. Pressed
    again it ends nothing more.
    """
    row = locked.roster(roster.pk)
    n, left, mine = 0, set(), {}
    for membership_id, person_id, team in queries.in_teams_of_body(row, group):
        if team.pk not in mine:
            mine[team.pk] = team_access.decides(actor, team)
        if not mine[team.pk]:
            left.add(team.name)
            continue
        if people_access.is_own(actor, person_id):
            continue
        teams.end_membership(membership_id=membership_id, reason=reason(), actor=actor, at=at)
        n += 1
    if n:
        audit.record(
            "ClassLeft", actor=actor, at=at, subject=("roster", row.pk), area_id=row.area_id,
            detail={"group": group, "memberships": n},
        )  # fmt: skip
    return ClassLeft(n, tuple(sorted(left)))


@transaction.atomic
def undo_leaving_school(*, roster: Roster, group: str, actor: Actor, at: datetime) -> int:
    """Bring back those whom the same hand let leave within a day; who has asked a team anew since, or
    withdrew, stays as they are.

    Gives how many came back; pressed again none.
    """
    row = locked.roster(roster.pk)
    n = 0
    for membership_id in queries.left_by(row, group, actor.account_id or 0, reason()):
        try:
            with transaction.atomic():
                teams.bring_back(membership_id=membership_id, actor=actor, at=at)
        except teams.CannotBringBack:
            continue
        n += 1
    if n:
        audit.record(
            "ClassCameBack", actor=actor, at=at, subject=("roster", row.pk), area_id=row.area_id,
            detail={"group": group, "memberships": n},
        )  # fmt: skip
    return n
