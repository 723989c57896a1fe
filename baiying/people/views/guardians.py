"""The guardian's own pages: proves the phone, reads, agrees or declines; sees and withdraws later."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, public, signed_in
from baiying.kit import clock, rooms
from baiying.kit.errors import Refused
from baiying.kit.forms import CodeForm
from baiying.kit.values import identifiers
from baiying.people import access, actions, cards, queries, rules
from baiying.people.forms.registering import GuardianConsentForm
from baiying.people.models import Consent, Guardianship
from baiying.people.rights import Right
from baiying.people.views import undone
from baiying.people.views.answers import refuse, see_other, send_code
from baiying.people.views.words import purpose_name, said_words, state_words
from baiying.places import queries as places
from baiying.ui import flash
from baiying.ui.cards import WardNow

PURPOSE = "guardian"
_WAITING = _("已记下您的同意。另一位监护人撤回过，所以还没有生效；有了结果会告诉您。")
_SESSION_PROVEN = "guardian_proven"
_PROVEN_MINUTES = 30


def _proven(request: Asking, row: Guardianship, at: datetime) -> bool:
    """Whether the session has proven the guardian's phone: by the code of this page or of the log-in, or by being
    logged in with it.

    Where the ward comes in by the same phone, being logged in proves nothing: the code is asked anew. A code proves
    nothing either once somebody of the phone has logged out everywhere, or the phone was taken from them.
    """
    account_id = request.actor.account_id
    shared = row.ward.phone_hash is not None and bytes(row.ward.phone_hash) == bytes(row.phone_hash)
    if account_id is not None and not shared and account_rows.comes_in_by(account_id, bytes(row.phone_hash)):
        return True
    phone = queries.guardian_phone(row)
    if not shared and not _kept(request, row) and accounts.proven_phone(request, at) == phone:
        # Who has just logged in with the phone, and has no account yet, need not prove it twice.
        request.session[_SESSION_PROVEN] = {"of": row.public_id, "proof": accounts.proof_of_phone(phone, at)}
    return accounts.proof_holds(_kept(request, row), phone, at, minutes=_PROVEN_MINUTES)


def _kept(request: Asking, row: Guardianship) -> dict[str, Any]:
    """What the session keeps of the code that was right for this request; empty if none was."""
    kept = request.session.get(_SESSION_PROVEN)
    return kept["proof"] if isinstance(kept, dict) and kept["of"] == row.public_id else {}


@public
@require_http_methods(["GET", "POST"])
def guardian(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Proves the phone, then shows who asks and what for. Until then the page tells nothing but the phone's mask."""
    row = access.guardianship_for(guardianship_pid)
    at = clock.now()
    if _proven(request, row, at):
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
def guardian_code(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Send the code to the guardian's phone, the one the child gave; no other can be entered here."""
    row = access.guardianship_for(guardianship_pid)
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
        "may_again": row.guardian_account_id == request.actor.account_id and queries.may_agree_again(row, at),
        "consent_text": f"people/consents/{form.text}.html",
        "data_handler": queries.data_handler(clock.local_date(at), row.ward.residence.path),
        "relation": queries.relation_name(row.relation),
        "others": [said_words(one) for one in queries.said_by_others(row)],
        # Also before agreeing: whoever decides knows what comes of it.
        "waits": queries.waits_for(row, at) is not None,
        "answer": row.closed_why or ("no" if row.declined_at else ""),
    }
    return render(request, "people/guardian.html", context, status=422 if form.errors else 200)


