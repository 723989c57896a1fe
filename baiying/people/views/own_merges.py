"""Two records of one human, on the human's own pages: shown by a code to both phones; said no to (R006)."""

import base64
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock, sealed
from baiying.kit.db.fields import LENGTH
from baiying.kit.errors import Refused
from baiying.people import access, actions, queries
from baiying.people.forms.merging import OwnMergeForm, TwoCodesForm
from baiying.people.models import Person
from baiying.people.views.answers import refuse, see_other, send_code
from baiying.people.views.merges import STATES
from baiying.ui import flash

PURPOSE = "merge"


class OtherCodeFails(Refused):
    """The same whether the code is wrong or none was ever sent: whose number it is, is told to nobody."""

    code = "other_code_fails"
    sentence = _("这个验证码不对，或者另一条记录不是这个手机号的。请看清短信再填；没有收到短信的，请核对号码和手机号。")
    field = "other_code"
    status = 422


_KEPT = "merging"


def _own_phone(request: Asking) -> str:
    account = account_rows.account(request.actor.account_id or 0)
    return (account_rows.phone_of(account) or "") if account is not None else ""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def merging(request: Asking) -> HttpResponse:
    """What is under way about one's records; and how to say that another one is one's own too."""
    own = _own(request)
    form = OwnMergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = actions.seek_other(number=given["number"], actor=request.actor, at=clock.now())
        except actions.NotFound:
            person = None
        except Refused as refusal:
            refuse(form, refusal)
            return _page(request, own, form, refusal.status)
        # Whether number and phone belong together is told by the code that comes, never by the page.
        fits = person is not None and person.pk != own.pk and queries.phone_of(person) == given["phone"]
        _keep(request, person.public_id if person and fits else "", given["phone"])
        if _send_both(request, fits=fits):
            return see_other(reverse("people:merging_codes"))
    return _page(request, own, form, 422 if form.errors else 200)


def _own(request: Asking) -> Person:
    """The own record, never a ward's: for a child the guardian goes to a desk."""
    person_id = queries.person_id_of_account(request.actor.account_id or 0)
    person = queries.person_by_id(person_id) if person_id is not None else None
    if person is None or person.closed_at is not None:
        raise Http404
    return person


def _place(request: Asking) -> sealed.Place:
    return sealed.Place("session", str(request.actor.account_id), _KEPT)


def _keep(request: Asking, pid: str, phone: str) -> None:
    """Sealed: the cookie is read by whoever holds it, and must not say whether number and phone belong together."""
    # Of one length, whether a record was found or not.
    text = f"{pid:<{LENGTH}} {phone}"
    request.session[_KEPT] = base64.b64encode(sealed.seal(text, at=_place(request))).decode()


def _kept(request: Asking) -> tuple[str, str]:
    """Which record and which phone; both empty where nothing was begun, or by another account."""
    try:
        text = sealed.open_sealed(base64.b64decode(request.session.get(_KEPT, "")), at=_place(request))
    except (sealed.Unreadable, ValueError):
        return "", ""
    return text[:LENGTH].strip(), text[LENGTH:].strip()


def _send_both(request: Asking, *, fits: bool) -> bool:
    phone, own = _kept(request)[1], _own_phone(request)
    sent = send_code(request, own, PURPOSE) if own else False
    if fits and phone != own:
        sent = send_code(request, phone, PURPOSE) and sent
    return sent


def _page(request: Asking, own: Person, form: OwnMergeForm, status: int) -> HttpResponse:
    hands = accounts.own_hands(request.actor)
    rows: list[dict[str, Any]] = [
        {"merge": row, "tone": STATES[row.state][0], "words": STATES[row.state][1], "until": row.cools_until}
        | {"own": row.asked_by_id in hands}
        for row in queries.merges_of(own.pk)[:10]
    ]
    number = queries.registration_of(own.pk)
    context = {"form": form, "rows": rows, "number": number.volunteer_no if number else ""}
    return render(request, "people/merging.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def merging_codes(request: Asking) -> HttpResponse:
    """Type what came to both phones: then it waits for a second person."""
    own, (pid, phone), at = _own(request), _kept(request), clock.now()
    if not phone:
        return see_other(reverse("people:merging"))
    own_phone = _own_phone(request)
    form = TwoCodesForm(request.POST or None, one_phone=phone == own_phone)
    if request.method == "POST" and form.is_valid():
        try:
            _check(request, form, phone, own_phone, at)
            other = queries.person(pid)
            if other is None:
                raise actions.NotFound
            actions.ask_merge(
                one=own, other=other, proof=actions.Proof("phones"), words="", sees=True, actor=request.actor, at=at
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            del request.session[_KEPT]
            flash.done(request, _("两个手机号都验证了。再由一位工作人员看过，就合并成一条。"))
            return see_other(reverse("people:merging"))
    context = {"form": form, "on_screen": [*accounts.on_screen(own_phone), *accounts.on_screen(phone)]}
    return render(request, "people/merging_codes.html", context, status=422 if form.errors else 200)


def _check(request: Asking, form: TwoCodesForm, phone: str, own_phone: str, at: datetime) -> None:
    pairs = [("code", own_phone)] if phone == own_phone else [("other_code", phone), ("code", own_phone)]
    for field, number in pairs:
        try:
            account_actions.check_code(
                phone=number, purpose=PURPOSE, code=form.cleaned_data[field], actor=request.actor, at=at
            )
        except Refused as refusal:
            if field == "other_code":
                raise OtherCodeFails from refusal
            refusal.field = field
            raise


@signed_in
@require_POST
def merging_no(request: Asking, merge_pid: str) -> HttpResponse:
    """Not the same human: nothing is merged."""
    row = access.own_merge(request.actor, merge_pid)
    try:
        actions.say_no(merge=row, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, _("记下了：不是同一个人，不合并。两条记录都没有变化。"))
    return see_other(reverse("people:merging"))
