"""The volunteer's own pages: profile, consents, card; a guardian sees the ward's."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers, numbers
from baiying.people import access, actions, queries, rules
from baiying.people.forms.fields import week_rows
from baiying.people.forms.mine import ProfileForm, ResubmitForm
from baiying.people.forms.registering import ConsentForm, GuardianForm
from baiying.people.models import Person
from baiying.people.rights import Right
from baiying.people.rules.showing import Showing
from baiying.people.views import undone
from baiying.people.views.answers import refuse, see_other
from baiying.people.views.words import card_url, giver_words, guardian_words, purpose_name, state_words
from baiying.places import access as place_access
from baiying.places import queries as places
from baiying.ui import flash, shown


def _own_or_register(request: Asking) -> Person | HttpResponse:
    """The person acted for; an account without one is shown where it belongs: its work, its wards, registering."""
    if request.actor.person_id is None:
        return see_other("/mine/")
    return access.own_person(request.actor)


@signed_in
def profile(request: Asking) -> HttpResponse:
    """Who I am here, how I stand, and what comes next."""
    person = _own_or_register(request)
    return person if isinstance(person, HttpResponse) else _profile_page(request, person)


def _profile_page(request: Asking, person: Person, refused: ResubmitForm | None = None) -> HttpResponse:
    """`refused`: the corrected name as it was sent and not taken."""
    at = clock.now()
    registration = queries.registration_of(person.pk)
    state = queries.state_of(registration) if registration else "ended"
    own = queries.comes_in_as(request.actor.account_id, person)
    consents = list(queries.consents_of(person.pk))
    guards = queries.is_guardian_of(request.actor.account_id or 0, person.pk, at)
    of_age = not queries.is_under_age(person, at)
    form = refused or ResubmitForm(initial={"name": person.name})
    context = {
        "person": person,
        "registration": registration,
        "state": state,
        "words": state_words(state),
        "residence": places.path_names(person.residence),
        "service": places.path_names(person.service_area),
        "skills": queries.skill_names(person.skills),
        "categories": queries.category_names(person.categories),
        "week": [row for row in week_rows(person.availability) if any(ticked for _v, _s, ticked in row[1])],
        # What a guardian gave only a guardian takes back, as long as there is one.
        "consents": [
            (row, purpose_name(row.purpose), giver_words(row), row.given_by != "guardian" or guards or of_age)
            for row in consents
        ],
        "number_waits": queries.number_waits_for(registration, at) if registration is not None else "",
        # The child wrote the names down; to a guardian who acts for it the others are named by surname.
        "guardians": [
            (one.guardian_name if own else identifiers.mask_name(one.guardian_name), one, guardian_words(one))
            for one in queries.answers_about(person.pk)
        ],
        "looks": queries.looks_at(person.pk),
        "own": own,
        "has_oath": bool(own and queries.oath_words(person.residence.path, clock.local_date(at))),
        "doubt": queries.last_doubt_of(person.pk),
        "office": queries.office_near(person.residence_id, at, right=Right.CHECK_REAL_NAME),
        "resubmit_form": form if state == "failed" else None,
    }
    return render(request, "people/profile.html", context, status=422 if form.errors else 200)


_CHOSEN = ("categories", "skills", "availability")


@signed_in
@require_http_methods(["GET", "POST"])
@shown.one_at_a_time
def profile_edit(request: Asking) -> HttpResponse:
    person = _own_or_register(request)
    if isinstance(person, HttpResponse):
        return person
    at = clock.now()
    given = queries.registration_rules(person.residence.path, clock.local_date(at))
    data = request.POST if request.method == "POST" else request.GET
    chosen = {
        "residence": place_access.home_area(data.get("residence", ""), otherwise=person.residence),
        "service": place_access.home_area(data.get("service", ""), otherwise=person.service_area),
    }
    residence, service = chosen["residence"].area, chosen["service"].area
    wrong = {name: one.wrong for name, one in chosen.items() if one.wrong}
    initial = {name: getattr(person, name) for name in (*_CHOSEN, "name_public", "invited_by")}
    form = ProfileForm(request.POST or None, initial=initial, most=given.most_categories)
    beside = {
        "residence": shown.area(person.residence, residence, _("居住地")),
        "service": shown.area(person.service_area, service, _("服务地")),
    }
    moved = shown.guard(request, form, shown.Thing("person", person.pk, ("ProfileChanged",)), beside=beside)
    residence = person.residence if "residence" in moved else residence
    service = person.service_area if "service" in moved else service
    if request.method == "POST" and form.is_valid() and not wrong:
        try:
            actions.change_profile(
                person=person,
                residence_id=residence.pk,
                service_area_id=service.pk,
                actor=request.actor,
                at=at,
                showing=Showing(form.cleaned_data["name_public"], form.cleaned_data["invited_by"]),
                **{name: form.cleaned_data[name] for name in _CHOSEN},
            )
        except actions.NoHome as refusal:
            refuse(form, refusal)
            return _profile_form(request, form, residence, service, wrong)
        if request.POST.get("then") in _OTHER_AREA:
            return see_other(_choosing(request.POST["then"], residence, service))
        flash.done(request, _("资料已保存。"))
        return see_other(reverse("people:profile"))
    return _profile_form(request, form, residence, service, wrong)


def _profile_form(
    request: Asking, form: ProfileForm, residence: places.Division, service: places.Division, wrong: dict[str, str]
) -> HttpResponse:
    """`wrong`: by `residence` and `service`, why the area that was asked for is not taken."""
    context = {
        "form": form,
        "residence": residence,
        "service": service,
        "wrong": wrong,
        "residence_names": places.path_names(residence),
        "service_names": places.path_names(service),
        "week": week_rows([n for one in form.picked("availability") if (n := numbers.whole(one)) is not None]),
    }
    return render(request, "people/profile_edit.html", context, status=422 if form.errors or wrong else 200)


# Choosing one area keeps the other as it was typed.
_OTHER_AREA = {"residence": "service", "service": "residence"}


def _choosing(field: str, residence: places.Division, service: places.Division) -> str:
    """The page of areas, which leads back here: what was ticked so far has just been saved."""
    kept = service if field == "residence" else residence
    back = f"{reverse('people:profile_edit')}?{urlencode({_OTHER_AREA[field]: kept.public_id})}"
    return f"{reverse('places:choose')}?{urlencode({'next': back, 'field': field, 'upto': 'village'})}"


@signed_in
@require_POST
def resubmission(request: Asking) -> HttpResponse:
    """After a failed check: the name corrected, back into the queue; a name that is none is refused at its field."""
    person, form = access.own_person(request.actor), ResubmitForm(request.POST)
    if not form.is_valid():
        return _profile_page(request, person, form)
    if actions.resubmit(person=person, name=form.cleaned_data["name"], actor=request.actor, at=clock.now()):
        flash.done(request, _("已重新提交，请带证件到实践站（所）核对。"))
    return see_other(reverse("people:profile"))


@signed_in
@require_http_methods(["GET", "POST"])
def guardian_request(request: Asking) -> HttpResponse:
    """Ask a guardian anew, or another one."""
    person = access.own_person(request.actor)
    registration = access.open_registration_of(person)
    if not queries.comes_in_as(request.actor.account_id, person) or not registration.needs_guardian:
        raise Http404
    if registration.guardian_ok_at is not None:
        flash.note(request, _("监护人已经同意，不用再请。"))
        return see_other(reverse("people:profile"))
    form = GuardianForm(request.POST or None, own_phone=queries.phone_of(person) or "")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = actions.ask_guardian(
                person=person,
                guardian=rules.GuardianAsked(given["guardian_name"], given["relation"], given["guardian_phone"]),
                actor=request.actor,
                at=clock.now(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已给监护人 %(mask)s 发了短信。") % {"mask": row.phone_mask})
            return see_other(reverse("people:profile"))
    context = {
        "form": form,
        "title": _("请监护人同意"),
        "lead": _("未满 18 岁，需要监护人在自己的手机上同意。"),
        "submit": _("发短信给监护人"),
        "back": reverse("people:profile"),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def consent_withdrawal(request: Asking, purpose: str) -> HttpResponse:
    """Withdraw a consent: one question, one button (PIPL art. 15)."""
    person, at = access.own_person(request.actor), clock.now()
    live = queries.consents_of(person.pk).filter(purpose=purpose, withdrawn_at__isnull=True).first()
    if live is None:
        raise Http404
    if live.given_by == "guardian" and queries.is_under_age(person, at):
        if queries.is_guardian_of(request.actor.account_id or 0, person.pk, at):
            return see_other(reverse("people:wards"))
        flash.note(request, _("这份同意是监护人作出的，由监护人在自己的手机上撤回。您可以撤回自己的同意。"))
        return see_other(reverse("people:profile") + "#consents")
    if request.method == "POST":
        actions.withdraw_consent(person=person, purpose=purpose, actor=request.actor, at=at)
        flash.done(request, _("已撤回同意，志愿者注册已结束。"))
        return see_other(reverse("people:profile"))
    context = {
        "title": _("撤回同意"),
        "text": _("撤回之后，志愿者注册随即结束，不能再报名。以前的服务记录仍为您保留，可以随时重新注册。"),
        "facts": [
            (_("撤回的是"), purpose_name(purpose)),
            (_("姓名"), person.name),
            *undone.facts(person.pk, at),
        ],
        "submit": _("撤回同意"),
        "back": reverse("people:profile"),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def rejoining(request: Asking) -> HttpResponse:
    """Come back after withdrawing, with both consents given anew."""
    person = access.own_person(request.actor)
    if not queries.comes_in_as(request.actor.account_id, person) or queries.registration_of(person.pk) is not None:
        return see_other(reverse("people:profile"))
    at = clock.now()
    given = queries.registration_rules(person.residence.path, clock.local_date(at))
    version = given.consent_version
    before = queries.last_volunteer_no(person.pk)
    text = f"volunteer_service-{version}"
    by_guardian = queries.number_asked_of(person, at) == "guardian"
    form = ConsentForm(request.POST or None, text=text, number_by_guardian=by_guardian)
    if request.method == "POST" and form.is_valid():
        made = actions.rejoin(person=person, actor=request.actor, at=at)
        words = _("欢迎回来，已重新注册。新的志愿者编号是 %(new)s，原来的 %(old)s 不再使用；以前的记录都还在您名下。")
        flash.done(request, words % {"new": made.volunteer_no, "old": before})
        return see_other(reverse("people:profile"))
    context = {
        "form": form,
        "consent_text": f"people/consents/{text}.html",
        "data_handler": queries.data_handler(clock.local_date(at), person.residence.path),
        "version": version,
        "number_before": before,
    }
    return render(request, "people/register_consent.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def number_consent(request: Asking) -> HttpResponse:
    """Who has turned fourteen since the guardian was asked agrees to the ID number alone, or not (PIPL art. 29)."""
    person, at = access.own_person(request.actor), clock.now()
    registration = access.open_registration_of(person)
    if not queries.comes_in_as(request.actor.account_id, person):
        flash.note(request, _("收集证件号码由孩子本人单独同意，在孩子自己的手机上办。"))
        return see_other(reverse("people:profile"))
    if request.method == "POST":
        try:
            actions.agree_to_number(person=person, actor=request.actor, at=at)
        except Refused as refusal:
            flash.failed(request, refusal.sentence)
        else:
            flash.done(request, _("已记下您的同意。"))
        return see_other(reverse("people:profile"))
    if queries.number_waits_for(registration, at) != "self":
        return see_other(reverse("people:profile") + "#consents")
    handler = queries.data_handler(clock.local_date(at), person.residence.path)
    context = {
        "title": _("单独同意收集证件号码"),
        "text": _(
            "证件号码是敏感个人信息。您已满 14 周岁，由您自己决定，监护人不能代替。不同意也可以：注册不会生效，"
            "号码没有人能查看；您可以在“我的资料”里撤回注册的同意，资料就只保存、不再使用。"
        ),
        "facts": [
            (_("收集什么"), person.id_no_mask),
            (_("用来做什么"), _("只用来核对是您本人，让志愿服务记录真实、不重复。")),
            (_("怎么保存"), _("加密保存，平时遮住；谁看过、为什么，都写在“我的资料”里。")),
            *([(_("谁处理"), handler.name)] if handler.name else []),
            (_("以后想反悔"), _("随时可以在“我的资料”里撤回，注册随之结束。")),
        ],
        "submit": _("我单独同意"),
        "back": reverse("people:profile"),
    }
    return render(request, "ui/confirm.html", context)


@signed_in
def card(request: Asking) -> HttpResponse:
    """The own card, large on the phone, for the leader to scan."""
    person = _own_or_register(request)
    if isinstance(person, HttpResponse):
        return person
    registration = queries.registration_of(person.pk)
    shown = queries.card_of(person.pk) if registration else None
    context = {
        "person": person,
        "registration": registration,
        "card": shown,
        "no_card": actions.NO_CARD.get(queries.why_not_serving({person.pk}).get(person.pk, "")),
        "url": card_url(request, shown) if shown else "",
    }
    return render(request, "people/card.html", context)


@signed_in
@require_POST
def card_issue(request: Asking) -> HttpResponse:
    """Make the own card the first time it is wanted."""
    person = access.own_person(request.actor)
    access.open_registration_of(person)
    try:
        actions.issue_card(person=person, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, refusal.sentence)
    return see_other(reverse("people:card"))
