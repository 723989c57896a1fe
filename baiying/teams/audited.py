"""What this room's things are called in the audit."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.urls import reverse

from baiying.kit import admission
from baiying.teams.models import Application, Body, Membership, Office, Team, TeamCategory
from baiying.ui.cards import Named


def names(asked: Mapping[str, Collection[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """Units and teams by name; offices by kind and where, memberships by their team (whose is said by the entry)."""
    found: dict[tuple[str, int], Named] = {}
    if ids := asked.get("body"):
        found |= {("body", pk): Named(name) for pk, name in Body.objects.filter(pk__in=ids).values_list("pk", "name")}
    if ids := asked.get("body_application"):
        for application in Application.objects.filter(pk__in=list(ids)):
            page = reverse("teams:application_review", args=[application.public_id])
            found["body_application", application.pk] = Named(application.name, page)
    if ids := asked.get("team"):
        for team in Team.objects.filter(pk__in=list(ids)):
            found["team", team.pk] = Named(team.name, "" if team.closed_at else _page(team))
    if ids := asked.get("team_category"):
        found |= {
            ("team_category", pk): Named(name)
            for pk, name in TeamCategory.objects.filter(pk__in=list(ids)).values_list("pk", "name")
        }
    if ids := asked.get("office"):
        for office in Office.objects.filter(pk__in=list(ids)).select_related("body", "team", "account"):
            where = office.team.name if office.team else office.body.name
            words = f"{admission.door.called(office.account_id)} · {where}{office.get_kind_display()}"
            found["office", office.pk] = Named(words)
    for kind in ("membership", "member"):
        if ids := asked.get(kind):
            for row in Membership.objects.filter(pk__in=list(ids)).select_related("team"):
                found[kind, row.pk] = Named(row.team.name, _page(row.team))
    return found


def _page(team: Team) -> str:
    return reverse("teams:team", args=[team.public_id])
