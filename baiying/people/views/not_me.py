"""This is not me: whoever got a number that was somebody else's (field case F30)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, public
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.forms import CodeForm
from baiying.kit.values import identifiers
from baiying.people import actions
from baiying.people.views.answers import refuse, see_other, send_code
from baiying.ui import flash

PURPOSE = "not_me"


def _phone(request: Asking) -> str | None:
    """The phone that was proven a moment ago, or the one of who is logged in: that one must be proven anew."""
    proven = accounts.proven_phone(request, clock.now())
    if proven is not None or request.actor.account_id is None:
        return proven
    account = account_rows.account(request.actor.account_id)
    return account_rows.phone_of(account) if account is not None else None


@public
@require_http_methods(["GET", "POST"])
def not_me(request: Asking) -> HttpResponse:
    """Says what happens before it is pressed; shows nothing of whose number it was."""
    at, phone = clock.now(), _phone(request)
    if phone is None:
        return see_other(reverse("accounts:log_in"))
    proven = accounts.proven_phone(request, at) is not None
    form = None if proven else CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if form is not None:
                code = form.cleaned_data["code"]
                account_actions.check_code(phone=phone, purpose=PURPOSE, code=code, actor=request.actor, at=at)
            actions.disown_phone(phone=phone, actor=request.actor, at=at)
        except Refused as refusal:
            if form is None:
                flash.failed(request, str(refusal))
                return see_other(reverse("people:not_me"))
            refuse(form, refusal)
        else:
            accounts.leave(request)
            accounts.keep_proven(request, phone, at)
            flash.done(request, _("好了，这个号码和原来的人没有关系了。您可以用它注册。"))
            return see_other(reverse("accounts:unknown"))
    context = {
        "form": form,
        "mask": identifiers.mask_phone(phone),
        "sent": proven or request.session.get("not_me_sent") == identifiers.mask_phone(phone),
        "proven": proven,
        "on_screen": [] if proven else accounts.on_screen(phone),
    }
    return render(request, "people/not_me.html", context, status=422 if form is not None and form.errors else 200)


@public
@require_POST
def code(request: Asking) -> HttpResponse:
    """Send the code that proves who holds the number now."""
    phone = _phone(request)
    if phone is None:
        return see_other(reverse("accounts:log_in"))
    if send_code(request, phone, PURPOSE):
        request.session["not_me_sent"] = identifiers.mask_phone(phone)
    return see_other(reverse("people:not_me"))
