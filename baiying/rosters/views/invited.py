"""The page of an invitation, which anybody may hold: it tells nothing of numbers, and opening it changes nothing."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, public, signed_in
from baiying.kit import clock, limits
from baiying.kit.errors import Refused
from baiying.kit.forms import CodeForm
from baiying.people import access as people_access
from baiying.people import queries as people
from baiying.rosters import access, actions, keeping, queries
from baiying.rosters.forms import SlipForm
from baiying.rosters.models import Invitation
from baiying.rosters.rules import inviting
from baiying.ui import flash
from baiying.ui.answers import refuse, see_other

PURPOSE = "invitation"
_PROVEN, _SENT = "invitation_proven", "invitation_sent"
_MINUTES = 30


def _proven(request: Asking, row: Invitation, at: datetime) -> str:
    """How it was proven in this browser whose it is: by the `phone` of the roster, by the `slip`; else empty."""
    kept = request.session.get(_PROVEN) or {}
    if kept.get("of") != row.public_id and kept.get("phone") != _phone_key(row):
        account_id = request.actor.account_id
        own = account_id is not None and row.phone_hash is not None
        return "phone" if own and account_rows.comes_in_by(account_id or 0, bytes(row.phone_hash or b"")) else ""
    if "proof" in kept:
        _word, line = keeping.who_of(row)
        return "phone" if accounts.proof_holds(kept["proof"], line.reached_at, at, minutes=_MINUTES) else ""
    young = at - datetime.fromisoformat(kept["at"]) <= timedelta(minutes=_MINUTES)
    return "slip" if young and kept.get("of") == row.public_id else ""


def _phone_key(row: Invitation) -> str:
    return f"{row.roster_id}:{bytes(row.phone_hash).hex()}" if row.phone_hash is not None else "none"


def _closed(request: Asking, row: Invitation, at: datetime) -> HttpResponse | None:
    """The answer for an invitation that is no longer open; every copy of it says the same."""
    if row.accepted_at is not None:
        return render(request, "rosters/accepted.html", {"row": row})
    if row.withdrawn_at is not None or row.ends_at <= at or row.who_sealed is None:
        return render(request, "rosters/over.html", {"row": row})
    return None


@public
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Asking, invitation_pid: str) -> HttpResponse:
    """Who invites, and a name that only the family knows. A code sent to the phone of the roster opens the rest."""
    row = access.invitation_for(invitation_pid)
    at = clock.now()
    if request.GET.get("paper") and access.may_read_paper(request.actor, row):
        # The clerk's own telephone has read the square on a paper.
        return see_other(f"{reverse('rosters:reading')}?{urlencode({'code': request.get_full_path()})}")
    if (closed := _closed(request, row, at)) is not None:
        return closed
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _word, line = keeping.who_of(row)
        try:
            if not line.reached_at:
                raise actions.NotTheSamePerson
            account_actions.check_code(
                phone=line.reached_at, purpose=PURPOSE, code=form.cleaned_data["code"], actor=request.actor, at=at
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            proof = accounts.proof_of_phone(line.reached_at, at)
            request.session[_PROVEN] = {"of": row.public_id, "phone": _phone_key(row), "proof": proof}
            return see_other(_here(row))
    return _page(request, row, at, form)


def _here(row: Invitation) -> str:
    return reverse("rosters:invitation", args=[row.public_id])


def _page(
    request: Asking, row: Invitation, at: datetime, form: CodeForm | None = None, slip: SlipForm | None = None
) -> HttpResponse:
    person_id = request.actor.person_id
    own = person_id is not None and queries.proves_person(row, person_id)
    way = _proven(request, row, at)
    sent = request.session.get(_SENT) == row.public_id
    _word, line = keeping.who_of(row)
    context: dict[str, Any] = {
        "row": row,
        "who": row.roster.body.name if row.roster.body is not None else row.roster.area.name,
        "own": own,
        # Of what class is nobody's business who only holds the address.
        "group": row.group if way or own else "",
        "proven": bool(way),
        "declined": bool(way or own) and row.declined_at is not None,
        "registered": bool(way) and not own and _is_registered(row),
        "has_phone": bool(line.reached_at),
        "has_slip": bool(line.id_number),
        "sent": sent,
        "on_screen": accounts.on_screen(line.reached_at) if sent and not way else [],
        "form": form if form is not None and form.is_bound else CodeForm(),
        "slip_form": slip or SlipForm(),
        "slip_open": slip is not None,
        "another": request.actor.is_signed_in and not own and not way,
        "others": queries.of_same_phone(row) if way == "phone" else [],
    }
    wrong = bool(context["form"].errors or context["slip_form"].errors)
    return render(request, "rosters/invitation.html", context, status=422 if wrong else 200)


def _is_registered(row: Invitation) -> bool:
    return row.number_hash is not None and bool(people.among_numbers([bytes(row.number_hash)]))


@public
@require_POST
def codes(request: Asking, invitation_pid: str) -> HttpResponse:
    """Send a code to the phone on the roster; no other can be entered, and it is not shown."""
    row = access.invitation_for(invitation_pid)
    at = clock.now()
    if _closed(request, row, at) is None:
        _word, line = keeping.who_of(row)
        if line.reached_at and _send_code(request, line.reached_at, at):
            request.session[_SENT] = row.public_id
    return see_other(_here(row))


def _send_code(request: Asking, phone: str, at: datetime) -> bool:
    try:
        account_actions.start_code(phone=phone, purpose=PURPOSE, actor=request.actor, at=at)
    except account_actions.CodeSentJustNow as refusal:
        flash.note(request, str(refusal))
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return False
    return True


@public
@require_POST
def slip(request: Asking, invitation_pid: str) -> HttpResponse:
    """The word of the slip and the end of the number, a few times an hour."""
    row = access.invitation_for(invitation_pid)
    at = clock.now()
    if (closed := _closed(request, row, at)) is not None:
        return closed
    form = SlipForm(request.POST)
    if form.is_valid():
        word, line = keeping.who_of(row)
        most = queries.rules_of_invitation(row, at).tries_an_hour
        if not limits.take(limits.Limit("rosters:slip", most, timedelta(hours=1)), row.public_id, at=at):
            form.add_error(None, _("试的次数太多了，请一小时以后再试，或者用手机验证码。"))
        elif inviting.slip_proves(line, word, typed_word=form.cleaned_data["word"], typed_end=form.cleaned_data["end"]):
            request.session[_PROVEN] = {"of": row.public_id, "at": at.isoformat()}
            return see_other(_here(row))
        else:
            form.add_error(
                None, _("暗语和号码后六位对不上，请对照邀请单和证件再看一遍。如果这不是给您的邀请，请不用理会。")
            )
    return _page(request, row, at, slip=form)


@public
@require_POST
def registration(request: Asking, invitation_pid: str) -> HttpResponse:
    """On to the ordinary registration, with what is known filled in; it is accepted when that is made."""
    row = access.invitation_for(invitation_pid)
    at = clock.now()
    if (closed := _closed(request, row, at)) is not None:
        return closed
    way = _proven(request, row, at)
    if not way:
        return see_other(_here(row))
    family = request.actor.is_signed_in and people.person_id_of_account(request.actor.account_id or 0) is not None
    if way == "phone" and not request.actor.is_signed_in:
        _word, line = keeping.who_of(row)
        accounts.keep_proven(request, line.reached_at, at)
    people_access.begin_brought(request, row.public_id, family=family)
    return see_other(reverse("people:register_area" if family else "people:register"))


@signed_in
@require_POST
def acceptance(request: Asking, invitation_pid: str) -> HttpResponse:
    """Who is a volunteer already says that it is them, and goes on to the team where one was named."""
    row = access.invitation_for(invitation_pid)
    person = people_access.own_person(request.actor)
    try:
        actions.accept_as_volunteer(invitation=row, person_id=person.pk, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return see_other(_here(row))
    flash.done(request, _("已接受邀请。"))
    team = row.roster.team
    return see_other(reverse("teams:team", args=[team.public_id]) if team is not None else reverse("people:profile"))


@public
@require_POST
def refusal(request: Asking, invitation_pid: str) -> HttpResponse:
    """No, as short as yes. Nobody is told."""
    row = access.invitation_for(invitation_pid)
    at = clock.now()
    own = request.actor.person_id is not None and queries.proves_person(row, request.actor.person_id)
    if _closed(request, row, at) is None and (own or _proven(request, row, at)):
        actions.decline(invitation=row, at=at)
        flash.done(request, _("已记下：不参加。没有人会看到是谁不参加，也不影响上学和工作。"))
    return see_other(_here(row))
