"""The desk for bodies and teams: an office's area, or a unit's own."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import access as place_access
from baiying.places import queries as places
from baiying.teams import access, actions, queries
from baiying.teams.forms.bodies import TeamForm
from baiying.teams.models import Body, Team
from baiying.teams.rights import Right
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.teams.views.listed import bodies_list, teams_list
from baiying.ui import flash, listing, shown


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

    def teams(self) -> Any:
        if self.scope is not None:
            return queries.teams_of_area(self.scope)
        ids = set(self.team_ids)
        for body_id in self.body_ids:
            ids |= set(queries.teams_of_body(body_id).values_list("pk", flat=True))
        return queries.teams_by_id(sorted(ids))

    def bodies(self) -> Any:
        if self.scope is not None:
            return queries.bodies(self.scope)
        return queries.bodies_by_id(self.body_ids)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: Asking) -> HttpResponseBase:
    """Bodies and teams within my reach, and who asks to join."""
    reach = Reach.of(request.actor)
    show = "bodies" if request.GET.get("show") == "bodies" else "teams"
    area_id, watches = reach.scope.area_id if reach.scope else None, reach.scope is not None
    rows = reach.bodies() if show == "bodies" else queries.with_sizes(reach.teams())
    kind = (bodies_list if show == "bodies" else teams_list)(area_id, watches=watches)
    shown = listing.of(kind, request, rows, area_id=area_id, takes=_may_export(request.actor, reach))
    if shown.answer is not None:
        return shown.answer
    deciding = set(reach.team_ids)
    for body_id in reach.body_ids:
        deciding |= set(queries.teams_of_body(body_id).values_list("pk", flat=True))
    here = reverse("teams:office")
    context = {
        "show": show,
        "list": shown,
        "waiting": list(queries.waiting_for(deciding)[:20]) if deciding else [],
        "tabs": [
            (pgettext("many", "队伍"), f"{here}?show=teams", show == "teams", None),
            (pgettext("many", "单位"), f"{here}?show=bodies", show == "bodies", None),
        ],
        "watches": watches,
        "makes_bodies": accounts.may(request.actor, Right.MANAGE_BODIES),
        "nothing": _nothing(request.actor, show, builds=bool(reach.body_ids)),
        "own_bodies": list(queries.bodies_by_id(reach.body_ids)),
    }
    return render(request, "teams/office.html", context)


def _nothing(actor: Actor, show: str, *, builds: bool) -> Any:
    """What who finds no row may do about it, and nothing that only others may."""
    if show == "bodies":
        if accounts.may(actor, Right.MANAGE_BODIES):
            return _("换个名称再找，或者先登记单位。")
        return _("换个名称再找。新的单位由县级主管登记。")
    if builds:
        return _("换个名称再找，或者先建队伍。")
    return _("换个名称再找。队伍由它的单位管理员建立。")


def _may_export(actor: Actor, reach: Reach) -> bool:
    return bool(reach.body_ids) or accounts.may(actor, Right.EXPORT_TEAMS)


def _parents(body: Body, besides: Team | None) -> list[tuple[str, str]]:
    rows = queries.teams_of_body(body.pk)
    return [(row.public_id, row.name) for row in rows if besides is None or row.pk != besides.pk]


def _liaison(team: Team) -> str:
    """The liaison organisation as it is typed: by its name, where others share it by its code."""
    if team.liaison is None:
        return ""
    alone = len(queries.body_stated(team.liaison.name)) == 1
    return team.liaison.name if alone else team.liaison.credit_code or team.liaison.name


def _facts(form: TeamForm, body: Body, area_id: int) -> actions.TeamFacts:
    values = form.cleaned_data
    chosen = next(row for row in queries.categories() if row.code == values["category"])
    parent = queries.team(values["parent"]) if values["parent"] else None
    return actions.TeamFacts(
        name=values["name"].strip(),
        category_id=chosen.pk,
        area_id=area_id,
        parent_id=parent.pk if parent is not None and parent.body_id == body.pk else None,
        liaison_id=values["liaison"],
        introduction=values["introduction"],
        founded_on=values["founded_on"],
    )


def _chosen(request: Asking, body: Body, otherwise: Any) -> place_access.Chosen[Any]:
    """The area of a team, within its body's: as typed with the form, or as the chooser brought it back."""
    given = request.POST.get("area", "") or request.GET.get("area", "")
    return place_access.area_within(given, base=body.area, otherwise=otherwise)


def choose_url(here: str) -> str:
    return f"{reverse('places:choose')}?{urlencode({'next': here, 'field': 'area', 'upto': 'village', 'any': '1'})}"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_team(request: Asking, body_pid: str) -> HttpResponse:
    body = access.body_for(request.actor, body_pid, to="administer")
    today = clock.local_date(clock.now())
    form = TeamForm(typed(request), parents=_parents(body, None), today=today, area_path=body.area.path)
    chosen = _chosen(request, body, body.area)
    if request.method == "POST" and form.is_valid() and not chosen.wrong:
        try:
            made = actions.create_team(
                body_id=body.pk, team=_facts(form, body, chosen.area.pk), actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("队伍已建好。下一步可以任命队长。"))
            return see_other(reverse("teams:members", args=[made.public_id]))
    back = reverse("teams:body", args=[body_pid])
    return team_form_page(request, form, chosen, _("新建队伍"), body.name, back)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@shown.one_at_a_time
def edit_team(request: Asking, team_pid: str) -> HttpResponse:
    team = access.team_for(request.actor, team_pid, to="administer")
    start = {
        "name": team.name,
        "category": team.category.code,
        "parent": team.parent.public_id if team.parent else "",
        "liaison": _liaison(team),
        "introduction": team.introduction,
        "founded_on": team.founded_on,
    }
    today = clock.local_date(clock.now())
    form = TeamForm(
        typed(request), initial=start, parents=_parents(team.body, team), today=today, area_path=team.area.path
    )
    chosen = _chosen(request, team.body, team.area)
    thing = shown.Thing("team", team.pk, ("TeamAmended",))
    if shown.guard(request, form, thing, beside={"area": shown.area(team.area, chosen.area)}):
        chosen = place_access.Chosen(team.area)
    back = reverse("teams:members", args=[team_pid])
    if request.method == "POST" and form.is_valid() and not chosen.wrong:
        try:
            facts = _facts(form, team.body, chosen.area.pk)
            reviewed = access.reviews(request.actor, team.body)
            actions.amend_team(team_id=team.pk, team=facts, actor=request.actor, at=clock.now(), reviewed=reviewed)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, saved_words(queries.open_change(team) is not None))
            return see_other(back)
    return team_form_page(request, form, chosen, _("修改队伍"), team.name, back)


def saved_words(waits: bool) -> Any:
    """What is said after saving: where a major change waits, that the old values go on."""
    if waits:
        return _(
            "已保存。名称、性质、代码、主管单位、地区、类别、上级队伍和联络组织的修改要等主管部门审核，现在仍用原来的。"
        )
    return _("已保存。")


def _here(request: Asking) -> str:
    """This page, with the kind of body that was chosen on it."""
    kind = request.POST.get("kind") or request.GET.get("kind")
    return f"{request.path}?{urlencode({'kind': kind})}" if kind else request.path


def team_form_page(
    request: Asking,
    form: Any,
    chosen: place_access.Chosen[Any],
    title: Any,
    kicker: str,
    back: str,
    more: dict[str, Any] | None = None,
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
        "choose": choose_url(_here(request)),
        **(more or {}),
    }
    return render(request, "teams/form.html", page, status=422 if form.is_bound or chosen.wrong else 200)
