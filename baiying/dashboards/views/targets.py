"""Targets: shown beside the value by every definition, because a target on back-entered hours invites invention."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import queries as accounts
from baiying.accounts.access import Asking, needs
from baiying.dashboards import cards, words
from baiying.dashboards.forms import TargetForm
from baiying.dashboards.views import common
from baiying.dashboards.views.target_list import goal, measure
from baiying.figures import access
from baiying.figures import actions as counting
from baiying.figures import queries as figures
from baiying.figures.queries import Front
from baiying.figures.rights import Right
from baiying.kit.errors import Refused
from baiying.places import access as place_access
from baiying.places import queries as places
from baiying.ui import flash, formats


@needs(Right.SET_TARGETS)
def targets(request: Asking) -> HttpResponse:
    """The targets of the office's own area, or of the area chosen."""
    area_id = request.actor.acting.area_id if request.actor.acting else None
    own = places.division_by_id(area_id) if area_id else places.only_city()
    chosen = request.GET.get("area", "")
    if chosen:
        meant = place_access.chosen_area(request.actor, chosen, right=Right.SET_TARGETS, otherwise=own)
        if meant.wrong:
            flash.warn(request, meant.wrong)
        own = meant.area
    if own is None:
        return redirect("dashboards:city")
    return redirect("dashboards:area_targets", division_pid=own.public_id)


@needs(Right.SET_TARGETS)
@require_http_methods(["GET", "HEAD", "POST"])
def area_targets(request: Asking, division_pid: str) -> HttpResponse:
    """Every definition's value and target for an area and year; a form that sets one of them."""
    here = common.setting(request, division_pid)
    access.target_area(request.actor, here.area)
    front = figures.front(
        here.area.pk,
        here.options.year,
        here.options.threshold_hours,
        at=here.at,
        population_kind=here.rules.population_kind,
    )
    form = TargetForm(request.POST or None, front=front, initial={"measure": "registration_rate"})
    status = 200
    if request.method == "POST":
        if form.is_valid() and _saved(request, here, form):
            flash.done(request, _("目标已保存。"))
            query = f"?year={here.options.year}&hours={here.options.threshold_hours}"
            response = redirect(reverse("dashboards:area_targets", args=[division_pid]) + query)
            response.status_code = 303
            return response
        status = 422
    return render(request, "dashboards/targets.html", _context(here, front, form), status=status)


def _saved(request: Asking, here: common.Setting, form: TargetForm) -> bool:
    try:
        counting.set_target(
            area_id=here.area.pk,
            year=here.options.year,
            definition=form.definition,
            tier=form.tier,
            threshold_hours=here.options.threshold_hours,
            value=form.amount,
            words=form.cleaned_data["words"],
            actor=request.actor,
            at=here.at,
        )
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    return True


def _context(here: common.Setting, front: Front, form: TargetForm) -> dict[str, Any]:
    shown, further = cards.cards(front, "")
    share = front.pair("share_hours")
    gap = (share.all.value or Decimal(0)) - (share.credit.value or Decimal(0))
    return {
        "here": here,
        "front": front,
        "trail": common.trail(here.area),
        "cards": [*shown, *further],
        "form": form,
        "gap": words.points(gap),
        "share_name": words.name_text(share.all),
        "history": [_told(t) for t in figures.history_of(here.area.pk, here.options.year)[:50]],
        "years": sorted({*figures.years(here.area.pk, here.this_year), here.this_year}, reverse=True),
        "choose": reverse("dashboards:targets"),
    }


def _told(target: figures.Target) -> dict[str, Any]:
    account = accounts.account(target.set_by_id) if target.set_by_id else None
    who = account.display_name if account else ""
    return {
        "at": target.set_at,
        "who": who,
        "title": formats.about(measure(target), goal(target)),
        "why": target.words,
        "tone": "slate",
    }
