"""The desk for bodies and teams: an office's area, or a unit's own."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import finding
from baiying.kit.values.actor import Actor
from baiying.places import access as place_access
from baiying.places import queries as places
from baiying.teams import access, actions, queries
from baiying.teams.forms.bodies import TeamForm
from baiying.teams.models import Body, Team
from baiying.teams.rights import Right
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.ui import flash, workbooks

PAGE = 30
MOST_EXPORTED = 20_000


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody has to do with: an office's area, administered bodies, led teams."""

    scope: accounts.Scope | None
    body_ids: list[int]
    team_ids: list[int]

    @classmethod
    def of(cls, actor: Actor) -> "Reach":
        at = clock.now()
        account_id = actor.account_id or 0
        watches = accounts.may(actor, Right.SEE_TEAMS)
        reach = cls(
            accounts.scope_of(actor, Right.SEE_TEAMS) if watches else None,
            queries.administered_body_ids(account_id, at),
            queries.led_team_ids(account_id, at),
        )
        if reach.scope is None and not reach.body_ids and not reach.team_ids:
            raise PermissionDenied
        return reach

    def teams(self, search: str) -> Any:
        if self.scope is not None:
            rows = queries.teams_of_area(self.scope)
        else:
            ids = set(self.team_ids)
            for body_id in self.body_ids:
                ids |= set(queries.teams_of_body(body_id).values_list("pk", flat=True))
            rows = queries.teams_by_id(sorted(ids))
        return rows.filter(name__folded__contains=finding.folded(search)) if search else rows

    def bodies(self, search: str) -> Any:
        if self.scope is not None:
            return queries.bodies(self.scope, search)
        return queries.bodies_by_id(self.body_ids)


@signed_in
@require_safe
def office(request: Asking) -> HttpResponse:
    """Bodies and teams within my reach, and who asks to join."""
    reach = Reach.of(request.actor)
    search = request.GET.get("q", "").strip()[:40]
    show = "bodies" if request.GET.get("show") == "bodies" else "teams"
    rows = reach.bodies(search) if show == "bodies" else queries.with_sizes(reach.teams(search))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    deciding = set(reach.team_ids)
    for body_id in reach.body_ids:
        deciding |= set(queries.teams_of_body(body_id).values_list("pk", flat=True))
    here = reverse("teams:office")
    asked = f"&{urlencode({'q': search})}" if search else ""
    context = {
        "show": show,
        "search": search,
        "page": page,
        "waiting": list(queries.waiting_for(deciding)[:20]) if deciding else [],
        "tabs": [
            (pgettext("many", "队伍"), f"{here}?show=teams{asked}", show == "teams", None),
            (pgettext("many", "单位"), f"{here}?show=bodies{asked}", show == "bodies", None),
        ],
        "makes_bodies": accounts.may(request.actor, Right.MANAGE_BODIES),
        "exports": _may_export(request.actor, reach),
        "own_bodies": list(queries.bodies_by_id(reach.body_ids)),
    }
    return render(request, "teams/office.html", context)


def _may_export(actor: Actor, reach: Reach) -> bool:
    return bool(reach.body_ids) or accounts.may(actor, Right.EXPORT_TEAMS)


@signed_in
@require_safe
def export(request: Asking) -> FileResponse | HttpResponse:
    """The teams of the page as a spreadsheet. Who took it is in the audit."""
    reach = Reach.of(request.actor)
    if not _may_export(request.actor, reach):
        raise PermissionDenied
    search = request.GET.get("q", "").strip()[:40]
    rows = list(queries.with_sizes(reach.teams(search))[:MOST_EXPORTED])
    area_id = reach.scope.area_id if reach.scope else None
    actions.note_export(what="teams", rows=len(rows), area_id=area_id, actor=request.actor, at=clock.now())
    head = (
        _("队伍"),
        _("类别"),
        _("牵头部门"),
        _("单位"),
        _("单位性质"),
        _("统一社会信用代码"),
        _("地区"),
        _("上级队伍"),
        _("人数"),
    )
    lines = (
        (
            team.name,
            team.category.name,
            team.category.lead_department,
            team.body.name,
            team.body.get_kind_display(),
            team.body.credit_code or team.body.consenting_credit_code,
            team.area.name,
            team.parent.name if team.parent else "",
            team.size,
        )
        for team in rows
    )
    return workbooks.answer("teams", [workbooks.Sheet(pgettext("many", "队伍"), head, lines)])


def _parents(body: Body, besides: Team | None) -> list[tuple[str, str]]:
    rows = queries.teams_of_body(body.pk)
    return [(row.public_id, row.name) for row in rows if besides is None or row.pk != besides.pk]


def _facts(form: TeamForm, body: Body, area_id: int) -> actions.TeamFacts:
    values = form.cleaned_data
    chosen = next(row for row in queries.categories() if row.code == values["category"])
    parent = queries.team(values["parent"]) if values["parent"] else None
    return actions.TeamFacts(
        name=values["name"].strip(),
        category_id=chosen.pk,
        area_id=area_id,
        parent_id=parent.pk if parent is not None and parent.body_id == body.pk else None,
        introduction=values["introduction"],
        founded_on=values["founded_on"],
    )


def area_of(request: Asking, given: str, otherwise: Any) -> Any:
    """The chosen area: as typed with the form, or as the chooser brought it back."""
    return places.division(given or request.GET.get("area", "")) or otherwise


def choose_url(here: str) -> str:
    return f"{reverse('places:choose')}?{urlencode({'next': here, 'field': 'area', 'upto': 'village', 'any': '1'})}"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_team(request: Asking, body_pid: str) -> HttpResponse:
    body = access.body_for(request.actor, body_pid, to="administer")
    today = clock.local_date(clock.now())
    form = TeamForm(typed(request), parents=_parents(body, None), today=today)
    area = area_of(request, request.POST.get("area", ""), body.area)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_team(
                body_id=body.pk, team=_facts(form, body, area.pk), actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("队伍已建好。下一步可以任命队长。"))
            return see_other(reverse("teams:members", args=[made.public_id]))
    back = reverse("teams:body", args=[body_pid])
    return team_form_page(request, form, place_access.Chosen(area), _("新建队伍"), body.name, back)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit_team(request: Asking, team_pid: str) -> HttpResponse:
    team = access.team_for(request.actor, team_pid, to="administer")
    start = {
        "name": team.name,
        "category": team.category.code,
        "parent": team.parent.public_id if team.parent else "",
        "introduction": team.introduction,
        "founded_on": team.founded_on,
    }
    today = clock.local_date(clock.now())
    form = TeamForm(typed(request), initial=start, parents=_parents(team.body, team), today=today)
    area = area_of(request, request.POST.get("area", ""), team.area)
    back = reverse("teams:members", args=[team_pid])
    if request.method == "POST" and form.is_valid():
        try:
            facts = _facts(form, team.body, area.pk)
            actions.amend_team(team_id=team.pk, team=facts, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已保存。"))
            return see_other(back)
    return team_form_page(request, form, place_access.Chosen(area), _("修改队伍"), team.name, back)


def team_form_page(
    request: Asking, form: Any, chosen: place_access.Chosen[Any], title: Any, kicker: str, back: str
) -> HttpResponse:
    area = chosen.area
    page = {
        "title": title,
        "kicker": kicker,
        "form": form,
        "submit": _("保存"),
        "back": back,
        "area": area,
        "wrong_area": chosen.wrong,
        "area_path": " · ".join(places.path_names(area)[-3:]),
        "choose": choose_url(request.path),
    }
    return render(request, "teams/form.html", page, status=422 if form.is_bound or chosen.wrong else 200)
