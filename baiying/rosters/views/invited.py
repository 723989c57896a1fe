"""The page of an invitation, which anybody may hold: it tells nothing of numbers, and opening it changes nothing."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, public, signed_in
from baiying.kit import addresses, clock, limits
from baiying.kit.errors import Refused
from baiying.kit.forms import CodeForm
from baiying.kit.values import identifiers
from baiying.people import access as people_access
from baiying.people import queries as people
from baiying.rosters import access, actions, keeping, queries
from baiying.rosters.forms import SlipForm
from baiying.rosters.models import Invitation
from baiying.rosters.rules import inviting
from baiying.rosters.rules.checking import Line
from baiying.ui import flash
from baiying.ui.answers import refuse, see_other

PURPOSE = "invitation"
_PROVEN, _SENT, _SAID_NO = "invitation_proven", "invitation_sent", "invitation_said_no"
_MINUTES = 30
# So many networks may use up their tries at one slip before it is closed to all for an hour.
_NETWORKS = 4


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
    """The answer for an invitation that is no longer open; every copy of it says the same.

    That it was accepted is said to the phone of the roster and to whoever came by it. A clerk has the address, the word
    of the slip and the number: to those it looks like one that nobody answered, and like one that was taken back with
    the others (R111).
    """
    if row.accepted_at is not None and (_is_own(request, row) or _proven(request, row, at) == "phone"):
        return render(request, "rosters/accepted.html", {"row": row})
    back = row.withdrawn_at is not None or row.roster.undone_at is not None
    if back or row.ends_at <= at or row.who_sealed is None:
        return render(request, "rosters/over.html", {"row": row})
    return None


def _is_own(request: Asking, row: Invitation) -> bool:
    """Whether whoever is logged in is whom it means, or came by it."""
    person_id = request.actor.person_id
    if person_id is None:
        return False
    return row.person_id == person_id if row.accepted_at is not None else queries.proves_person(row, person_id)


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
    own, way = _is_own(request, row), _proven(request, row, at)
    sent = request.session.get(_SENT) == row.public_id
    _word, line = keeping.who_of(row)
    context: dict[str, Any] = {
        "row": row,
        "who": row.roster.body.name if row.roster.body is not None else row.roster.area.name,
        "own": own,
        # Of what class is nobody's business who only holds the address.
        "group": row.group if way or own else "",
        "proven": bool(way),
        # A no is read by whoever said it: by the phone, by the own log-in, and in the browser in which it was said.
        "declined": _may_read_no(request, row, way, own=own),
        "has_phone": bool(line.reached_at),
        "has_slip": bool(line.id_number),
        "sent": sent,
        "on_screen": accounts.on_screen(line.reached_at) if sent and not way else [],
        "form": form if form is not None and form.is_bound else CodeForm(),
        "slip_form": slip or SlipForm(),
        # The square of a slip leads to its own fields.
        "slip_first": bool(line.id_number) and (slip is not None or "slip" in request.GET),
        "another": request.actor.is_signed_in and not own and not way,
        "others": queries.of_same_phone(row) if way == "phone" else [],
    }
    wrong = bool(context["form"].errors or context["slip_form"].errors)
    return render(request, "rosters/invitation.html", context, status=422 if wrong else 200)


def _may_read_no(request: Asking, row: Invitation, way: str, *, own: bool) -> bool:
    said_here = bool(way) and request.session.get(_SAID_NO) == row.public_id
    return said_here or (row.declined_at is not None and (own or way == "phone"))


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
        if not _may_try(request, row, at):
            form.add_error(None, _("试的次数太多了，请一小时以后再试，或者用手机验证码。"))
        elif inviting.slip_proves(line, word, typed_word=form.cleaned_data["word"], typed_end=form.cleaned_data["end"]):
            request.session[_PROVEN] = {"of": row.public_id, "at": at.isoformat()}
            return see_other(_here(row))
        else:
            form.add_error(None, _wrong(request, row, at))
    return _page(request, row, at, slip=form)


def _limits(request: Asking, row: Invitation, at: datetime) -> list[tuple[limits.Limit, tuple[object, ...]]]:
    """Tries by network and link: a stranger with the link leaves the family at home its own. All networks together may
    try a few times as often, so that nobody goes through the numbers from many of them."""
    most = queries.rules_of_invitation(row, at).tries_an_hour
    hour = timedelta(hours=1)
    here = (limits.Limit("rosters:slip", most, hour), (row.public_id, addresses.neighbourhood(request.actor.ip)))
    return [here, (limits.Limit("rosters:slip:all", most * _NETWORKS, hour), (row.public_id,))]


def _may_try(request: Asking, row: Invitation, at: datetime) -> bool:
    return all(limits.take(limit, *key, at=at) for limit, key in _limits(request, row, at))


def _wrong(request: Asking, row: Invitation, at: datetime) -> str:
    """What does not agree, and how often it may be tried yet."""
    n = min(limits.left(limit, *key, at=at) for limit, key in _limits(request, row, at))
    said = ngettext(
        "校验词和号码后六位对不上，请对照邀请单和证件，一小时内还能试 %(n)s 次。不是给您的邀请，请不用理会。",
        "校验词和号码后六位对不上，请对照邀请单和证件，一小时内还能试 %(n)s 次。不是给您的邀请，请不用理会。",
        n,
    )
    return said % {"n": n}


@public
@require_POST
def registration(request: Asking, invitation_pid: str) -> HttpResponse:
    """On to the ordinary registration, with what is known filled in; it is accepted when that is made.

    Where the phone that was proven is the guardian's, it is asked first whether the child has an own one.
    """
    row = access.invitation_for(invitation_pid)
    at = clock.now()
    if (closed := _closed(request, row, at)) is not None:
        return closed
    way = _proven(request, row, at)
    if not way:
        return see_other(_here(row))
    family = request.actor.is_signed_in and people.person_id_of_account(request.actor.account_id or 0) is not None
    _word, line = keeping.who_of(row)
    answer = request.POST.get("child_phone", "")
    asked = way == "phone" and not request.actor.is_signed_in and _is_child_with_guardian(line, at)
    if asked and answer not in {"own", "none"}:
        return render(
            request,
            "rosters/whose_phone.html",
            {"row": row, "ages": people.registration_rules(row.roster.area.path, clock.local_date(at))},
        )
    request.session.pop(_SAID_NO, None)
    if asked and answer == "own":
        # The child's own number is proven by its own code; the guardian's is filled in where the guardian is asked.
        accounts.forget_phone(request)
    elif way == "phone" and not request.actor.is_signed_in:
        accounts.keep_proven(request, line.reached_at, at)
    people_access.begin_brought(request, row.public_id, family=family)
    return see_other(reverse("people:register_area" if family else "people:register"))


def _is_child_with_guardian(line: Line, at: datetime) -> bool:
    """Whether the roster's phone is the guardian's of somebody who is under age, or of whom it says no birthday."""
    if not line.guardian_phone:
        return False
    grown = people.registration_rules((), clock.local_date(at)).adult_age
    return not line.birth or identifiers.age_on(date.fromisoformat(line.birth), clock.local_date(at)) < grown


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
    if _closed(request, row, at) is None and (_is_own(request, row) or _proven(request, row, at)):
        actions.decline(invitation=row, at=at)
        request.session[_SAID_NO] = row.public_id
        flash.done(request, _("已记下：不参加。没有人会看到是谁不参加，也不影响上学和工作。"))
    return see_other(_here(row))
