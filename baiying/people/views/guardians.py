"""The guardian's own pages: proves the phone, reads, agrees or declines; sees and withdraws later."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, public, signed_in
from baiying.accounts.queries import Account
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.forms import CodeForm
from baiying.kit.values import identifiers
from baiying.people import access, actions, queries, rules
from baiying.people.forms.registering import GuardianConsentForm
from baiying.people.models import Guardianship
from baiying.people.views.answers import refuse, see_other, send_code
from baiying.people.views.as_guardian import guardians_own
from baiying.people.views.words import said_words
from baiying.ui import flash

PURPOSE = "guardian"
_WAITING = _("已记下您的同意。另一位监护人不同意，所以还没有生效；有了结果会告诉您。")
_SESSION_PROVEN = "guardian_proven"
_PROVEN_MINUTES = 30


def _proven(request: Asking, row: Guardianship, at: datetime) -> bool:
    """Whether the session has proven the guardian's phone: by the code of this page or of the log-in, or by being
    logged in with it, or as who answered.

    Where the ward comes in by the same phone, being logged in proves nothing: the code is asked anew; so it is of who
    logged in some time ago: the phone may have been handed on since (U41). A code proves nothing either once somebody
    of the phone has logged out everywhere, or the phone was taken from them.
    """
    account_id = request.actor.account_id
    shared = queries.shares_phone_with_ward(row)
    own = account_id is not None and row.guardian_account_id == account_id
    own = own or (account_id is not None and account_rows.comes_in_by(account_id, bytes(row.phone_hash)))
    if own and not shared and accounts.proven_lately(request, at, minutes=_PROVEN_MINUTES):
        return True
    phone = queries.guardian_phone(row)
    if not shared and not _kept(request, row) and accounts.proven_phone(request, at) == phone:
        # Who has just logged in with the phone, and has no account yet, need not prove it twice.
        request.session[_SESSION_PROVEN] = {"of": row.public_id, "proof": accounts.proof_of_phone(phone, at)}
    return accounts.proof_holds(_kept(request, row), phone, at, minutes=_PROVEN_MINUTES)


def _may_answer(request: Asking, row: Guardianship, at: datetime) -> bool:
    """Whether the phone is proven, and there is a child to answer for: who has come of age is shown to no guardian."""
    return _proven(request, row, at) and queries.is_under_age(row.ward, at)


def _kept(request: Asking, row: Guardianship) -> dict[str, Any]:
    """What the session keeps of the code that was right for this request; empty if none was."""
    kept = request.session.get(_SESSION_PROVEN)
    return kept["proof"] if isinstance(kept, dict) and kept["of"] == row.public_id else {}


@public
@require_http_methods(["GET", "POST"])
@guardians_own
def guardian(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Proves the phone, then shows who asks and what for, while it is a child. Until then the page tells nothing but
    the phone's mask."""
    row = access.guardianship_for(request.actor, guardianship_pid)
    at = clock.now()
    if _proven(request, row, at):
        if not queries.is_under_age(row.ward, at):
            return render(request, "people/of_age.html")
        return _decision(request, row, GuardianConsentForm(text=_text(row, at)), at)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        phone = queries.guardian_phone(row)
        try:
            account_actions.check_code(
                phone=phone,
                purpose=PURPOSE,
                code=form.cleaned_data["code"],
                actor=request.actor,
                at=at,
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            request.session[_SESSION_PROVEN] = {"of": row.public_id, "proof": accounts.proof_of_phone(phone, at)}
            return see_other(reverse("people:guardian", args=[row.public_id]))
    context = {"row": row, "form": form, "sent": request.session.get("guardian_sent") == row.public_id}
    context["on_screen"] = queries.guardian_on_screen(row) if context["sent"] else []
    return render(request, "people/guardian_code.html", context, status=422 if form.errors else 200)


@public
@require_POST
@guardians_own
def guardian_code(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Send the code to the guardian's phone, the one the child gave; no other can be entered here."""
    row = access.guardianship_for(request.actor, guardianship_pid)
    phone = queries.guardian_phone(row)
    if send_code(request, phone, PURPOSE):
        request.session["guardian_sent"] = row.public_id
    return see_other(reverse("people:guardian", args=[row.public_id]))


def _text(row: Guardianship, at: datetime, *, again: bool = False) -> str:
    """The name of the text to which a guardian agrees: of the day it was asked, or anew of now; by the child's age."""
    today = clock.local_date(at)
    given = queries.registration_rules(row.ward.residence.path, today)
    purpose = rules.guardian_purpose(identifiers.age_on(row.ward.birth_date, today), given)
    return f"{purpose}-{given.consent_version if again else row.version}"


# Where a consent is sent: the first, one anew, one after a no.
_AGREE = {
    (False, True): "people:guardian_agreement",
    (False, False): "people:guardian_agreement",
    (True, False): "people:ward_agreement",
    (True, True): "people:guardian_change",
}


def _is_anothers(request: Asking, row: Guardianship) -> bool:
    """Whether a no was said by another account than the one that is logged in, by the same phone: it is not theirs."""
    return request.actor.account_id is not None and row.guardian_account_id not in {None, request.actor.account_id}


def _after_no(request: Asking, row: Guardianship, at: datetime) -> dict[str, object]:
    """What whoever said no reads of it: how it stands, what may be done, and whom to ask."""
    if not queries.said_no(row):
        return {}
    registration, own = queries.registration_of(row.ward_id), not _is_anothers(request, row)
    return {
        "said_no": True,
        # Another's consent is in force, by an office's decision or by the rule.
        "goes_on": registration is not None and registration.guardian_ok_at is not None,
        "agreed_later": queries.agreed_later(row),
        "may_change": own and queries.may_agree_again(row, at) and queries.is_under_age(row.ward, at),
        "may_reconsider": own and queries.may_reconsider(row, at),
        "holds": queries.registration_rules(row.ward.residence.path, clock.local_date(at)).withdrawal_holds,
    }


def _decision(
    request: Asking, row: Guardianship, form: GuardianConsentForm, at: datetime, *, again: bool = False
) -> HttpResponse:
    known = row.agreed_at is not None and row.guardian_account_id == request.actor.account_id
    context = {
        "row": row,
        "form": form,
        # Whoever agreed before knows the child; whoever is only asked may be a stranger.
        "ward_name": row.ward.name if known else identifiers.mask_name(row.ward.name),
        "age": identifiers.age_on(row.ward.birth_date, clock.local_date(at)),
        "separate": form.text.startswith("guardian_under_14"),
        "again": again,
        "agree_url": reverse(_AGREE[again, row.agreed_at is None], args=[row.public_id]),
        **_after_no(request, row, at),
        "may_again": row.guardian_account_id == request.actor.account_id and queries.may_agree_again(row, at),
        "consent_text": f"people/consents/{form.text}.html",
        "data_handler": queries.data_handler(clock.local_date(at), row.ward.residence.path),
        "relation": queries.relation_name(row.relation),
        "others": [said_words(one) for one in queries.said_by_others(row)],
        # Also before agreeing: whoever decides knows what comes of it.
        "waits": queries.waits_for(row, at) is not None,
        "may_refuse": queries.may_still_refuse(row),
        "answer": row.closed_why or ("no" if row.declined_at else ""),
    }
    return render(request, "people/guardian.html", context, status=422 if form.errors else 200)


@public
@require_POST
@guardians_own
def guardian_agreement(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Agree. The guardian is logged in afterwards and may see and withdraw at any time.

    Reading may take longer than a proven phone opens an account: then the agreement holds, and the log-in asks anew.
    """
    row, at = access.guardianship_for(request.actor, guardianship_pid), clock.now()
    if not _may_answer(request, row, at):
        return see_other(reverse("people:guardian", args=[row.public_id]))
    form = GuardianConsentForm(request.POST, text=_text(row, at))
    if form.is_valid():
        try:
            account = actions.agree_as_guardian(guardianship=row, actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            row.refresh_from_db()
            return _agreed(request, row, row, account, at)
    return _decision(request, row, form, at)


def _agreed(request: Asking, row: Guardianship, made: Guardianship, account: Account, at: datetime) -> HttpResponse:
    """To the children, logged in by the proof of `row`; `made`: the consent."""
    inside = request.actor.account_id == account.pk
    inside = inside or accounts.enter_by_proof(request, account, _kept(request, row), at)
    flash.done(request, _WAITING if made.waits_since else _("已记下您的同意。您可以随时在这里查看或撤回。"))
    wards = reverse("people:wards")
    return see_other(wards if inside else f"{reverse('accounts:log_in')}?{urlencode({'next': wards})}")


@public
@require_POST
@guardians_own
def guardian_refusal(request: Asking, guardianship_pid: str) -> HttpResponse:
    row, at = access.guardianship_for(request.actor, guardianship_pid), clock.now()
    if not _may_answer(request, row, at):
        return see_other(reverse("people:guardian", args=[row.public_id]))
    try:
        actions.decline_as_guardian(guardianship=row, actor=request.actor, at=at)
    except Refused as refusal:
        flash.failed(request, str(refusal))
    return see_other(reverse("people:guardian", args=[row.public_id]))


def _anew(
    request: Asking, row: Guardianship, at: datetime, agreed: Callable[[Guardianship], HttpResponse]
) -> HttpResponse:
    """The text of today to agree to after a no or a withdrawal; `agreed` answers once that is done."""
    form = GuardianConsentForm(request.POST if request.method == "POST" else None, text=_text(row, at, again=True))
    if form.is_valid():
        try:
            made = actions.agree_again(guardianship=row, actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return agreed(made)
    return _decision(request, row, form, at, again=True)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@guardians_own
def guardian_change(request: Asking, guardianship_pid: str) -> HttpResponse:
    """From a no to a yes, with the text of today before the eyes."""
    row, at = access.guardianship_for(request.actor, guardianship_pid), clock.now()
    if not _may_answer(request, row, at) or _is_anothers(request, row):
        return see_other(reverse("people:guardian", args=[row.public_id]))
    if not queries.said_no(row) or not queries.may_agree_again(row, at):
        return see_other(reverse("people:guardian", args=[row.public_id]))

    def agreed(made: Guardianship) -> HttpResponse:
        account = account_rows.account(made.guardian_account_id or 0)
        assert account is not None
        return _agreed(request, row, made, account, at)

    return _anew(request, row, at, agreed)


@public
@require_POST
@guardians_own
def guardian_reconsidering(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Take the no back: the request waits for an answer again."""
    row, at = access.guardianship_for(request.actor, guardianship_pid), clock.now()
    if _may_answer(request, row, at) and not _is_anothers(request, row):
        try:
            actions.reconsider_as_guardian(guardianship=row, actor=request.actor, at=at)
        except Refused as refusal:
            flash.failed(request, str(refusal))
        else:
            flash.done(request, _("已收回“不同意”，也告诉了孩子。想好了再答复。"))
    return see_other(reverse("people:guardian", args=[row.public_id]))


@public
@require_POST
@guardians_own
def guardian_disclaimer(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Whoever was asked is not the child's guardian: no answer of a guardian."""
    row, at = access.guardianship_for(request.actor, guardianship_pid), clock.now()
    if _may_answer(request, row, at):
        try:
            actions.not_the_guardian(guardianship=row, actor=request.actor, at=at)
        except Refused as refusal:
            flash.failed(request, str(refusal))
    return see_other(reverse("people:guardian", args=[row.public_id]))


@signed_in
@require_http_methods(["GET", "POST"])
@guardians_own
def ward_agreement(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Agree again after a withdrawal, with the text of today before the eyes."""
    at = clock.now()
    if access.was_guardian_of_grown_up(request.actor, guardianship_pid, at):
        return render(request, "people/of_age.html")
    row = access.own_guardianship(request.actor, guardianship_pid, at)
    if not queries.may_agree_again(row, at):
        return see_other(reverse("people:wards"))
    if not _may_answer(request, row, at):
        return see_other(reverse("people:guardian", args=[row.public_id]))

    def agreed(made: Guardianship) -> HttpResponse:
        again = _("已记下您的同意。撤回时取消的报名没有自动恢复；还有名额的列在孩子的名字下面，可以替孩子重新报名。")
        flash.done(request, _WAITING if made.waits_since else again)
        return see_other(reverse("people:wards"))

    return _anew(request, row, at, agreed)
