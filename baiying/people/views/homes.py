"""Setting a village for who stands at a county, a city or a province: by the office after asking, or by oneself."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import access, actions, queries
from baiying.people.forms.desk import HomeForm
from baiying.people.models import Person
from baiying.people.rights import Right
from baiying.people.views import listed
from baiying.people.views.answers import refuse, see_other
from baiying.places import access as place_access
from baiying.places import queries as places
from baiying.ui import flash, listing


def homes_list() -> listing.Listing:
    """Who is to be asked where they live, the longest here first."""
    return listing.Listing(
        key="homes",
        title=_("没有填到村（社区）的志愿者"),
        personal=True,
        order=("created_at", "id"),
        search=lambda rows, words: rows.filter(name_key__contains=listed.name_key(words)),
        search_label=_("姓名"),
        rows_of=listed.rows_of,
        columns=(
            listing.Column("name", _("姓名"), listed.name_of, link=_home, fixed=True),
            listing.Column("phone", _("手机"), lambda row: row.person.phone_shown or "—", nowrap=True),
            listing.Column("home", _("居住地"), lambda row: row.person.residence.name, width=20),
            listing.Column("serves", _("服务地"), lambda row: row.person.service_area.name, width=20),
            listing.at_column("since", _("注册"), _since),
        ),
    )


def _home(row: listed.Row) -> str:
    return reverse("people:desk_home", args=[row.person.public_id])


def _since(row: listed.Row) -> date:
    return clock.local_date(row.person.created_at)


@needs(Right.CHECK_REAL_NAME)
@require_http_methods(["GET", "HEAD", "POST"])
def homes(request: Asking) -> HttpResponseBase:
    """All of them of the own county or city."""
    scope = accounts.scope_of(request.actor, Right.CHECK_REAL_NAME)
    shown = listing.of(homes_list(), request, queries.without_home(scope), area_id=scope.area_id)
    return shown.answer or render(request, "people/desk_homes.html", {"list": shown})


@needs(Right.CHECK_REAL_NAME)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_home(request: Asking, person_pid: str) -> HttpResponse:
    """The village that one person named, and how they were asked."""
    person = access.to_be_asked(request.actor, person_pid)
    at, data = clock.now(), request.POST if request.method == "POST" else request.GET
    chosen = place_access.chosen_area(
        request.actor, data.get("area", ""), right=Right.CHECK_REAL_NAME, otherwise=None, home=True
    )
    form, status = HomeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and chosen.area is not None:
            try:
                actions.set_home(
                    person=person, area_id=chosen.area.pk, words=form.cleaned_data["words"], actor=request.actor, at=at
                )
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                words = {"name": person.name, "area": chosen.area.name}
                flash.done(request, translate("%(name)s 的居住地已填成%(area)s，本人会收到消息。") % words)
                return see_other(reverse("people:homes"))
    # By whatever method the page came: it shows somebody.
    actions.note_look(person=person, page="home", actor=request.actor, at=at)
    context = {
        "person": person,
        "names": places.path_names(person.residence),
        "here": reverse("people:desk_home", args=[person.public_id]),
        "at": _start(request, person),
        **_about(chosen),
        "form": form,
    }
    return render(request, "people/desk_home.html", context, status=422 if chosen.wrong else status)


def _about(chosen: Any) -> dict[str, Any]:
    return {
        "area": chosen.area,
        "area_names": places.path_names(chosen.area) if chosen.area is not None else [],
        "wrong": {"area": chosen.wrong} if chosen.wrong else {},
        "wrong_area": chosen.wrong,
    }


def _start(request: Asking, person: Person) -> str:
    """Where choosing begins: what is on record, or the own area below it."""
    own = place_access.own_area_id(request.actor)
    return str(person.residence.public_id) if own in (None, person.residence_id) else ""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_home(request: Asking) -> HttpResponse:
    """A volunteer chooses the own village: shown once more before it is kept."""
    person = access.own_person(request.actor)
    data = request.POST if request.method == "POST" else request.GET
    chosen = place_access.home_area(data.get("area", ""), otherwise=None)
    status, said = 200, chosen.wrong
    if request.method == "POST" and chosen.area is not None:
        try:
            actions.choose_home(person=person, area_id=chosen.area.pk, actor=request.actor, at=clock.now())
        except Refused as refusal:
            said, status = str(refusal), refusal.status
        else:
            flash.done(request, translate("记下了：您住在%(area)s。") % {"area": chosen.area.name})
            return see_other("/mine/")
    elif not queries.homes_missing(person):
        return see_other(reverse("people:profile_edit"))
    context = {
        "person": person,
        "names": places.path_names(person.residence),
        "here": reverse("people:own_home"),
        "at": person.residence.public_id,
        **_about(chosen),
        "said": said,
    }
    return render(request, "people/own_home.html", context, status=422 if said and status == 200 else status)


@signed_in
@require_POST
def home_later(request: Asking) -> HttpResponse:
    """Not now: the page of the day asks no more."""
    if request.actor.person_id is None:
        raise Http404
    actions.choose_home_later(person=access.own_person(request.actor), at=clock.now())
    flash.note(request, _("好的，不再提醒。以后在“我的资料”里随时可以选。"))
    return see_other("/mine/")
