"""Registering on a phone, in short steps that save. Going back changes what was said; nothing counts before the end."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, public, signed_in
from baiying.accounts.queries import Account
from baiying.kit import clock, rooms
from baiying.kit.errors import Refused
from baiying.kit.forms import PhoneForm
from baiying.kit.values import names, numbers
from baiying.people import actions, queries, rules
from baiying.people.forms.fields import IdentityForm, InterestsForm, week_rows
from baiying.people.forms.registering import ClaimForm, ConsentForm, GuardianForm
from baiying.people.models import Person
from baiying.people.rights import Right
from baiying.people.views import bringing, drafting, ending, oath
from baiying.people.views.answers import proven_next, refuse, see_other
from baiying.people.views.drafting import Drafting
from baiying.places import access as place_access
from baiying.places import queries as places

Step = Callable[[Asking, Drafting], HttpResponse]


def step(name: str) -> Callable[[Step], Callable[[Asking], HttpResponseBase]]:
    """A step's page: opens with the draft, once the steps before it are done."""

    def wrap(view: Step) -> Callable[[Asking], HttpResponseBase]:
        @wraps(view)
        @ending.answered_once
        def guarded(request: Asking) -> HttpResponse:
            loaded = drafting.opened(request, clock.now())
            if loaded is None:
                return see_other(reverse("people:register"))
            if not loaded.proven:
                return _prove_first(request, name)
            if not loaded.may_open(name):
                return see_other(loaded.next_url())
            drafting.take_sent(request, name)
            return view(request, loaded)

        return public(require_http_methods(["GET", "POST"])(guarded))

    return wrap


def _went_back(request: Asking, loaded: Drafting, name: str, form: forms.Form, to: str) -> HttpResponse | None:
    """ "Back" sends the form too: what was typed and ticked waits in it, right or wrong, and is not judged yet."""
    if request.POST.get("then") != "back":
        return None
    loaded.keep_typed(name, {field: form[field].value() for field in form.fields})
    return see_other(reverse(f"people:register_{to}"))


def _prove_first(request: Asking, name: str) -> HttpResponse:
    """Who was away for some minutes gives a code again; what was just sent comes back after it, but for the consent."""
    if request.method == "POST" and name != "consent":
        drafting.keep_sent(request, name)
    asked = urlencode({"step": name} | ({"other": "1"} if "other" in request.GET else {}))
    return see_other(f"{reverse('people:register_proof')}?{asked}")


def _place(loaded: Drafting, name: str) -> dict[str, Any]:
    """Where in the registration one is, and whose it is: a stranger at a shared device sees that it is not the own."""
    phone = loaded.phone_shown() if loaded.draft.account_id is None else ""
    return {"steps_labels": loaded.labels(), "step": loaded.number(name), "draft_phone": phone}


def _page(request: Asking, loaded: Drafting, name: str, template: str, form: Any, **more: Any) -> HttpResponse:
    context = {"form": form, **_place(loaded, name), **more}
    return render(request, template, context, status=422 if form is not None and form.errors else 200)


