"""One person as an office sees it: state, story, check, audited looks at numbers, card."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs
from baiying.kit import audit, clock, rooms
from baiying.kit.errors import Refused
from baiying.kit.values import documents, identifiers
from baiying.people import access, actions, queries
from baiying.people.forms.desk import (
    SAME,
    DocumentForm,
    FailForm,
    NumberConsentForm,
    PassForm,
    ReasonForm,
    RejoiningForm,
    RevealForm,
    WithdrawalForm,
)
from baiying.people.forms.minor_leaves import MinorLeaveForm
from baiying.people.models import Person, Registration
from baiying.people.rights import Right
from baiying.people.views import undone
from baiying.people.views.answers import refuse, see_other
from baiying.people.views.merges import STATES
from baiying.people.views.words import card_url, document_name, guardian_words, purpose_name, state_words
from baiying.places import queries as places
from baiying.ui import flash

_STORY = {
    "RegistrationMade": _("注册为志愿者"),
    "PersonVerified": _("开始计入服务时长"),
    "RegistrationEnded": _("注册结束"),
    "GuardianAsked": _("已请监护人同意"),
    "GuardianAgreed": _("监护人同意"),
    "GuardianAgreedAgainstAnother": _("监护人同意，另一位不同意，还没有生效"),
    "GuardianDeclined": _("监护人不同意"),
    "GuardianReconsiders": _("监护人收回了“不同意”，再想想"),
    "GuardiansSettled": _("看过证明，决定以一位监护人的同意为准"),
    "GuardianUnreached": _("号码已换主人，没有请到监护人"),
    "GuardianWithdrew": _("监护人撤回同意"),
    "GuardianEnded": _("凭文书登记：不再是监护人"),
    "GuardianEndLifted": _("凭文书登记：可以再请这位监护人"),
    "WardPaused": _("监护人的同意不算数了，注册暂停"),
    "CheckPassed": _("实名核验通过"),
    "CheckFailed": _("实名核验未通过"),
    "DocumentCorrected": _("更正证件类型"),
    "NumberAgreed": _("本人单独同意收集证件号码"),
    "CheckResubmitted": _("重新提交核验"),
    "CameOfAge": _("年满 18 岁"),
    "CardIssued": _("制作志愿者证"),
    "CardRevoked": _("志愿者证作废"),
    "ClaimFiled": _("有人申请认领"),
    "ClaimGranted": _("认领通过"),
    "ClaimRefused": _("认领未通过"),
    "PhoneDisowned": _("手机号换了主人，已停用"),
    "ProfileChanged": _("修改资料"),
    "NumberRevealed": _("查看了完整号码"),
    "SpotCheckTrue": _("当面注册抽查：属实"),
    "SpotCheckFalse": _("当面注册抽查：不属实"),
    "SpotCheckUnreached": _("当面注册抽查：联系不上"),
    "MinorSeen": _("工作人员查看未成年人资料"),
    "MinorLeaveAsked": _("申请查看未成年人的完整号码"),
    "MinorLeaveGiven": _("批准查看未成年人的完整号码"),
    "MinorLeaveRefused": _("不批准查看未成年人的完整号码"),
}
# Done by a guardian, whose account may have no name of its own.
_BY_GUARDIAN = frozenset(
    {"GuardianAgreed", "GuardianAgreedAgainstAnother", "GuardianDeclined", "GuardianReconsiders", "GuardianWithdrew"}
)


def _adult_age(person: Person, at: datetime) -> int:
    return queries.registration_rules(person.residence.path, clock.local_date(at)).adult_age


def _story(person: Person) -> list[dict[str, Any]]:
    """Who did what when and why, the newest first."""
    events = reversed(audit.story_of("person", person.pk))
    return [
        {
            "at": event.at,
            "title": _STORY[event.action],
            "who": rooms.who(event.who) or (_("监护人") if event.action in _BY_GUARDIAN else _("本人")),
            "why": event.detail.get("reason") or event.detail.get("answer") or "",
        }
        for event in events
        if event.action in _STORY
    ][:60]


def record_page(request: Asking, person: Person, *, status: int = 200, **more: Any) -> HttpResponse:
    """The record, also where a form on it is refused: whoever is shown it has looked, whatever was pressed."""
    at = clock.now()
    actions.note_look(person=person, page="record", actor=request.actor, at=at)
    if person.rests_since is not None:
        return resting_page(request, person, status=status, **more)
    age = identifiers.age_on(person.birth_date, clock.local_date(at))
    minor = age < _adult_age(person, at)
    registration = queries.registration_of(person.pk)
    state = queries.state_of(registration) if registration else "ended"
    unmask = Right.UNMASK_MINOR if minor else Right.UNMASK
    context = {
        "person": person,
        "age": age,
        "minor": minor,
        "registration": registration,
        "counting": queries.open_counting_of(person.pk),
        "state": state,
        "words": state_words(state),
        "doubt": queries.last_doubt_of(person.pk),
        "may_settle_guardians": accounts.may(request.actor, Right.DECIDE_GUARDIANS),
        "may_decide_doubts": accounts.may(request.actor, Right.DECIDE_DOUBTS),
        "checked_how": document_name(registration.verified_how) if registration else "",
        "residence": places.path_names(person.residence),
        "service": places.path_names(person.service_area),
        "skills": queries.skill_names(person.skills),
        "categories": queries.category_names(person.categories),
        "consents": [(row, purpose_name(row.purpose)) for row in queries.consents_of(person.pk)],
        "guardians": [(one, guardian_words(one)) for one in queries.guardianships_of(person.pk)[:5]],
        "card": queries.card_of(person.pk),
        "no_card": actions.NO_CARD.get(queries.why_not_serving({person.pk}).get(person.pk, "")),
        "story": _story(person),
        "cards": [card for told in rooms.filling("of_person") if (card := told(person.pk, request.actor, at))],
        "may_unmask": accounts.may(request.actor, unmask),
        "may_check": registration is not None and registration.verified_at is None,
        "number_waits": queries.number_waits_for(registration, at) if registration is not None else "",
        "number_form": NumberConsentForm(),
        "saw_number": queries.saw_number(person.pk, request.actor),
        "pass_form": PassForm(kind=person.id_type, end=queries.number_end_of(person)),
        "document_form": DocumentForm(initial={"id_type": person.id_type, "document": _seen(person, registration)}),
        "may_correct": accounts.may(request.actor, Right.CHECK_REAL_NAME),
        "id_type": document_name(person.id_type),
        "contradicts": _contradicts(person, registration),
        "fail_form": FailForm(),
        "reveal_form": RevealForm(),
        "leave": queries.own_minor_leave(person.pk, request.actor.account_id, at) if minor else None,
        "leave_form": MinorLeaveForm(),
        "may_change_phone": accounts.may(request.actor, Right.DECIDE_CLAIMS),
        "merges": _merges(person, request),
        "may_merge": accounts.may(request.actor, Right.MERGE_RECORDS),
        "may_register": accounts.may(request.actor, Right.REGISTER_ON_SITE),
        "withdrawal_form": WithdrawalForm(),
        "undone": undone.by_withdrawal(person.pk, at),
        **more,
    }
    return render(request, "people/desk_person.html", context, status=status)


def _merges(person: Person, request: Asking) -> list[dict[str, Any]]:
    """Merges of the record that are open or may still be undone, as far as the office sees both records."""
    if not accounts.may(request.actor, Right.MERGE_RECORDS):
        return []
    seen = queries.merges(accounts.scope_of(request.actor, Right.MERGE_RECORDS))
    rows = seen.filter(pk__in=queries.merges_of(person.pk).values("pk"), ended_at=None, undone_at=None)
    return [
        {"merge": row, "tone": STATES[row.state][0], "words": STATES[row.state][1]}
        | {"numbers": [one.number for one in queries.compared(row)], "until": queries.last_day_to_undo(row)}
        for row in rows[:5]
    ]


def _seen(person: Person, registration: Registration | None) -> str:
    """What the form of correcting begins with: the household register where that was seen."""
    how = registration.verified_how if registration is not None else ""
    return how if how == documents.HOUSEHOLD_REGISTER else SAME


def _contradicts(person: Person, registration: Registration | None) -> bool:
    """Whether another document was seen than the record's: one of them was written down wrong."""
    how = registration.verified_how if registration is not None and registration.verified_at is not None else ""
    return how in {*documents.KINDS, documents.HOUSEHOLD_REGISTER} and not documents.stands_for(how, person.id_type)


