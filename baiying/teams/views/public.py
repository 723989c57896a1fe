"""What everybody sees of teams, and a person's own way in and out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts.access import Asking, public, signed_in
from baiying.kit import clock, rooms
from baiying.kit.errors import Refused
from baiying.people import access as people_access
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.teams import access, actions, queries
from baiying.teams.catalogue import level, shown
from baiying.teams.forms.bodies import JoinForm, ReasonForm
from baiying.teams.models import Team
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.ui import flash, seeking

PAGE = 24


@public
@require_safe
def teams(request: Asking) -> HttpResponse:
    """Teams by name, area and category; near first, from where the device is or where the reader serves."""
    kinds = [(row.code, shown(row.name)) for row in queries.categories()]
    wish = seeking.Wish.of(request.GET, "category", [code for code, _name in kinds])
    area = places.division(wish.area) if wish.area else None
    at = clock.now()
    filters = queries.TeamFilters(seeking.wanted(wish.q, at), area.pk if area else None, wish.kind)
    home = _home(request, wish)
    near_home = places.from_city(home.path) if home else ()
    found = queries.public_teams(filters, near_home)
    nearly = bool(wish.q) and not found.exists()
    if nearly:
        near = replace(filters, words=seeking.wanted(wish.q, at, nearly=True))
        found, nearly = queries.public_teams(near, near_home), queries.public_teams(near).exists()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    ids = [team.pk for team in page.object_list]
    rows = sorted(queries.with_sizes(queries.teams_by_id(ids)), key=lambda row: ids.index(row.pk))
    rows = queries.with_kinds(rows, clock.local_date(at))
    narrowed = filters != queries.TeamFilters()
    context = {
        "seek": seeking.seek(
            wish,
            reverse("teams:teams"),
            area=area.name if area else "",
            kinds=kinds,
            example=gettext("队伍或单位的名称"),
        ),
        "wish": wish,
        "rows": rows,
        "page": page,
        "nearly": nearly,
        "home": home,
        "narrowed": narrowed,
        "proposals": _proposals(wish, filters, area, at) if narrowed and not rows else [],
    }
    return render(request, "teams/teams.html", context)


def _proposals(
    wish: seeking.Wish, filters: queries.TeamFilters, area: "places.Division | None", at: datetime
) -> list[seeking.Proposal]:
    found = seeking.proposals(_ways(wish, filters, area), _how_many)
    return [*found, *seeking.elsewhere(wish.q, reverse("teams:teams"), at)]


def found_here(text: str, at: datetime) -> seeking.Proposal:
    """What this list finds, for another that finds nothing (kit.rooms: finders)."""
    count = _count(queries.TeamFilters(seeking.wanted(text, at)))
    address = f"{reverse('teams:teams')}?{seeking.address({'q': text})}"
    return seeking.Proposal(gettext("在队伍里找“%(words)s”") % {"words": text}, address, count, _how_many(count))


def _ways(wish: seeking.Wish, filters: queries.TeamFilters, area: "places.Division | None") -> Iterator[seeking.Way]:
    """The list without each of its filters in turn, and the area above the chosen one."""
    if filters.category:
        yield gettext("所有类别"), wish.but(kind=""), lambda: _count(replace(filters, category=""))
    if area is not None:
        above = places.division_by_id(area.parent_id) if area.parent_id else None
        words = gettext("在整个%(area)s找") % {"area": above.name} if above else gettext("不限地区")
        wider = replace(filters, area_id=above.pk if above else None)
        yield words, wish.but(area=above.public_id if above else ""), lambda: _count(wider)
    if filters.words:
        yield gettext("不限关键词"), wish.but(q=""), lambda: _count(replace(filters, words=()))


def _count(filters: queries.TeamFilters) -> int:
    return queries.public_teams(filters).count()


def _how_many(number: int) -> str:
    return ngettext("%(n)d 支队伍", "%(n)d 支队伍", number) % {"n": number}


def _home(request: Asking, wish: seeking.Wish) -> "places.Division | None":
    """Where near begins: at the nearest site to the device's point, which is kept nowhere; else where one serves."""
    sites = places.sites_near(*wish.near, limit=1) if wish.near else []
    if sites:
        return sites[0].site.division
    return people.home_of(request.actor.person_id) if request.actor.person_id else None


@public
@require_safe
def team(request: Asking, team_pid: str) -> HttpResponse:
    if (gone := queries.merged_away(team_pid)) is not None:
        return render(request, "teams/merged_away.html", {"team": gone})
    row = access.team_for(request.actor, team_pid, to="see")
    return render(request, "teams/team.html", team_page(request, row))


def team_page(request: Asking, row: Team) -> dict[str, Any]:
    """The team with its number of members, its tree, and how the reader stands to it."""
    actor = request.actor
    membership = queries.membership_of(row.pk, actor.person_id) if actor.person_id else None
    return {
        "team": row,
        "kind": queries.kind_shown(row, clock.local_date(clock.now())),
        "level": level(queries.level_of(row)),
        "size": queries.members_of(row.pk).count(),
        "path": " · ".join(places.path_names(row.area)[-3:]),
        "children": list(queries.teams_of_body(row.body_id).filter(parent_id=row.pk)[:50]),
        "merged": queries.merged_into_it(row.pk),
        "membership": membership,
        "state": queries.state_of(membership) if membership else "",
        "form": JoinForm(),
        "leaders": queries.leader_names(row.pk, clock.now()),
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
        return see_other(people_access.to_have_a_person(request.actor, back + "#join", clock.now()))
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
