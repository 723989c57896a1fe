"""Vouching for a colleague who lost every second factor: one sees the document, then another does."""

from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access, actions, queries
from baiying.accounts.access import Asking, needs
from baiying.accounts.forms import VouchForm
from baiying.accounts.models import Appointment, FactorReset
from baiying.accounts.rights import Right
from baiying.accounts.views.answers import refuse, see_other, typed
from baiying.accounts.views.listed import colleagues_list, in_order
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash, listing


@needs(Right.VOUCH)
def colleagues(request: Asking) -> HttpResponseBase:
    """Whom one may vouch for, and for whom one word was given already."""
    scope = access.scope_of(request.actor, Right.VOUCH)
    at, acting = clock.now(), request.actor.acting
    assert acting is not None
    rows = in_order(queries.colleagues(acting, at).exclude(account_id=request.actor.account_id or 0))
    shown = listing.of(colleagues_list(scope.area_id, at), request, rows, area_id=scope.area_id)
    return shown.answer or render(request, "accounts/colleagues.html", {"list": shown})


def _admitted(request: Asking, appointment_pid: str, at: datetime) -> Appointment:
    """A colleague for whom one may vouch; else there is nobody."""
    acting = request.actor.acting
    assert acting is not None
    row = queries.colleagues(acting, at).filter(public_id=appointment_pid).first()
    if row is None:
        raise Http404
    return row


def _standing(row: Appointment, at: datetime) -> FactorReset | None:
    found = queries.open_resets([row.account_id]).get(row.account_id)
    return found if found is not None and not actions.is_over(found, at) else None


@needs(Right.VOUCH)
@require_http_methods(["GET", "POST"])
def vouching(request: Asking, appointment_pid: str) -> HttpResponse:
    """The first word, or the second; the page says which it is and what follows."""
    at = clock.now()
    row = _admitted(request, appointment_pid, at)
    standing = _standing(row, at)
    form = VouchForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _vouch(request, row, standing, form, at)
        except Refused as refusal:
            refuse(form, refusal)
    rules = queries.log_in_rules(at)
    context = {
        "form": form,
        "row": row,
        "standing": standing,
        "mine": standing is not None and standing.opened_by_id == request.actor.account_id,
        "hours": rules.held_back_hours,
        "wait": rules.vouch_hours,
    }
    return render(request, "accounts/vouching.html", context, status=422 if form.errors else 200)


def _vouch(
    request: Asking, row: Appointment, standing: FactorReset | None, form: VouchForm, at: datetime
) -> HttpResponse:
    if standing is not None and standing.opened_by_id != request.actor.account_id:
        actions.second_reset(reset=standing, actor=request.actor, at=at)
        flash.done(request, _("作证完成。请本人现在登录，加一种新的第二步验证。"))
        return see_other(reverse("accounts:colleagues"))
    actions.open_reset(appointment=row, document=form.cleaned_data["document"], actor=request.actor, at=at)
    flash.done(request, _("已记下您的作证。请第二位同事用自己的账号，在“为同事作证”里确认。"))
    return see_other(reverse("accounts:vouching", args=[row.public_id]))


@needs(Right.VOUCH)
@require_POST
def vouching_withdrawal(request: Asking, appointment_pid: str) -> HttpResponse:
    at = clock.now()
    row = _admitted(request, appointment_pid, at)
    standing = _standing(row, at)
    if standing is not None:
        actions.withdraw_reset(reset=standing, actor=request.actor, at=at)
        flash.done(request, _("已撤回，原来的第二步验证照旧。"))
    return see_other(reverse("accounts:colleagues"))
