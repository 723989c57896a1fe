"""Locked rows of this room, in the house's order (kit.db.README): application, body, office, team, membership."""

from django.db.models import QuerySet

from baiying.kit.db.locks import Kind, advisory, hold, take
from baiying.teams.models import Application, Body, Membership, Office, Team

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