@public
@require_http_methods(["GET", "POST"])
def register(request: Asking) -> HttpResponse:
    """What will be asked and why; then the phone. Somebody registered already is told so."""
    at = clock.now()
    accounts.keep_wanted(request, request.GET.get("next", ""))
    if drafting.whose(request, at):
        return see_other(reverse("people:register_whose"))
    if request.actor.is_signed_in:
        own = queries.person_of_account(request.actor.account_id or 0)
        if own is not None:
            registration = queries.registration_of(own.pk)
            return render(request, "people/register_already.html", {"registration": registration, "own": own})
    loaded = drafting.opened(request, at)
    if loaded is not None:
        return see_other(loaded.next_url())
    form = PhoneForm(request.POST or None, initial={"phone": accounts.typed_phone(request, at)})
    if request.method == "POST" and form.is_valid():
        sent = proven_next(request, form, reverse("people:register"), at)
        if sent is not None:
            return sent
    rules_now = queries.registration_rules((), clock.local_date(at))
    context = {"form": form, "rules": rules_now}
    return render(request, "people/register.html", context, status=422 if form.errors else 200)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def register_new_start(request: Asking) -> HttpResponse:
    """ "Not me": the next person at a shared device begins with the own phone and sees nothing of the one before.

    Asked first: a slip of the finger would put away what was written.
    """
    if request.method != "POST":
        page = {
            "title": translate("从头开始注册？"),
            "text": translate("这里就不再显示已经填好的内容。那份注册还留着：用它的手机号再收一次验证码，就能接着填。"),
            "submit": translate("不是我，重新开始"),
            "back": reverse("people:register"),
            "danger": True,
        }
        return render(request, "ui/confirm.html", page)
    drafting.forget(request)
    return see_other(reverse("people:register"))


@signed_in
@require_POST
def register_family(request: Asking) -> HttpResponse:
    """Register another member of the family with the phone one is logged in with."""
    drafting.begin_for_family(request)
    return see_other(reverse("people:register_area"))


@step("area")
def register_area(request: Asking, loaded: Drafting) -> HttpResponse:
    """Where one lives and where one would serve: villages or townships, chosen by tapping down the tree."""
    data = request.POST if request.method == "POST" else request.GET
    kept = loaded.content
    home = place_access.home_area(data.get("residence", ""), otherwise=_standing(kept.get("residence_id")))
    serves = place_access.home_area(data.get("service", ""), otherwise=_standing(kept.get("service_area_id")))
    residence, service = home.area, serves.area
    wrong = {name: one.wrong for name, one in (("residence", home), ("service", serves)) if one.wrong}
    error: str = "" if residence is not None and service is not None else loaded.gone
    if request.method == "POST" and not wrong:
        error = ""
        if residence is None:
            error = translate("请选到您居住的村（社区）。")
        else:
            loaded.save(residence_id=residence.pk, service_area_id=(service or residence).pk)
            return see_other(loaded.next_url())
    context = {
        "residence": residence,
        "service": service,
        "residence_names": places.path_names(residence) if residence else [],
        "service_names": places.path_names(service) if service else [],
        "error": error or ("" if residence else wrong.get("residence", "")),
        "wrong": wrong,
        **_place(loaded, "area"),
    }
    bad = wrong or (error and request.method == "POST")
    return render(request, "people/register_area.html", context, status=422 if bad else 200)


def _standing(area_id: int | None) -> Any:
    """The area that was chosen before, or the one that it became part of; None where none of them stands."""
    found = places.division_by_id(places.goes_on_as(area_id)) if area_id else None
    return found if found is not None and places.are_homes([found.pk]) else None


@step("name")
def register_name(request: Asking, loaded: Drafting) -> HttpResponse:
    """Name and document number, read with kind words for every slip."""
    kept = loaded.content
    other = "other" in request.GET or kept.get("id_type", "citizen") != "citizen"
    initial = {key: kept.get(key) for key in ("name", "id_type", "id_number", "birth_date", "sex")}
    initial |= loaded.typed("name")
    form = IdentityForm(request.POST or None, initial=initial, today=loaded.today, other=other)
    if back := _went_back(request, loaded, "name", form, "area"):
        return back
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            known = actions.look_up_number(
                id_type=given["id_type"],
                number=given["id_number"],
                phone=kept["phone"],
                actor=request.actor,
                at=loaded.at,
            )
        except Refused as refusal:
            refuse(form, refusal)
            return _page(request, loaded, "name", "people/register_name.html", form, other=other)
        if known is not None:
            return _already_there(request, loaded, known, given)
        loaded.content["birth_date"] = born = given["birth_date"].isoformat()
        way = rules.way_by_age(loaded.age() or 0, loaded.limits())
        if way in {"family", "office"}:
            office = queries.office_near(kept["residence_id"], loaded.at, right=Right.REGISTER_ON_SITE)
            context = {"way": way, "office": office, "rules": loaded.limits()}
            return render(request, "people/register_young.html", context)
        said = {key: given[key] for key in ("name", "id_type", "id_number", "sex")}
        loaded.finish("name", birth_date=born, **said)
        return see_other(loaded.next_url())
    return _page(request, loaded, "name", "people/register_name.html", form, other=other)