@public
@require_POST
def guardian_agreement(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Agree. The guardian is logged in afterwards and may see and withdraw at any time.

    Reading may take longer than a proven phone opens an account: then the agreement holds, and the log-in asks anew.
    """
    row, at = access.guardianship_for(guardianship_pid), clock.now()
    if not _proven(request, row, at):
        return see_other(reverse("people:guardian", args=[row.public_id]))
    form = GuardianConsentForm(request.POST, text=_text(row, at))
    if form.is_valid():
        try:
            account = actions.agree_as_guardian(guardianship=row, actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            inside = request.actor.account_id == account.pk
            inside = inside or accounts.enter_by_proof(request, account, _kept(request, row), at)
            row.refresh_from_db()
            flash.done(request, _WAITING if row.waits_since else _("已记下您的同意。您可以随时在这里查看或撤回。"))
            wards = reverse("people:wards")
            return see_other(wards if inside else f"{reverse('accounts:log_in')}?{urlencode({'next': wards})}")
    return _decision(request, row, form, at)


@public
@require_POST
def guardian_refusal(request: Asking, guardianship_pid: str) -> HttpResponse:
    row, at = access.guardianship_for(guardianship_pid), clock.now()
    if not _proven(request, row, at):
        return see_other(reverse("people:guardian", args=[row.public_id]))
    try:
        actions.decline_as_guardian(guardianship=row, actor=request.actor, at=at)
    except Refused as refusal:
        flash.failed(request, str(refusal))
    return see_other(reverse("people:guardian", args=[row.public_id]))


def _doing_now(person_id: int, at: datetime) -> list[WardNow]:
    return [one for told in rooms.filling("wards_now") for one in told(person_id, at)]


def _others(row: Guardianship) -> list[str]:
    return [said_words(one) for one in queries.said_by_others(row)]


@signed_in
def wards(request: Asking) -> HttpResponse:
    """For whom I answer: how they stand, what they do right now and whom to call about it, act for them, withdraw."""
    at = clock.now()
    rows = []
    for row in queries.wards_of(request.actor.account_id or 0, at):
        registration = queries.registration_of(row.ward_id)
        state = queries.state_of(registration) if registration else "ended"
        again = queries.may_agree_again(row, at)
        plans = [plan for told in rooms.filling("ward_plans") for plan in told(row.ward_id, at)]
        acting = request.actor.person_id == row.ward_id
        now = _doing_now(row.ward_id, at)
        rows.append(
            {"row": row, "state": state, "acting": acting, "again": again, "plans": plans, "now": now}
            | {"waits": row.waits_since and not row.in_force_at, "others": _others(row)}
        )
    withdrawn = [
        (row, queries.may_agree_again(row, at), _doing_now(row.ward_id, at), _others(row))
        for row in queries.withdrawn_wards_of(request.actor.account_id or 0, at)
    ]
    own = queries.person_of_account(request.actor.account_id or 0)
    context = {
        "rows": rows,
        "withdrawn": withdrawn,
        "asked": {"rows": cards.asking(request.actor.account_id or 0, at)},
        "own": own,
        "for_self": request.actor.person_id == (own.pk if own else None),
    }
    return render(request, "people/wards.html", context)


@signed_in
@require_POST
def ward_acting(request: Asking) -> HttpResponse:
    """POST `person`: a ward's public id, or nothing for oneself; `to`: profile, where the ward's is what is wanted."""
    person_pid = request.POST.get("person", "")
    if person_pid:
        access.act_for_ward(request, person_pid)
        return see_other(reverse("people:profile") if request.POST.get("to") == "profile" else "/mine/")
    access.act_for_own(request)
    flash.done(request, _("现在为您自己操作。"))
    return see_other(reverse("people:wards"))


# On a guardian's page "the person" would be read as the guardian.
_GIVEN_BY = {"self": _("孩子本人"), "guardian": _("监护人"), "on_site": _("当面签字的人")}


def _given_by(consent: Consent) -> str:
    return str(_GIVEN_BY[consent.given_by])


@signed_in
@require_safe
def ward(request: Asking, guardianship_pid: str) -> HttpResponse:
    """What is on record of a ward, also after a withdrawal; and whom to ask for correction or deletion."""
    at = clock.now()
    row = access.own_guardianship(request.actor, guardianship_pid, at)
    registration, doubt = queries.registration_of(row.ward_id), queries.last_doubt_of(row.ward_id)
    context = {
        "guardianship": row,
        "person": row.ward,
        "registration": registration,
        "doubt": doubt,
        "may_say": doubt is not None
        and (doubt.decided_at is None or doubt.found == "untrue")
        and queries.is_guardian_of(request.actor.account_id or 0, row.ward_id, at),
        "words": state_words(queries.state_of(registration) if registration else "ended"),
        "residence": places.path_names(row.ward.residence),
        "service": places.path_names(row.ward.service_area),
        "skills": queries.skill_names(row.ward.skills),
        "categories": queries.category_names(row.ward.categories),
        "consents": [(one, purpose_name(one.purpose), _given_by(one)) for one in queries.consents_of(row.ward_id)],
        "others": _others(row),
        "waits": row.withdrawn_at is None and row.waits_since and not row.in_force_at,
        "looks": queries.looks_at(row.ward_id),
        "again": queries.may_agree_again(row, at),
        "office": queries.office_near(row.ward.residence_id, at, right=Right.CHECK_REAL_NAME),
    }
    return render(request, "people/ward.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def ward_agreement(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Agree again after a withdrawal, with the text of today before the eyes."""
    at = clock.now()
    row = access.own_guardianship(request.actor, guardianship_pid, at)
    if not queries.may_agree_again(row, at):
        return see_other(reverse("people:wards"))
    if not _proven(request, row, at):
        return see_other(reverse("people:guardian", args=[row.public_id]))
    form = GuardianConsentForm(request.POST if request.method == "POST" else None, text=_text(row, at, again=True))
    if form.is_valid():
        try:
            made = actions.agree_again(guardianship=row, actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            again = _("已记下您的同意。撤回时取消的报名没有恢复，孩子想参加请再报名。")
            flash.done(request, _WAITING if made.waits_since else again)
            return see_other(reverse("people:wards"))
    return _decision(request, row, form, at, again=True)


@signed_in
@require_http_methods(["GET", "POST"])
def ward_withdrawal(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Withdraw, after one question."""
    row = access.guardianship_for(guardianship_pid)
    if row.guardian_account_id != request.actor.account_id or row.withdrawn_at is not None:
        raise Http404
    at = clock.now()
    if request.method == "POST":
        actions.withdraw_as_guardian(guardianship=row, actor=request.actor, at=at)
        account = account_rows.account(row.guardian_account_id or 0)
        if account is not None:
            accounts.enter(request, account)
        flash.done(request, _("已撤回同意。孩子的注册已暂停，以前的记录仍然保留。"))
        return see_other(reverse("people:wards"))
    context = {
        "title": _("撤回监护人同意"),
        "text": _("撤回之后，孩子不能再报名，新的服务时长不再计入。以前的记录保留。以后还可以重新同意。"),
        "facts": [
            (_("孩子"), row.ward.name),
            *undone.facts(row.ward_id, at),
        ],
        "warning": "people/parts/wards_now.html",
        "doing": _doing_now(row.ward_id, at),
        "submit": _("撤回同意"),
        "back": reverse("people:wards"),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)
