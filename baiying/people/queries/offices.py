"""Whom to turn to: the site of an area and the named human who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from baiying.accounts import queries as accounts
from baiying.kit import clock
from baiying.kit.rights import Right
from baiying.people.queries.catalogues import data_handler
from baiying.people.queries.persons import home_of
from baiying.places import queries as places

_BUILT = "built"


@dataclass(frozen=True, slots=True)
class Office:
    """Where to go, and whom to ask for."""

    site_name: str = ""
    site_pid: str = ""
    address: str = ""
    phone: str = ""
    # Who answers that telephone, where it is not the site's own.
    phone_name: str = ""
    opening_hours: str = ""
    human: str = ""
    human_title: str = ""
    area_name: str = ""


def office_near(area_id: int, at: datetime, *, right: Right) -> Office:
    """The nearest built site upwards from an area, and the nearest human upwards who has the right."""
    return _office(area_id, at, right, levels=None)


def office_of_county(area_id: int, at: datetime, *, right: Right) -> Office:
    """The same at county level and above: what is said of a record must not tell where its person lives."""
    return _office(area_id, at, right, levels=("county", "city", "province"))


@dataclass(frozen=True, slots=True)
class Helpline:
    """A place that answers the telephone; both empty where none is known."""

    name: str = ""
    phone: str = ""


def helpline(person_id: int | None, at: datetime) -> Helpline:
    """Whom somebody may call: the nearest built site upwards that has a telephone, else who handles the data here."""
    home = home_of(person_id) if person_id else None
    return _helpline(places.ancestors_of(home) if home else (), at)


def _helpline(line: Sequence[places.Division], at: datetime) -> Helpline:
    """The nearest telephone of a line of areas, upper levels first."""
    for one in reversed(line):
        site = places.site_for(one.pk)
        if site is not None and site.state == _BUILT and site.phone:
            return Helpline(site.name, site.phone)
    handler = data_handler(clock.local_date(at), line[-1].path if line else ())
    return Helpline(handler.name, handler.phone)


def _office(area_id: int, at: datetime, right: Right, levels: tuple[str, ...] | None) -> Office:
    area = places.division_by_id(area_id)
    if area is None:
        return Office()
    line = [one for one in places.ancestors_of(area) if levels is None or one.level in levels]
    human = accounts.answers_for([one.pk for one in line], right, at)
    site = next(
        (s for s in (places.site_for(one.pk) for one in reversed(line)) if s is not None and s.state == _BUILT), None
    )
    # A station often has none: then whoever is asked to call is given the nearest above it.
    call = Helpline(site.name, site.phone) if site and site.phone else _helpline(line, at)
    return Office(
        site_name=site.name if site else "",
        site_pid=site.public_id if site else "",
        address=site.address if site else "",
        phone=call.phone,
        phone_name="" if site and site.phone else call.name,
        opening_hours=site.opening_hours if site else "",
        human=human.account.display_name if human else "",
        human_title=(human.title or human.get_role_display()) if human else "",
        area_name=human.area.name if human and human.area else "",
    )
