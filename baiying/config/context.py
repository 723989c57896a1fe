"""What every page knows: who is here, where one may go, whether this is a demo. Lazy: a page pays for what it shows."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.config import navigation
from baiying.kit import admission, clock, rooms
from baiying.kit.values.actor import STRANGER, Actor
from baiying.notices import queries as notices
from baiying.notices import words as notice_words
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.privacy import queries as privacy
from baiying.teams import queries as teams
from baiying.ui import links


def _offices(actor: Actor) -> list[Any]:
    return list(teams.offices_of(actor.account_id, clock.now())) if actor.account_id else []


def _appointments(actor: Actor) -> list[dict[str, str]]:
    if actor.account_id is None:
        return []
    return [
        {
            "public_id": row.public_id,
            "label": account_rows.called(row),
            "place": row.area.name if row.area else "",
        }
        for row in accounts.live_appointments(actor.account_id)
    ]


def _acting(appointments: list[dict[str, str]], actor: Actor) -> dict[str, str]:
    here = actor.acting.public_id if actor.acting else ""
    return next((a for a in appointments if a["public_id"] == here), {"label": "", "place": ""})


def _others(request: HttpRequest, actor: Actor) -> list[dict[str, str]]:
    """The other own identities that would open a page that was refused; all others where nobody knows what it takes."""
    wanted = getattr(request, "wanted_rights", ())
    here, opening = actor.acting.public_id if actor.acting else "", set[str]()
    for row in accounts.live_appointments(actor.account_id) if actor.account_id is not None and wanted else ():
        as_that = replace(actor, acting=accounts.acting_of(row))
        if any(admission.may(as_that, right) for right in wanted):
            opening.add(row.public_id)
    rows = [one for one in _appointments(actor) if one["public_id"] != here]
    return [one for one in rows if not wanted or one["public_id"] in opening]


def _person(actor: Actor) -> Any:
    return people.person_by_id(actor.person_id) if actor.person_id else None


def _handbook(request: HttpRequest, actor: Actor) -> Any:
    """What the area of whoever works there wrote beside the help of this page, or beside the help that is open."""
    match = request.resolver_match
    if match is None or actor.acting is None or not admission.may(actor, "places.read_handbook"):
        return None
    if match.view_name == "desk:help_topic":
        key = match.kwargs["topic_key"]
    else:
        topic = rooms.topic_of(match.view_name)
        key = topic.key if topic else ""
    return places.handbook_for(key, actor.acting.area_path, clock.local_date(clock.now())) if key else None


class BeingClosed(NamedTuple):
    """When the own record is to be erased; `late`: the day is over and it is not done, so no day is promised."""

    due_at: datetime
    late: bool


def _being_closed(person: Any, actor: Actor) -> BeingClosed | None:
    """Whether the own record is to be erased; asked of the few that rest alone, so that no other page pays for it."""
    if not person or person.rests_since is None or not people.comes_in_as(actor.account_id, person):
        return None
    row = privacy.open_closing(person.pk)
    return BeingClosed(row.due_at, row.due_at <= clock.now()) if row is not None else None


def _is_parked(person: Any, actor: Actor) -> bool:
    """Whether the own record sleeps, which one tap ends; a guardian's own tap is not the child's."""
    return bool(person and person.parked_at is not None and people.comes_in_as(actor.account_id, person))


def _acting_for(person: Any, actor: Actor) -> str:
    """The name of the ward whom a guardian acts for; nothing for oneself."""
    return person.name if person and not people.comes_in_as(actor.account_id, person) else ""


def _handler(request: HttpRequest, actor: Actor, person: Any) -> Any:
    """Of the city where one acts, else where one lives, else of the area that the address names."""
    path = actor.acting.area_path if actor.acting else person.residence.path if person else ()
    if not path and (pid := request.GET.get("area", "")):
        named = places.division(pid)
        path = named.path if named else ()
    return people.data_handler(clock.local_date(clock.now()), path)


def _senders_dead(actor: Actor) -> list[dict[str, Any]]:
    """The ways out by which nothing leaves, for whoever runs the machine; nobody else is asked for it."""
    if not admission.may(actor, "desk.see_machines"):
        return []
    return [
        {"lane": notice_words.LANES[lane], "since": since, "why": why} for lane, since, why in notices.dead(clock.now())
    ]


def _drafts_of(actor: Actor) -> str:
    """Whose typed words a page keeps (drafts.js): of this account, for this person (oneself or a ward) and in this
    office. What was begun for one child or by one office never stands on the page of the other.
    """
    if not actor.account_id:
        return ""
    acting = actor.acting.public_id if actor.acting else ""
    return salted_hmac("drafts", f"{actor.account_id} {actor.person_id} {acting}").hexdigest()[:12]


def surroundings(request: HttpRequest) -> dict[str, Any]:
    actor = cast("Actor", getattr(request, "actor", STRANGER))
    offices = SimpleLazyObject(lambda: _offices(actor))
    appointments = SimpleLazyObject(lambda: _appointments(actor))
    person = cache(lambda: _person(actor))
    elder = request.COOKIES.get("elder", "0")
    return {
        "actor": actor,
        "drafts_of": _drafts_of(actor),
        "site_name": settings.SITE_NAME,
        "filing_numbers": settings.FILING_NUMBERS,
        "elder": elder in {"1", "2"},
        "elder_size": elder,
        "demo": accounts.neighbours.is_demo(),
        "offices": offices,
        "nav": SimpleLazyObject(lambda: navigation.entries_for(actor, request.path, in_unit=bool(offices))),
        "appointments": appointments,
        "other_roles": SimpleLazyObject(lambda: _others(request, actor)),
        "acting_label": SimpleLazyObject(lambda: _acting(list(appointments), actor)["label"]),
        "acting_place": SimpleLazyObject(lambda: _acting(list(appointments), actor)["place"]),
        "touch_icon": SimpleLazyObject(lambda: links.absolute(request, static("ui/icon-512.png"))),
        "help_call": SimpleLazyObject(lambda: people.helpline(actor.person_id, clock.now())),
        "data_handler": SimpleLazyObject(lambda: _handler(request, actor, person())),
        "several_cities": SimpleLazyObject(lambda: places.only_city() is None and places.roots().exists()),
        "demo_cast_url": "/demo/",
        "page_help": rooms.topic_of(request.resolver_match.view_name) if request.resolver_match else None,
        "page_handbook": SimpleLazyObject(lambda: _handbook(request, actor)),
        "texts_stay_here": SimpleLazyObject(accounts.texts_stay_here),
        "senders_dead": SimpleLazyObject(lambda: _senders_dead(actor)),
        "acting_for": SimpleLazyObject(lambda: _acting_for(person(), actor)),
        "parked": SimpleLazyObject(lambda: _is_parked(person(), actor)),
        "being_closed": SimpleLazyObject(lambda: _being_closed(person(), actor)),
    }
