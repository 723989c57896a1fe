"""What a site has of its standard, said with day, proof and who saw it; and setting up a site beside the main line."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from baiying.kit import clock
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.places import access, actions, queries
from baiying.places.models import Site
from baiying.places.rights import Right
from baiying.places.site_forms import NewSite, SayHaves
from baiying.ui import flash, shown
from baiying.ui.answers import refuse


@needs(Right.EDIT_SITES)
@shown.one_at_a_time
def haves(request: Asking, site_pid: str) -> HttpResponse:
    """The items of the standard that holds for a site: which are there, since when it is known, and by whom."""
    row = access.site_for(request.actor, site_pid, right=Right.EDIT_SITES)
    today = clock.local_date(clock.now())
    chosen = queries.standard_of(row, today)
    items = chosen.rules.items(row.level)
    if not items:
        raise Http404
    given: dict[str, Any] = {"items": items, "last": queries.last_haves([row.pk]).get(row.pk, {})}
    if request.method != "POST":
        form = SayHaves(initial={"seen_on": today, "seen_by": request.actor.label}, **given)
        _guard(request, form, row)
        return _page(request, row, form, 200)
    form = SayHaves(request.POST, **given)
    _guard(request, form, row)
    if form.is_valid():
        seen = actions.Seen(form.cleaned_data["seen_on"], form.cleaned_data["seen_by"], form.said())
        try:
            done = actions.say_haves(site_id=row.pk, seen=seen, actor=request.actor, at=clock.now())
        except actions.ProofNeeded as refusal:
            form.add_error(form.field_of(str(refusal.detail["item"])), str(refusal))
        except Refused as refusal:
            refuse(form, refusal)
        else:
            told = ngettext("记下了 %(n)s 项。", "记下了 %(n)s 项。", done) % {"n": done}
            flash.done(request, told if done else translate("没有变化。"))
            return HttpResponseRedirect(reverse("places:site_office", args=[site_pid]), status=303)
    return _page(request, row, form, 422)


def _guard(request: Asking, form: SayHaves, row: Site) -> None:
    """What another saw of the same site meanwhile is not said away by an old page."""
    items = [name for name in form.fields if name.startswith(("has_", "proof_"))]
    shown.guard(request, form, shown.Thing("site", row.pk, ("SiteHavesSaid",)), only=items)


def _page(request: Asking, row: Site, form: SayHaves, status: int) -> HttpResponse:
    context = {
        "title": translate("对照标准"),
        "lead": translate("%(name)s：有一项勾一项，写明凭什么说有。去看的人和日期一起记下。") % {"name": row.name},
        "form": form,
        "submit": translate("记下"),
        "back": reverse("places:site_office", args=[row.public_id]),
    }
    return render(request, "places/office_form.html", context, status=status)


@needs(Right.EDIT_SITES)
def new(request: Asking, division_pid: str) -> HttpResponse:
    """Set up a branch centre, base, point or rest station in an area."""
    area = access.division_for(request.actor, division_pid, right=Right.EDIT_SITES)
    form = NewSite(initial={"since": clock.local_date(clock.now())})
    status = 200
    if request.method == "POST":
        form, status = NewSite(request.POST, today=clock.local_date(clock.now())), 422
        if form.is_valid():
            row = actions.add_site(
                area_id=area.pk, level=form.cleaned_data["level"], since=form.cleaned_data["since"],
                described=form.described(), actor=request.actor, at=clock.now(),
            )  # fmt: skip
            undo = reverse("places:site_undoing", args=[row.public_id])
            flash.undoable(request, translate("%(name)s已建好。") % {"name": row.name}, undo)
            return HttpResponseRedirect(reverse("places:site_office", args=[row.public_id]), status=303)
    context = {
        "title": translate("新建阵地"),
        "lead": translate("在%(area)s设分中心、基地、实践点或驿站，数量不限。中心、所、站每个地区各一个，已在名录里。")
        % {"area": area.name},
        "form": form,
        "submit": translate("新建"),
        "back": reverse("places:coverage_of", args=[division_pid]),
    }
    return render(request, "places/office_form.html", context, status=status)
