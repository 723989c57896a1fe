"""For whoever is responsible for personal data: who handles it, who else gets it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.places import queries as places
from baiying.places.rights import Right as PlacesRight
from baiying.privacy import access, actions, queries, rules
from baiying.privacy.guarding_forms import EndReceiverForm, ReceiverForm
from baiying.privacy.models import Receiver
from baiying.privacy.rights import Right
from baiying.privacy.views.listed import files_list
from baiying.ui import flash, listing
from baiying.ui.answers import refuse, see_other


def own_area(request: Asking) -> int:
    """The area of the office that acts. Raises PermissionDenied for who has none."""
    area_id = accounts.scope_of(request.actor, Right.GUARD_DATA).area_id
    if area_id is None:
        raise PermissionDenied
    return area_id


@needs(Right.GUARD_DATA)
@require_safe
def guarding(request: Asking) -> HttpResponse:
    """Who handles the data of the own area, today and before, and who else gets it."""
    own_area(request)
    today = clock.local_date(clock.now())
    path = request.actor.acting.area_path if request.actor.acting else ()
    rows = queries.receivers_within(accounts.scope_of(request.actor, Right.GUARD_DATA))
    lines = [(row, queries.receiver_state(row, today)) for row in rows]
    context = {
        "handler": queries.handler_facts(path, today),
        "versions": [row for row in places.rule_sets("data_handler") if row.area_id in {None, *path}],
        "may_change": accounts.may(request.actor, PlacesRight.EDIT_RULES),
        "now": [line for line in lines if line[1] != rules.ENDED],
        "ended": [line for line in lines if line[1] == rules.ENDED],
    }
    return render(request, "privacy/guarding.html", context)


@needs(Right.GUARD_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def receiver_new(request: Asking) -> HttpResponse:
    """Enter somebody who gets personal data."""
    area_id = own_area(request)
    filed = queries.assessments_within(accounts.scope_of(request.actor, Right.GUARD_DATA)).filter(area_id=area_id)
    form = ReceiverForm(request.POST or None, filed=filed, initial={"source": new_public_id()})
    if request.method == "POST" and form.is_valid():
        source = form.cleaned_data["source"]
        try:
            row = actions.enter_receiver(
                given=form.given(), area_id=area_id, source=source, actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已登记，在“隐私说明”里人人看得到。"))
            return see_other(reverse("privacy:receiver", args=[row.public_id]))
    return render(request, "privacy/receiver_new.html", {"form": form}, status=422 if form.errors else 200)


def _page(request: Asking, row: Receiver, status: int = 200, **more: Any) -> HttpResponse:
    names = account_rows.names_of([pk for pk in (row.entered_by_id, row.ended_by_id) if pk is not None])
    context = {
        "row": row,
        "state": queries.receiver_state(row, clock.local_date(clock.now())),
        "entered_by": names.get(row.entered_by_id, ""),
        "ended_by": names.get(row.ended_by_id or 0, ""),
        "form": EndReceiverForm(),
        **more,
    }
    return render(request, "privacy/receiver.html", context, status=status)


@needs(Right.GUARD_DATA)
@require_safe
def receiver(request: Asking, receiver_pid: str) -> HttpResponse:
    """One contract: what it says, and whether it still holds."""
    return _page(request, access.receiver_for(request.actor, receiver_pid))


@needs(Right.GUARD_DATA)
@require_POST
def receiver_end(request: Asking, receiver_pid: str) -> HttpResponse:
    """Stop it before its last day."""
    row = access.receiver_for(request.actor, receiver_pid)
    form = EndReceiverForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, form=form)
    try:
        actions.end_receiver(receiver_id=row.pk, why=form.cleaned_data["why"], actor=request.actor, at=clock.now())
    except Refused as refusal:
        refuse(form, refusal)
        return _page(request, row, refusal.status, form=form)
    flash.done(request, _("已停止，“隐私说明”里不再列出。"))
    return see_other(reverse("privacy:receiver", args=[row.public_id]))


@needs(Right.GUARD_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: Asking) -> HttpResponseBase:
    """Every file with people in it that was taken in the area, whichever office took it."""
    area_id = own_area(request)
    rows = queries.files_within(accounts.scope_of(request.actor, Right.GUARD_DATA), request.actor.account_id)
    shown = listing.of(files_list(), request, rows, area_id=area_id)
    return shown.answer or render(request, "privacy/files.html", {"list": shown})
