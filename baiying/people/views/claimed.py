"""Somebody claims the record that the proven number comes in by: "is that you?", before anything is shown (U23)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, public
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import actions, queries
from baiying.people.forms.mine import ItIsMeForm
from baiying.people.views.answers import refuse, see_other
from baiying.ui import flash


@public
@require_http_methods(["GET", "POST"])
def claimed(request: Asking, account_pid: str) -> HttpResponse:
    """The end of the document lets its owner in and lays the claim before two anew; "not me" frees the number."""
    at = clock.now()
    phone = accounts.proven_phone(request, at)
    rows = account_rows.accounts_of_phone(phone) if phone is not None else []
    account = next((one for one in rows if one.public_id == account_pid), None)
    claim = queries.claimed_by_another(account.pk, at) if account is not None else None
    if phone is None or account is None or claim is None:
        return see_other(reverse("accounts:log_in"))
    form = ItIsMeForm(request.POST or None, end=queries.number_end_of(claim.person))
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data["last_six"]
            actions.say_mine(claim=claim, phone=phone, last_six=said, actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            accounts.enter(request, account)
            account_actions.note_log_in(account=account, method="code", actor=request.actor, at=at)
            flash.done(request, _("知道了。记录还是您的；有人要认领，得由两位工作人员当面看过证件。"))
            return see_other("/mine/")
    context = {"form": form, "number": claim.public_id}
    return render(request, "people/claimed.html", context, status=422 if form.errors else 200)
