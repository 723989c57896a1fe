"""The volunteer's oath: one calm page, shown once after registering and found in the profile from then on."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock
from baiying.people import access, actions, queries
from baiying.people.models import Oath, OathWay, Person
from baiying.people.rules.oath import version_of
from baiying.people.views.answers import see_other
from baiying.ui import flash, formats

# Whose page after registering has shown the oath and was told "not now".
_LATER = "oath_later"


@dataclass(frozen=True, slots=True)
class Shown:
    """The oath on a page: the words of today, or those that were taken; where "not now" leads."""

    words: str
    version: str
    taken_words: str
    later: str
    then: str = ""

    @property
    def taken(self) -> bool:
        return bool(self.taken_words)


def _shown(person: Person, at: datetime, *, later: str, then: str = "") -> Shown | None:
    """None where the area has no oath and none was taken."""
    oath = queries.oath_of(person.pk)
    words = queries.oath_words(person.residence.path, clock.local_date(at))
    if oath is not None:
        return Shown(translate(queries.words_of_oath(oath.version) or words), oath.version, _said(oath), later, then)
    return Shown(translate(words), version_of(words), "", later, then) if words else None


def _said(oath: Oath) -> str:
    day = {"day": formats.full_date(oath.taken_at)}
    if oath.way == OathWay.DESK:
        return translate("您在%(day)s当面宣过誓，工作人员见证。") % day
    return translate("您在%(day)s宣过誓。") % day


def asked_once(request: Asking, person: Person, at: datetime) -> Shown | None:
    """The oath on the page after registering, until "not now" was said there; it is asked nowhere else on its own."""
    here = reverse("people:registered")
    if "later" in request.GET:
        request.session[_LATER] = person.public_id
    if request.session.get(_LATER) == person.public_id:
        return None
    return _shown(person, at, later=f"{here}?later=1", then="registered")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def oath(request: Asking) -> HttpResponse:
    """Read it, take it or not. Nobody takes it for another: a guardian finds nothing here."""
    person, at = access.oneself(request.actor), clock.now()
    back = reverse("people:registered") if request.POST.get("then") == "registered" else reverse("people:oath")
    if request.method == "POST":
        try:
            actions.take_oath(person=person, version=request.POST.get("version", ""), at=at)
        except actions.OathChanged as refusal:
            flash.failed(request, refusal.sentence)
        else:
            flash.done(request, translate("已记下您的宣誓。"))
        return see_other(back)
    shown = _shown(person, at, later=reverse("people:profile"))
    if shown is None:
        return see_other(reverse("people:profile"))
    return render(request, "people/oath.html", {"oath": shown})
