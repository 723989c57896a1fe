"""What everybody sees of teams, and a person's own way in and out."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts.access import Asking, public, signed_in
from baiying.kit import clock, rooms
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers, points
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.teams import access, actions, queries
from baiying.teams.forms.bodies import JoinForm, ReasonForm, TeamFilters
from baiying.teams.models import Team
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.ui import flash

PAGE = 24


@public
@require_safe
def teams(request: Asking) -> HttpResponse:
    """Teams by name, area and category."""
    form = TeamFilters(request.GET)
    given = form.readable()
    area = places.division(given["area"]) if given["area"] else None
    filters = queries.TeamFilters(given["q"], area.pk if area else None, given["category"])
    home = _home(request)
    page = Paginator(queries.public_teams(filters, home.path if home else ()), PAGE).get_page(request.GET.get("page"))
    ids = [team.pk for team in page.object_list]
    rows = sorted(queries.with_sizes(queries.teams_by_id(ids)), key=lambda row: ids.index(row.pk))
    kept = {k: v for k, v in request.GET.items() if k not in ("area", "page") and v}
    here = f"{reverse('teams:teams')}?{urlencode(kept)}"
    context = {
        "form": form,
        "rows": rows,
        "page": page,
        "area": area,
        "home": home,
        "filtered": filters != queries.TeamFilters(),
        "without_area": here,
        "choose": f"{reverse('places:choose')}?{urlencode({'next': here, 'field': 'area', 'any': '1'})}",
    }
    return render(request, "teams/teams.html", context)


def _home(request: Asking) -> "places.Division | None":
    """Where near begins: at the nearest site to the device's point, which is kept nowhere; else where one serves."""
    point = points.point(f"{request.GET.get('lat', '')},{request.GET.get('lon', '')}")
    sites = places.sites_near(*point, limit=1) if point else []
    if sites:
        return sites[0].site.division
    return people.home_of(request.actor.person_id) if request.actor.person_id else None


@public
@require_safe
def team(request: Asking, team_pid: str) -> HttpResponse:
    row = access.team_for(request.actor, team_pid, to="see")
    return render(request, "teams/team.html", team_page(request, row))


def team_page(request: Asking, row: Team) -> dict[str, Any]:
    """The team with its number of members, its tree, and how the reader stands to it."""
    actor = request.actor
    membership = queries.membership_of(row.pk, actor.person_id) if actor.person_id else None
    return {
        "team": row,
        "size": queries.members_of(row.pk).count(),
        "path": " · ".join(places.path_names(row.area)[-3:]),
        "children": list(queries.teams_of_body(row.body_id).filter(parent_id=row.pk)[:50]),
        "membership": membership,
        "state": queries.state_of(membership) if membership else "",
        "form": JoinForm(),
        "leaders": [identifiers.mask_name(name) for name in queries.leader_names(row.pk, clock.now())],
        "site": places.site_to_ask(row.area.path),
        "cards": [card for told in rooms.filling("of_team") if (card := told(row.pk, clock.now()))],
        "works_here": access.leads(actor, row.pk) or access.administers(actor, row.body_id),
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def memberships(request: Asking, team_pid: str) -> HttpResponse:
    """POST asks to join; a GET (after logging in) leads to the team."""
    row = access.team_for(request.actor, team_pid, to="see")
    back = reverse("teams:team", args=[team_pid])
    if request.method != "POST":
        return see_other(f"{back}#join")
    if request.actor.person_id is None:
        return see_other(f"{reverse('people:register')}?{urlencode({'next': back + '#join'})}")
    form = JoinForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    actions.ask_to_join(
        team_id=row.pk, person_id=request.actor.person_id, words=words, actor=request.actor, at=clock.now()
    )
    flash.done(request, _("申请已送到队长那里，有结果会发消息给您。"))
    return see_other(back)


_LEAVING = _("退出后不影响已有的服务记录，以后可以再申请加入。")
_TAKING_BACK = _("收回后队长不再处理，以后可以再申请。")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: Asking, membership_pid: str) -> HttpResponse:
    """Leave a team with a reason, or take back a request without one."""
    row = access.membership_for(request.actor, membership_pid, to="own")
    joined = row.joined_at is not None
    form = ReasonForm(
        typed(request),
        label=_("退出的原因") if joined else _("收回的原因"),
        help_text=_("队长会看到。"),
        required=joined,
    )
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.leave(membership_id=row.pk, reason=reason, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已退出队伍。您的服务记录不受影响。") if joined else _("已收回申请。"))
            return see_other(reverse("teams:team", args=[row.team.public_id]))
    page = {
        "title": _("退出队伍") if joined else _("收回申请"),
        "text": _LEAVING if joined else _TAKING_BACK,
        "facts": [(_("队伍"), row.team.name)],
        "form": form,
        "submit": _("确定退出") if joined else _("收回申请"),
        "back": reverse("teams:team", args=[row.team.public_id]),
        "danger": True,
    }
    return render(request, "ui/confirm.html", page, status=422 if form.is_bound else 200)
