"""The offices' lists: search within the scope, and who waits for a real-name check."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, needs
from baiying.accounts.rights import Right as AccountsRight
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import queries
from baiying.people.forms.desk import UnlockForm
from baiying.people.rights import Right
from baiying.people.views.answers import refuse, see_other
from baiying.people.views.listed import checks_list, people_list
from baiying.ui import flash, listing


@needs(Right.SEE_PEOPLE)
def people(request: Asking) -> HttpResponseBase:
    """Search by name, volunteer number, or a whole ID number or phone; only within one's area, always masked."""
    scope = accounts.scope_of(request.actor, Right.SEE_PEOPLE)
    shown = listing.of(people_list(scope), request, queries.persons(scope), area_id=scope.area_id)
    if shown.answer is not None:
        return shown.answer
    context = {
        "list": shown,
        # Nobody is called so: what stands there differs in one sign.
        "alike": queries.only_alike(shown.words, [one.name_key for one in shown.page]),
        # As the workbench counts them: for whom a look at the document is what is missing.
        "waiting": queries.ready_checks(queries.waiting_checks(scope)).count(),
        "claims": queries.waiting_claims(scope).count(),
    }
    return render(request, "people/desk_people.html", context)


@needs(Right.CHECK_REAL_NAME)
def checks(request: Asking) -> HttpResponseBase:
    """Who waits for the document to be seen, oldest first."""
    scope = accounts.scope_of(request.actor, Right.CHECK_REAL_NAME)
    shown = listing.of(checks_list(), request, queries.waiting_checks(scope), area_id=scope.area_id)
    return shown.answer or render(request, "people/desk_checks.html", {"list": shown})


@needs(AccountsRight.UNLOCK_LOG_IN)
@require_http_methods(["GET", "POST"])
def locks(request: Asking) -> HttpResponse:
    """Unlock a phone for somebody of one's area who stands at the desk."""
    scope = accounts.scope_of(request.actor, AccountsRight.UNLOCK_LOG_IN)
    form, at = UnlockForm(request.POST or None), clock.now()
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        here = (
            scope.area_id is None
            or queries.persons_of_phone(phone).filter(queries.within(scope)).exists()
            or account_rows.phone_serves_within(phone, scope.area_id, at)
        )
        if not here:
            form.add_error("phone", _("您的地区里没有人用这个手机号注册，请对方到注册地的实践站（所）办理。"))
        else:
            try:
                lifted = account_actions.unlock(
                    phone=phone, reason=form.cleaned_data["reason"], actor=request.actor, at=at
                )
            except Refused as refusal:
                refuse(form, refusal)
            else:
                if lifted:
                    flash.done(request, _("已解锁，现在就可以登录。"))
                    return see_other(request.path)
                form.add_error("phone", _("这个手机号现在没有锁定，可以直接登录。"))
    everywhere = account_rows.live_locks(at)[:100] if scope.area_id is None else []
    context = {"form": form, "live": everywhere, "platform": scope.area_id is None}
    return render(request, "people/desk_locks.html", context, status=422 if form.errors else 200)
