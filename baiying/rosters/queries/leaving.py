"""Who of a class is in the body's teams, and who has left them by whose hand."""

from baiying.rosters.models import Invitation, Roster
from baiying.teams import queries as teams


def _came(row: Roster, group: str) -> list[int]:
    rows = Invitation.objects.filter(roster_id=row.pk, group=group, accepted_at__isnull=False, person__isnull=False)
    return [pk for pk in rows.order_by("id").values_list("person_id", flat=True) if pk is not None]


def _teams(row: Roster) -> list[int]:
    return list(teams.teams_of_body(row.body_id).values_list("pk", flat=True)) if row.body_id is not None else []


def in_teams_of_body(row: Roster, group: str) -> list[tuple[int, int, teams.Team]]:
    """Membership, person and team, of who came by a class and is in one of the body's teams now; in the order of their
    ids, in which they are locked."""
    return teams.memberships_among(_teams(row), _came(row, group))


def left_by(row: Roster, group: str, account_id: int, reason: str) -> list[int]:
    """The memberships that one hand ended for a class, by the reason that it gave."""
    return teams.ended_by(_teams(row), _came(row, group), account_id=account_id, reason=reason)
