"""A guardian's children: how they stand and what they do, acting for them, what is on record, withdrawing."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock, returning, rooms
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.people import access, actions, cards, queries, rules
from baiying.people.forms.guardians import OtherGuardianForm
from baiying.people.models import Consent, Guardianship
from baiying.people.rights import Right
from baiying.people.views import undone
from baiying.people.views.answers import refuse, see_other
from baiying.people.views.as_guardian import guardians_own
from baiying.people.views.words import giver_words, purpose_name, said_words, state_words
from baiying.places import queries as places
from baiying.ui import flash
from baiying.ui.cards import WardNow


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
        ended = [one for told in rooms.filling("ward_again") for one in told(row.ward_id, row.guardian_account_id, at)]
        acting = request.actor.person_id == row.ward_id
        now = _doing_now(row.ward_id, at)
        rows.append(
            {"row": row, "state": state, "acting": acting, "again": again, "plans": plans, "now": now, "ended": ended}
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
        "refused": [
            (row, identifiers.mask_name(row.ward.name), _others(row), queries.may_agree_again(row, at))
            for row in queries.refused_wards_of(request.actor.account_id or 0, at)
        ],
        "own": own,
        "then": returning.local(request.GET.get("next")),
        "for_self": request.actor.person_id == (own.pk if own else None),
    }
    return render(request, "people/wards.html", context)


@signed_in
@require_POST
def ward_acting(request: Asking) -> HttpResponse:
    """POST `person`: a ward's public id, or nothing for oneself; `to`: profile, where the ward's is what is wanted;
    `next`: the page from which one was led here."""
    person_pid = request.POST.get("person", "")
    if person_pid:
        access.act_for_ward(request, person_pid)
        then = returning.local(request.POST.get("next")) or "/mine/"
        return see_other(reverse("people:profile") if request.POST.get("to") == "profile" else then)
    access.act_for_own(request)
    flash.done(request, _("现在为您自己操作。"))
    return see_other(reverse("people:wards"))


# On a guardian's page "the person" would be read as the guardian.
_GIVEN_BY = {"self": _("孩子本人"), "on_site": _("当面签字的人")}


def _given_by(consent: Consent) -> str:
    return str(_GIVEN_BY.get(consent.given_by) or giver_words(consent))


@signed_in
@require_safe
@guardians_own
def ward(request: Asking, guardianship_pid: str) -> HttpResponse:
    """What is on record of a ward, also after a withdrawal; and whom to ask for correction or deletion."""
    at = clock.now()
    if access.was_guardian_of_grown_up(request.actor, guardianship_pid, at):
        return render(request, "people/of_age.html")
    row = access.own_guardianship(request.actor, guardianship_pid, at)
    registration, doubt = queries.registration_of(row.ward_id), queries.last_doubt_of(row.ward_id)
    acts = queries.is_guardian_of(request.actor.account_id or 0, row.ward_id, at)
    context = {
        "guardianship": row,
        "person": row.ward,
        "registration": registration,
        "doubt": doubt,
        "acts": acts,
        "may_say": acts and doubt is not None and (doubt.decided_at is None or doubt.found == "untrue"),
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
        "may_name": registration is not None and registration.guardian_ok_at is not None and queries.is_in_force(row),
        "office": queries.office_near(row.ward.residence_id, at, right=Right.CHECK_REAL_NAME),
    }
    return render(request, "people/ward.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@guardians_own
def ward_withdrawal(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Withdraw, after one question; nothing of who is of age."""
    at = clock.now()
    if access.was_guardian_of_grown_up(request.actor, guardianship_pid, at):
        return render(request, "people/of_age.html")
    row = access.guardianship_for(request.actor, guardianship_pid)
    own = row.guardian_account_id == request.actor.account_id
    if own and row.withdrawn_at is not None and row.agreed_at is not None:
        # "Back" after it, or the same press again.
        flash.already(request, _("您已撤回过这份同意，不用再撤一次。孩子的情况都在这里。"))
        return see_other(reverse("people:wards"))
    if not own or row.agreed_at is None:
        # Who only said no has nothing to withdraw, and learns nothing of the child here.
        raise Http404
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


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@guardians_own
def ward_other(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Name the child's other guardian, who is asked on the own phone: a yes stands beside, a no counts at once."""
    at = clock.now()
    if access.was_guardian_of_grown_up(request.actor, guardianship_pid, at):
        return render(request, "people/of_age.html")
    row = access.own_guardianship(request.actor, guardianship_pid, at)
    back = reverse("people:ward", args=[row.public_id])
    form = OtherGuardianForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        other = rules.GuardianAsked(given["guardian_name"], given["relation"], given["guardian_phone"])
        try:
            actions.ask_other_guardian(guardianship=row, guardian=other, actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已给另一位监护人发了短信。他答复以后告诉您。"))
            return see_other(back)
    context = {
        "form": form,
        "title": _("请另一位监护人也登记"),
        "lead": _("他同意，和您的同意并列；他不同意，马上算数，孩子的注册暂停。你们看不到对方的手机号。"),
        "submit": _("发短信给他"),
        "back": back,
    }
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)