def text_in_force(person: Person, at: datetime) -> str:
    """The name of the text to which whoever registers here agrees."""
    given = queries.registration_rules(person.residence.path, clock.local_date(at))
    return f"volunteer_service-{given.consent_version}"


def resting_page(request: Asking, person: Person, *, status: int = 200, **more: Any) -> HttpResponse:
    """A record whose consent was withdrawn: that it is there, since when it rests, and the way back (PIPL art. 15)."""
    text = text_in_force(person, clock.now())
    context = {
        "person": person,
        "name": identifiers.mask_name(person.name),
        "number": queries.last_volunteer_no(person.pk),
        "may_register": accounts.may(request.actor, Right.REGISTER_ON_SITE),
        "consent_text": f"people/consents/{text}.html",
        "data_handler": queries.data_handler(clock.local_date(clock.now()), person.residence.path),
        "rejoining_form": RejoiningForm(text=text),
        "being_closed": queries.is_being_closed(person.pk),
        "cards": [card for told in rooms.filling("of_person") if (card := told(person.pk, request.actor, clock.now()))],
        **more,
    }
    return render(request, "people/desk_person_at_rest.html", context, status=status)


@needs(Right.SEE_PEOPLE)
@require_GET
def record(request: Asking, person_pid: str) -> HttpResponse:
    person = access.person_for(request.actor, person_pid)
    return record_page(request, person)


