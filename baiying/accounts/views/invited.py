"""The page of an invitation to a role, for somebody without a log-in: it tells nothing before the number is proven."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import access, actions, list_access, list_keeping, pending, queries
from baiying.accounts.access import Asking, public
from baiying.accounts.list_models import AppointmentInvitation
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.forms import CodeForm
from baiying.ui import flash
from baiying.ui.answers import refuse, see_other

PURPOSE = "appointment"
_SENT = "appointment_invited"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: Asking, invited_pid: str) -> HttpResponse:
    """A code to the invited number opens a log-in of its owner; only then the role is offered, to be answered."""
    row, at = list_access.invitation_for(invited_pid), clock.now()
    if row.taken_at is not None or not actions.may_be_taken(row, at):
        return render(request, "accounts/invited_over.html", {"taken": row.taken_at is not None})
    here = reverse("accounts:invited", args=[row.public_id])
    phone, _name = list_keeping.who_of(row)
    own = request.actor.account_id
    is_own = own is not None and queries.comes_in_by(own, bytes(row.phone_hash or b""))
    form = CodeForm()
    if request.method == "POST" and is_own:
        return _take_own(request, row, own or 0, here)
    if request.method == "POST" and "send" in request.POST:
        try:
            actions.start_code(phone=phone, purpose=PURPOSE, actor=request.actor, at=at)
        except actions.CodeSentJustNow:
            pass  # The code is on its way already.
        except Refused as refusal:
            flash.failed(request, str(refusal))
            return see_other(here)
        request.session[_SENT] = row.public_id
        return see_other(here)
    if request.method == "POST":
        form = CodeForm(request.POST)
        if form.is_valid():
            try:
                actions.check_code(
                    phone=phone, purpose=PURPOSE, code=form.cleaned_data["code"], actor=request.actor, at=at
                )
                return _come_in(request, row, phone, at)
            except Refused as refusal:
                refuse(form, refusal)
    sent = request.session.get(_SENT) == row.public_id
    context = {"form": form, "sent": sent, "own": is_own, "on_screen": access.on_screen(phone) if sent else []}
    if is_own and (account := queries.account(own or 0)) is not None and not actions.is_for(row, account):
        context["another"] = actions.AnotherName.sentence
    return render(request, "accounts/invited.html", context, status=422 if form.errors else 200)


def _come_in(request: Asking, row: AppointmentInvitation, phone: str, at: datetime) -> HttpResponse:
    """In by the code that was right just now; where that alone opens nothing, the question of the log-in comes first:
    which of two of one name, or whether that is still the owner (R013, U23). Refuses what the action refuses."""
    found = actions.invited_accounts(row)
    if len(found) > 1 or any(access.asks_who(one, at) for one in found):
        pending.keep_phone(request, phone, proven_at=at)
        pending.keep_choice(request, found, at)
        pending.keep_next(request, reverse("accounts:invited", args=[row.public_id]))
        return see_other(reverse("accounts:choice"))
    mine = found[0] if found else None
    account = actions.come_by_invitation(invitation=row, account=mine, actor=request.actor, at=at)
    access.enter(request, account)
    actions.note_log_in(account=account, method="code", actor=request.actor, at=at)
    return see_other(reverse("accounts:offers"))


def _take_own(request: Asking, row: AppointmentInvitation, account_id: int, here: str) -> HttpResponse:
    account = queries.account(account_id)
    if account is None:
        return see_other(here)
    try:
        actions.take_invitation(invitation=row, account=account, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return see_other(here)
    flash.done(request, _("请答复这项任命：接受之后才生效。"))
    return see_other(reverse("accounts:offers"))
