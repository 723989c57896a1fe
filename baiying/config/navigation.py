"""What each role sees in the navigation, from what the rooms bring."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from baiying.accounts import access as accounts
from baiying.activities import queries as activities
from baiying.config import rooms
from baiying.kit import clock
from baiying.kit.rooms import Entry, Office, called
from baiying.kit.values.actor import Actor
from baiying.ui import navigation as ui

_FOR_ANYBODY = {"site", "foot"}


@cache
def _entries() -> list[Entry]:
    found = [entry for room in rooms.gathered().values() for entry in room.entries]
    return sorted(found, key=lambda entry: entry.order)


@cache
def _offices() -> list[Office]:
    return sorted((page for room in rooms.gathered().values() for page in room.offices), key=lambda page: page.order)


_reversed = cache(reverse)


def _address(page: str) -> str:
    """Where the page is; empty where a server does not offer it. Only what was found is remembered."""
    try:
        return _reversed(page)
    except NoReverseMatch:
        return ""


def _sees_entry(actor: Actor, entry: Entry, *, at_work: bool) -> bool:
    if not actor.is_signed_in and entry.menu not in _FOR_ANYBODY:
        return False
    if entry.at_work and not at_work:
        return False
    return bool(called(entry.when)(actor, clock.now())) if entry.when else True


def _sees_office(actor: Actor, office: Office, *, in_unit: bool, leads: bool) -> bool:
    if office.for_leaders and leads:
        return True
    if office.for_anybody_at_work and actor.acting:
        return True
    if any(accounts.may(actor, right) for right in office.rights):
        return True
    return office.for_units and in_unit and (not office.when or bool(called(office.when)(actor, clock.now())))


def _leads(actor: Actor) -> bool:
    """Whether somebody who holds no office leads an activity: asked of the others only, at every page they see."""
    return actor.account_id is not None and activities.leads_anything(actor.account_id, clock.now())


def _found(actor: Actor, *, in_unit: bool) -> Iterator[ui.Entry]:
    leads = not (actor.acting or in_unit) and _leads(actor)
    at_work = bool(actor.acting) or in_unit or leads
    for entry in _entries():
        if _sees_entry(actor, entry, at_work=at_work):
            count = called(entry.count)(actor, clock.now()) if entry.count else 0
            address = _address(entry.page)
            yield ui.Entry(
                entry.label, address, group=entry.menu, icon=entry.icon, waiting=count, from_here=entry.from_here
            )
    for office in _offices():
        if _sees_office(actor, office, in_unit=in_unit, leads=leads):
            yield ui.Entry(office.label, _address(office.page), group=office.heading)


def entries_for(actor: Actor, path: str, *, in_unit: bool) -> list[ui.Entry]:
    """What the actor may open; the entry of the present page is marked.

    In a menu also the entry under which the page stands; the bar of a phone marks the page itself and no other.
    """
    entries = [entry for entry in _found(actor, in_unit=in_unit) if entry.url]
    here = max((e.url for e in entries if path.startswith(e.url) and e.url != "/"), key=len, default="")
    came = urlencode({"from": path}, safe="/")
    return [
        entry._replace(
            active=entry.url == (path if entry.group == "bar" else here),
            url=f"{entry.url}?{came}" if entry.from_here else entry.url,
        )
        for entry in entries
    ]