def _pressed(
    request: Asking,
    person: Person,
    name: str,
    form: forms.Form,
    act: Callable[..., object],
    said: str | Promise,
    onward: str,
) -> HttpResponse:
    """An act on a record, with what its form holds: done and led on, or the record with what was typed and why not."""
    if form.is_valid():
        try:
            act(person=person, actor=request.actor, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, said)
            return see_other(onward)
    return record_page(request, person, status=422, **{name: form})


@needs(Right.CHECK_REAL_NAME)
@require_POST
def check_pass(request: Asking, person_pid: str) -> HttpResponse:
    person = access.person_for(request.actor, person_pid, right=Right.CHECK_REAL_NAME)
    form = PassForm(request.POST, kind=person.id_type, end=queries.number_end_of(person))
    said = _("%(name)s 的实名核验已通过。") % {"name": person.name}
    return _pressed(request, person, "pass_form", form, actions.pass_check, said, reverse("people:checks"))


@needs(Right.CHECK_REAL_NAME)
@require_POST
def document_correction(request: Asking, person_pid: str) -> HttpResponse:
    """Which kind of document it is was written down wrong: put right, with why."""
    person = access.person_for(request.actor, person_pid, right=Right.CHECK_REAL_NAME)
    form = DocumentForm(request.POST)
    said = _("证件类型已更正，原因记入审计，也告诉了本人。")
    here = reverse("people:record", args=[person.public_id])
    return _pressed(request, person, "document_form", form, actions.correct_document, said, here)


@needs(Right.CHECK_REAL_NAME)
@require_POST
def check_fail(request: Asking, person_pid: str) -> HttpResponse:
    person = access.person_for(request.actor, person_pid, right=Right.CHECK_REAL_NAME)
    form = FailForm(request.POST)
    said = _("已记为不通过，原因已告诉本人。")
    return _pressed(request, person, "fail_form", form, actions.fail_check, said, reverse("people:checks"))


@needs(Right.UNMASK, Right.UNMASK_MINOR)
@require_POST
def reveals(request: Asking, person_pid: str) -> HttpResponse:
    """Show one number once, for a reason, after writing the look down. A minor's needs a higher right (R009)."""
    person = access.person_for(request.actor, person_pid, right=Right.UNMASK)
    at = clock.now()
    minor = identifiers.age_on(person.birth_date, clock.local_date(at)) < _adult_age(person, at)
    if minor and not accounts.may(request.actor, Right.UNMASK_MINOR):
        raise PermissionDenied
    form = RevealForm(request.POST)
    if not form.is_valid():
        return record_page(request, person, status=422, reveal_form=form)
    shown = actions.reveal(person=person, actor=request.actor, at=at, **form.cleaned_data)
    return record_page(request, person, revealed=shown, revealed_what=form.cleaned_data["what"])


@needs(Right.PRINT_CARDS)
@require_GET
def card_sheet(request: Asking, person_pid: str) -> HttpResponse:
    """The card on paper: QR code, volunteer number, name. No document number."""
    person = access.person_for(request.actor, person_pid, right=Right.PRINT_CARDS)
    registration = access.open_registration_of(person)
    card = queries.card_of(person.pk)
    if card is None or queries.why_not_serving({person.pk}):
        return see_other(reverse("people:record", args=[person.public_id]))
    actions.note_look(person=person, page="card", actor=request.actor, at=clock.now())
    office = queries.office_near(person.residence_id, clock.now(), right=Right.PRINT_CARDS)
    context = {
        "person": person,
        "registration": registration,
        "card": card,
        "url": card_url(request, card),
        "office": office,
    }
    return render(request, "people/card_sheet.html", context)


@needs(Right.PRINT_CARDS)
@require_POST
def cards(request: Asking, person_pid: str) -> HttpResponse:
    """Make the card (or show the live one)."""
    person = access.person_for(request.actor, person_pid, right=Right.PRINT_CARDS)
    access.open_registration_of(person)
    try:
        actions.issue_card(person=person, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, refusal.sentence)
        return see_other(reverse("people:record", args=[person.public_id]))
    return see_other(reverse("people:card_sheet", args=[person.public_id]))


@needs(Right.PRINT_CARDS)
@require_POST
def card_revocation(request: Asking, person_pid: str) -> HttpResponse:
    person = access.person_for(request.actor, person_pid, right=Right.PRINT_CARDS)
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.revoke_card(person=person, reason=form.cleaned_data["reason"], actor=request.actor, at=clock.now())
        flash.done(request, _("旧证已作废，可以重新打印一张。"))
    else:
        wrong = (
            str(form.errors["reason"][0]) if request.POST.get("reason", "").strip() else _("请写明志愿者证作废的原因。")
        )
        flash.failed(request, wrong)
    return see_other(reverse("people:record", args=[person.public_id]))
