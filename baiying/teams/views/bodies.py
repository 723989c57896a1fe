"""Bodies: entered by the office of the area, looked after by their administrator."""

from datetime import datetime
from typing import Any

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
from baiying.teams import access, actions, catalogue, queries, rules
from baiying.teams.forms.bodies import BodyForm
from baiying.teams.models import Body, BodyKind
from baiying.teams.rights import Right
from baiying.teams.views import exit_note
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.teams.views.desk import saved_words, team_form_page
from baiying.ui import flash, shown


def own_area(request: Asking) -> Division:
    """The area of the acting appointment."""
    acting = request.actor.acting
    found = places.division_by_id(acting.area_id) if acting and acting.area_id else None
    if found is None:
        raise PermissionDenied
    return found


@needs(Right.MANAGE_BODIES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asking) -> HttpResponse:
    """Enter a body of my area: first its kind, then what this kind must give."""
    form = BodyForm(typed(request), of=request.GET.get("kind", ""))
    chosen = _chosen(request, own_area(request))
    if request.method == "POST" and form.is_valid() and not chosen.wrong:
        try:
            made = actions.create_body(body=form.facts(), area_id=chosen.area.pk, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("单位已登记。下一步请任命它的管理员。"))
            return see_other(reverse("teams:body", args=[made.public_id]))
    if not (form.is_bound or form.kind_name):
        return _ask_kind(request)
    return _page(request, form, chosen, _("登记单位"), "", reverse("teams:office"))


# What tells the three kinds apart, for who has the certificate in hand.
KINDS = {
    BodyKind.REGISTERED: _("有民政部门发的社会组织登记证书。"),
    BodyKind.LEGAL_ENTITY: _("机关、学校、医院、企业、村（居）委会等，有自己的统一社会信用代码。"),
    BodyKind.INTERNAL_GROUP: _("自己没有统一社会信用代码，由一个社区或单位同意成立，代码填同意它的那一方的。"),
}


def _ask_kind(request: Asking) -> HttpResponse:
    kinds = [(f"{request.path}?kind={kind.value}", kind.label, text) for kind, text in KINDS.items()]
    return render(request, "teams/body_kind.html", {"kinds": kinds})


def _page(
    request: Asking, form: BodyForm, chosen: place_access.Chosen[Division], title: Any, kicker: str, back: str
) -> HttpResponse:
    """The form of a kind, with the way to another kind."""
    others = [(f"?kind={kind.value}", kind.label) for kind in KINDS if kind.value != form.of_kind]
    more = {"kind_name": form.kind_name, "other_kinds": others if form.kind_name else []}
    return team_form_page(request, form, chosen, title, kicker, back, more)


def _chosen(request: Asking, otherwise: Division) -> place_access.Chosen[Division]:
    """The area of a body: only an office moves a body, and only within its own area."""
    given = request.POST.get("area", "") or request.GET.get("area", "")
    chosen = place_access.chosen_area(request.actor, given, right=Right.MANAGE_BODIES, otherwise=otherwise)
    if chosen.wrong and not accounts.may(request.actor, Right.MANAGE_BODIES):
        return place_access.Chosen(otherwise, gettext("单位搬到别的地区，要请县级主管部门来改。"))
    return chosen


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@shown.one_at_a_time
def edit(request: Asking, body_pid: str) -> HttpResponse:
    body = access.body_for(request.actor, body_pid, to="administer")
    start = {name: getattr(body, name) for name in rules.BodyFacts.__slots__}
    form = BodyForm(typed(request), of=request.GET.get("kind", ""), initial=start)
    chosen = _chosen(request, body.area)
    thing = shown.Thing("body", body.pk, ("BodyAmended",))
    if shown.guard(request, form, thing, beside={"area": shown.area(body.area, chosen.area)}):
        chosen = place_access.Chosen(body.area)
    back = reverse("teams:body", args=[body_pid])
    if request.method == "POST" and form.is_valid() and not chosen.wrong:
        try:
            actions.amend_body(
                body_id=body.pk, body=form.facts(), area_id=chosen.area.pk, actor=request.actor, at=clock.now(),
                reviewed=access.reviews(request.actor, body),
            )  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, saved_words(queries.open_change(body) is not None))
            return see_other(back)
    return _page(request, form, chosen, _("修改单位"), body.name, back)


@signed_in
@require_safe
def record(request: Asking, body_pid: str) -> HttpResponse:
    """A body, its teams, and who holds an office in it."""
    body = access.body_for(request.actor, body_pid, to="see")
    at = clock.now()
    administers = access.administers(request.actor, body.pk)
    changes = administers or access.keeps(request.actor, body)
    changes = changes or accounts.may(request.actor, Right.MANAGE_BODIES, body.area.path)
    kept = queries.keeping_of(body.pk)
    context = {
        "body": body,
        "path": " · ".join(places.path_names(body.area)[-3:]),
        "teams": _tree(body, at),
        "offices": list(queries.offices_in(body.pk, at)),
        "changes": changes,
        "hands_over": administers,
        "hand_overs": list(queries.hand_overs_of(body.pk)[:10]) if changes else [],
        "kept": kept,
        "change": queries.open_change(body) if changes else None,
        "pasts": queries.pasts(body) if changes else [],
        "kept_due": queries.due_at(kept) if kept else None,
        **(exit_note.of_body(body.pk) if changes else {}),
    }
    return render(request, "teams/body.html", context)


def _tree(body: Body, at: datetime) -> list[tuple[Any, int, str]]:
    """The teams from the top down, each with its depth and what its level is called."""
    rows = queries.tree_of(body.pk)[:200]
    queries.with_kinds([row for row, _deep, _step in rows], clock.local_date(at))
    return [(row, deep, catalogue.level(step)) for row, deep, step in rows]
