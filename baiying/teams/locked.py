"""Locked rows of this room, in the house's order (kit.db.README): application, body, office, team, membership.

Two teams that are merged before all rooms: whatever would come to name one of them waits.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from baiying.kit.db.locks import Kind, advisory, hold, take
from baiying.teams.models import Application, Body, Membership, Office, Team, TeamMerge

# Before everything that rooms above lock: a merge holds both teams, and so whatever would come to name them.
MERGED_TEAM = Kind("team that is merged", 4)
APPLICATION = Kind("application to be a body", 98)
BODY = Kind("body", 100)
OFFICE = Kind("office", 105)
TEAM = Kind("team", 110)
MEMBERSHIP = Kind("membership", 120)
CATEGORIES = Kind("kinds of teams", 125)
EXIT_RUNS = Kind("where idle bodies are looked at", 99)
# Taken by a trigger (sql/last_admin_stays.sql) when the transaction that ends an administrator commits.
LAST_ADMIN = Kind("last administrator", 355)


def application(application_id: int) -> Application:
    """The application, with who applies, locked: it is sent, sent back and decided one by one."""
    return hold(APPLICATION, Application.objects.select_related("account", "area").filter(pk=application_id)).get()


def body(body_id: int) -> Body:
    """The body, locked: it orders changes of its offices and of the tree of its teams."""
    return take(BODY, Body.objects.all()).get(pk=body_id)


def office(office_id: int) -> Office:
    """The office with account and team, locked, its body before it: giving, answering and ending come one by one."""
    above = body(Office.objects.values_list("body_id", flat=True).get(pk=office_id))
    row = hold(OFFICE, Office.objects.select_related("account", "team").filter(pk=office_id)).get()
    row.body = above
    return row


def team(team_id: int) -> Team:
    """The team, locked: it orders requests to join it."""
    return take(TEAM, Team.objects.all()).get(pk=team_id)


def membership(membership_id: int) -> Membership:
    """The membership with team and person, locked."""
    rows = Membership.objects.select_related("team", "person").filter(pk=membership_id)
    return hold(MEMBERSHIP, rows).get()


def teams_to_merge(*team_ids: int) -> dict[int, Team]:
    """Both teams, locked whole: whoever writes a row that names one of them waits, or has written it before."""
    rows = Team.objects.select_related("body__area", "area").filter(pk__in=team_ids)
    return {row.pk: row for row in hold(MERGED_TEAM, rows, whole=True)}


def merge(merge_id: int) -> tuple[TeamMerge, dict[int, Team]]:
    """A merge with its two teams, which are locked: they order whatever is done about it."""
    survivor_id, loser_id = TeamMerge.objects.values_list("survivor_id", "loser_id").get(pk=merge_id)
    both = teams_to_merge(survivor_id, loser_id)
    row = TeamMerge.objects.select_related("area").get(pk=merge_id)
    row.survivor, row.loser = both[survivor_id], both[loser_id]
    return row, both


def bodies(ids: Iterable[int]) -> list[Body]:
    """Several bodies, locked in the order of their ids."""
    return list(take(BODY, Body.objects.filter(pk__in=set(ids))))


def offices_of_teams(team_ids: Iterable[int]) -> list[Office]:
    """The offices in these teams that have not ended, locked."""
    return list(take(OFFICE, Office.objects.filter(team_id__in=list(team_ids), ends_at__isnull=True)))


def live_memberships(team_ids: Iterable[int]) -> list[Membership]:
    """Who is in these teams or asks to be, locked."""
    rows = Membership.objects.filter(team_id__in=list(team_ids), refused_at__isnull=True, left_at__isnull=True)
    return list(take(MEMBERSHIP, rows))


def bodies_in(area_id: int) -> QuerySet[Body]:
    """The open bodies of an area, locked."""
    return take(BODY, Body.objects.filter(area_id=area_id, closed_at__isnull=True))


def teams_in(area_id: int) -> QuerySet[Team]:
    """The open teams of an area, locked."""
    return take(TEAM, Team.objects.filter(area_id=area_id, closed_at__isnull=True))


def categories() -> None:
    """The kinds of teams: added and changed one by one."""
    advisory(CATEGORIES, "kinds of teams")


def exit_runs() -> None:
    """Where idle bodies are looked at: begun and stopped one by one."""
    advisory(EXIT_RUNS, "exit runs")
