"""Choosing the appointment in whose name one acts now."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import access, stand_ins
from baiying.accounts.access import Asking, signed_in
from baiying.accounts.views.answers import see_other
from baiying.kit import returning
from baiying.ui import flash


@signed_in
@require_http_methods(["GET", "POST"])
def acting(request: Asking) -> HttpResponseBase:
    """POST `appointment`: its public id, or nothing for "myself"."""
    if request.method == "POST":
        if not access.act_as(request, request.POST.get("appointment") or None):
            raise Http404
        now = request.actor.acting
        if request.actor.awaits_factor:
            return access.to_factor(request, returning.local(request.POST.get("next")) or "/desk/")
        if now is None:
            flash.done(request, _("现在以您自己的身份办事。"))
        wanted = returning.local(request.POST.get("next"))
        if now and wanted:
            return see_other(wanted)
        return see_other("/desk/" if now else "/mine/")
    held = list(access.live_appointments(request.actor.account_id or 0))
    for one in held:
        one.away = stand_ins.away_name(one)  # type: ignore[attr-defined]
    return render(request, "accounts/acting.html", {"held": held, "next": request.GET.get("next", "")})
