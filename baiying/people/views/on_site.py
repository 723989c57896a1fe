"""Registering somebody at the desk: no phone needed, consent witnessed, document seen, card printed."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.people import actions, queries, rules
from baiying.people.forms.desk import OnSiteForm
from baiying.people.models import Person, Registration
from baiying.people.rights import Right
from baiying.people.views.answers import refuse, see_other
from baiying.places import access as place_access
from baiying.places import queries as places
from baiying.ui import flash

# So long after a registration the same press is the same registration.
_MOMENT = timedelta(minutes=15)


@needs(Right.REGISTER_ON_SITE)
@require_http_methods(["GET", "POST"])
def on_site(request: Asking) -> HttpResponse:
    """First the village where the person lives, within the clerk's area; then one form."""
    at = clock.now()
    chosen = place_access.chosen_area(
        request.actor, request.GET.get("area", ""), right=Right.REGISTER_ON_SITE, otherwise=None, home=True
    )
    area = chosen.area
    if area is None:
        own = places.division_by_id(request.actor.acting.area_id or 0) if request.actor.acting else None
        context = {"here": reverse("people:on_site"), "at": own.public_id if own else "", "wrong_area": chosen.wrong}
        return render(request, "people/desk_on_site_area.html", context, status=422 if chosen.wrong else 200)
    today = clock.local_date(at)
    given = queries.registration_rules(area.path, today)
    text = f"volunteer_service-{given.consent_version}"
    words = queries.oath_words(area.path, today)
    form = OnSiteForm(request.POST or None, text=text, today=today, most=given.most_categories, has_oath=bool(words))
    if request.method == "POST" and form.is_valid():
        age = identifiers.age_on(form.cleaned_data["birth_date"], today)
        needs_guardian = given.family_only_below <= age < given.adult_age
        if not needs_guardian or form.require_guardian():
            answer = _register(request, form, area.pk, today)
            if answer is not None:
                return answer
    page: dict[str, Any] = {
        "form": form,
        "area": area,
        "names": places.path_names(area),
        "known": _known(request, form.data.get("id_number", "")) if form.has_error("id_number", "registered") else None,
        "elsewhere": _elsewhere(form, at) if form.has_error("id_number", "registered") else None,
        "consent_text": f"people/consents/{text}.html",
        "data_handler": queries.data_handler(today, area.path),
        "today": today,
        "oath_words": words,
        "adult_age": given.adult_age,
    }
    return render(request, "people/desk_on_site.html", page, status=422 if form.errors else 200)


def _register(request: Asking, form: OnSiteForm, area_id: int, today: date) -> HttpResponse | None:
    c = form.cleaned_data
    new = rules.NewPerson(
        name=c["name"],
        sex=c["sex"],
        birth_date=c["birth_date"],
        id_type=c["id_type"],
        id_number=c["id_number"],
        residence_id=area_id,
        service_area_id=area_id,
        phone=c["phone"] or None,
        categories=tuple(c["categories"]),
    )
    guardian = None
    if c["guardian_name"]:
        guardian = rules.GuardianAsked(c["guardian_name"], c["relation"], c["guardian_phone"], c["guardian_document"])
    try:
        made = actions.register_on_site(
            new=new, document=c["document"], guardian=guardian, phone_of=c["phone_of"], oath=c.get("oath", False),
            actor=request.actor, at=clock.now(),
        )  # fmt: skip
    except actions.AlreadyRegistered:
        known = _known(request, c["id_number"])
        if known is not None and (mine := _just_made(request, known, c["name"])):
            flash.already(request, _("已经注册过了，志愿者编号 %(no)s，没有再注册一次。") % {"no": mine.volunteer_no})
            return see_other(reverse("people:record", args=[known.public_id]))
        # The clerk reads it, not the person whose number it is.
        there = _there(known)
        form.add_error("id_number", ValidationError(there, code="registered"))
        return None
    except Refused as refusal:
        refuse(form, refusal)
        return None
    text = _("已注册，志愿者编号 %(no)s。") % {"no": made.volunteer_no}
    flash.leading_on(request, text, request.get_full_path(), _("再注册一位"))
    return see_other(reverse("people:record", args=[made.person.public_id]))


def _just_made(request: Asking, known: Person, name: str) -> Registration | None:
    """The registration that the same hand made a moment ago: the answer was lost on the way, or it pressed twice."""
    row = queries.registration_of(known.pk)
    own = row is not None and known.name == name and row.verified_by_id == request.actor.account_id
    return row if own and row is not None and clock.now() - row.registered_at < _MOMENT else None


def _known(request: Asking, number: str) -> Person | None:
    """The record that is already there, if it lies in the clerk's own area."""
    scope = accounts.scope_of(request.actor, Right.REGISTER_ON_SITE)
    return queries.persons(scope, identifiers.tidy(number)).first()


def _elsewhere(form: OnSiteForm, at: datetime) -> queries.Office | None:
    """Who answers for a record that is there already: its county's office, which tells not where its person lives."""
    found = queries.person_by_id_number(form.data.get("id_type", ""), identifiers.tidy(form.data.get("id_number", "")))
    return queries.office_of_county(found.residence_id, at, right=Right.DECIDE_CLAIMS) if found else None


def _there(known: Person | None) -> Any:
    if known is not None:
        return _("这个证件号码已经注册过，不用再注册一次。请打开上面的记录，接着为来人办事。")
    return _("这个证件号码已经注册过，那条记录不在您的地区，您打不开。请打电话给上面写的办公室，那边核对证件后接着办。")