def _already_there(request: Asking, loaded: Drafting, known: Person, given: dict[str, Any]) -> HttpResponse:
    """Registered at a desk with this very phone and name: in. Otherwise a claim."""
    if loaded.draft.account_id is None and not request.actor.is_signed_in and names.same(known.name, given["name"]):
        phone = loaded.content["phone"]

        def link() -> Person | None:
            linked = actions.link_account(person=known, phone=phone, actor=request.actor, at=loaded.at)
            return None if linked is None else queries.person_of_account(linked.pk)

        person = actions.end_draft(draft=loaded.draft, act=link, actor=request.actor, at=loaded.at)
        if person is not None:
            return ending.come_in(request, loaded, person)
    claim = {"name": given["name"], "id_type": given["id_type"], "id_number": given["id_number"]}
    loaded.save(claim=claim)
    return see_other(reverse("people:register_claim"))


@public
@require_http_methods(["GET", "POST"])
@ending.answered_once
def register_claim(request: Asking) -> HttpResponse:
    """ "Already registered": file a claim, and see the name of the human who decides it. Never whose record it is."""
    loaded = drafting.opened(request, clock.now())
    if loaded is not None and not loaded.proven:
        return _prove_first(request, "claim")
    claim = loaded.content.get("claim") if loaded else None
    if loaded is None or not claim:
        return see_other(reverse("people:register"))
    person = queries.person_by_id_number(claim["id_type"], claim["id_number"])
    if person is None:
        return see_other(loaded.next_url())
    office = queries.office_of_county(person.residence_id, loaded.at, right=Right.DECIDE_CLAIMS)
    drafting.take_sent(request, "claim")
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"name": claim["name"], "phone": loaded.content["phone"], "note": form.cleaned_data["note"]}
        filing = partial(actions.file_claim, person=person, account_id=request.actor.account_id, **said)
        try:
            by, at = request.actor, loaded.at
            actions.end_draft(draft=loaded.draft, act=lambda: filing(actor=by, at=at), actor=by, at=at)
        except actions.ClaimOpen as refusal:
            refuse(form, refusal)
        else:
            return ending.claimed(request, loaded, person.residence_id)
    context = {"form": form, "office": office, "days": loaded.limits().claim_answer_days}
    return render(request, "people/register_claim.html", context, status=422 if form.errors else 200)


@step("guardian")
def register_guardian(request: Asking, loaded: Drafting) -> HttpResponse:
    kept = loaded.content.get("guardian") or {}
    initial = {"guardian_name": kept.get("name"), "relation": kept.get("relation"), "guardian_phone": kept.get("phone")}
    initial |= loaded.typed("guardian")
    own = queries.is_parents_phone(
        request.actor.account_id,
        loaded.content["phone"],
        age=loaded.age() or 0,
        rules=loaded.limits(),
        day=loaded.today,
    )
    own = own or loaded.phone_is_guardians()
    form = GuardianForm(
        request.POST or None,
        initial=initial,
        own_phone=loaded.content["phone"],
        may_be_own=own,
    )
    if back := _went_back(request, loaded, "guardian", form, "name"):
        return back
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        guardian = {"name": given["guardian_name"], "relation": given["relation"], "phone": given["guardian_phone"]}
        loaded.finish("guardian", guardian=guardian)
        return see_other(loaded.next_url())
    may_swap = form.has_error("guardian_phone", "own_phone") and loaded.draft.account_id is None
    if may_swap:
        loaded.keep_typed("guardian", {field: form[field].value() for field in form.fields})
    more = {"age": loaded.age(), "may_swap": may_swap}
    return _page(request, loaded, "guardian", "people/register_guardian.html", form, **more)


