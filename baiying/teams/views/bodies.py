"""Bodies: entered by the office of the area, looked after by their administrator."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.places import access as place_access
from baiying.places import queries as places
from baiying.places.queries import Division
from baiying.teams import access, actions, queries, rules
from baiying.teams.forms.bodies import BodyForm
from baiying.teams.rights import Right
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.teams.views.desk import team_form_page
from baiying.ui import flash


def _own_area(request: Asking) -> Division:
    acting = request.actor.acting
    found = places.division_by_id(acting.area_id) if acting and acting.area_id else None
    if found is None:
        raise PermissionDenied
    return found


@needs(Right.MANAGE_BODIES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asking) -> HttpResponse:
    """Enter a body of my area."""
    form = BodyForm(typed(request))
    chosen = _chosen(request, _own_area(request))
    if request.method == "POST" and form.is_valid() and not chosen.wrong:
        try:
            made = actions.create_body(body=form.facts(), area_id=chosen.area.pk, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("单位已登记。下一步请任命它的管理员。"))
            return see_other(reverse("teams:body", args=[made.public_id]))
    return team_form_page(request, form, chosen, _("登记单位"), "", reverse("teams:office"))


def _chosen(request: Asking, otherwise: Division) -> place_access.Chosen[Division]:
    """The area of a body: only an office moves a body, and only within its own area."""
    given = request.POST.get("area", "") or request.GET.get("area", "")
    chosen = place_access.chosen_area(request.actor, given, right=Right.MANAGE_BODIES, otherwise=otherwise)
    if chosen.wrong and not accounts.may(request.actor, Right.MANAGE_BODIES):
        return place_access.Chosen(otherwise, gettext("单位搬到别的地区，要请县级主管部门来改。"))
    return chosen


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Asking, body_pid: str) -> HttpResponse:
    body = access.body_for(request.actor, body_pid, to="administer")
    start = {name: getattr(body, name) for name in rules.BodyFacts.__slots__}
    form = BodyForm(typed(request), initial=start)
    chosen = _chosen(request, body.area)
    back = reverse("teams:body", args=[body_pid])
    if request.method == "POST" and form.is_valid() and not chosen.wrong:
        try:
            actions.amend_body(
                body_id=body.pk, body=form.facts(), area_id=chosen.area.pk, actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已保存。"))
            return see_other(back)
    return team_form_page(request, form, chosen, _("修改单位"), body.name, back)


@signed_in
@require_safe
def record(request: Asking, body_pid: str) -> HttpResponse:
    """A body, its teams, and who holds an office in it."""
    body = access.body_for(request.actor, body_pid, to="see")
    at = clock.now()
    administers = access.administers(request.actor, body.pk)
    context = {
        "body": body,
        "path": " · ".join(places.path_names(body.area)[-3:]),
        "teams": list(queries.with_sizes(queries.teams_of_body(body.pk))[:200]),
        "offices": list(queries.offices_in(body.pk, at)),
        "changes": administers or accounts.may(request.actor, Right.MANAGE_BODIES, body.area.path),
    }
    return render(request, "teams/body.html", context)