@step("interests")
def register_interests(request: Asking, loaded: Drafting) -> HttpResponse:
    kept = loaded.content
    initial = {key: kept.get(key, []) for key in ("categories", "skills", "availability")}
    initial |= loaded.typed("interests")
    form = InterestsForm(request.POST or None, initial=initial, most=loaded.limits().most_categories)
    if back := _went_back(request, loaded, "interests", form, "guardian" if "guardian" in loaded.steps() else "name"):
        return back
    if request.method == "POST" and form.is_valid():
        loaded.finish("interests", **{key: form.cleaned_data[key] for key in ("categories", "skills", "availability")})
        return see_other(loaded.next_url())
    week = week_rows([n for one in form.picked("availability") if (n := numbers.whole(one)) is not None])
    return _page(request, loaded, "interests", "people/register_interests.html", form, week=week)


@step("consent")
def register_consent(request: Asking, loaded: Drafting) -> HttpResponse:
    """The whole text, two ticks, and done."""
    text = f"volunteer_service-{loaded.limits().consent_version}"
    age = loaded.age()
    by_guardian = age is not None and rules.ID_NUMBER not in rules.own_purposes(age, loaded.limits())
    form = ConsentForm(request.POST or None, text=text, number_by_guardian=by_guardian)
    if request.method == "POST" and form.is_valid():
        account = cast("Account", request.user) if loaded.draft.account_id else None

        def register() -> Person:
            return actions.register_self(
                new=loaded.new_person(),
                guardian=loaded.guardian(),
                account=account,
                phone_is_guardians=loaded.phone_is_guardians(),
                actor=request.actor,
                at=loaded.at,
            ).person

        try:
            person = actions.end_draft(draft=loaded.draft, act=register, actor=request.actor, at=loaded.at)
        except actions.AlreadyRegistered:
            if (page := bringing.page_if_taken(loaded)) is not None:
                drafting.let_go(request)
                return see_other(page)
            loaded.save(claim={key: loaded.content[key] for key in ("name", "id_type", "id_number")}, id_number="")
            return see_other(reverse("people:register_claim"))
        except actions.DraftEnded:
            raise
        except actions.NoHome:
            # The area that was chosen was closed since: it is asked for again, and all else is kept.
            return see_other(reverse("people:register_area"))
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return ending.come_in(request, loaded, cast("Person", person))
    return _page(
        request,
        loaded,
        "consent",
        "people/register_consent.html",
        form,
        consent_text=f"people/consents/{text}.html",
        data_handler=loaded.data_handler(),
        minor="guardian" in loaded.steps(),
    )


@signed_in
def registered(request: Asking) -> HttpResponse:
    """Done: the number, and what happens next, where and by whom."""
    person = queries.person(request.session.get(ending.SESSION_REGISTERED, ""))
    registration = queries.registration_of(person.pk) if person else None
    if person is None or registration is None:
        return see_other("/mine/")
    guardian = queries.guardianships_of(person.pk).first() if registration.needs_guardian else None
    at, wanted = clock.now(), accounts.wanted(request)
    own = queries.comes_in_as(request.actor.account_id, person)
    context = {
        "person": person,
        "oath": oath.asked_once(request, person, at) if own else None,
        "registration": registration,
        "state": queries.state_of(registration),
        "office": queries.office_near(person.residence_id, at, right=Right.CHECK_REAL_NAME),
        "guardian": guardian,
        "on_screen": queries.guardian_on_screen(guardian) if guardian else [],
        "own": own,
        "wanted": wanted,
        "looked_at": next((seen for told in rooms.filling("looked_at") if (seen := told(wanted, at))), None),
    }
    return render(request, "people/registered.html", context)
