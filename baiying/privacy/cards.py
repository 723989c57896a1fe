"""What this room shows on pages of other rooms."""

from datetime import datetime

from baiying.accounts import access as accounts
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import access as people
from baiying.people import queries as persons
from baiying.places import queries as places
from baiying.privacy import access, queries
from baiying.privacy.rights import Right
from baiying.ui.cards import Card

_SHOWN = 3


def of_person(person_id: int, actor: Actor, at: datetime) -> Card | None:
    """On an office's page of a person: the way to the rights of who stands at the desk."""
    if not accounts.may(actor, Right.HAND_OUT_COPIES) or people.is_own(actor, person_id):
        return None
    return Card("privacy/parts/of_person.html", {"person_pid": persons.public_id_of(person_id)})


def stored(person_id: int, actor: Actor, at: datetime) -> Card | None:
    """On the page of a record at rest: how it is opened for a reason that a law names."""
    if not accounts.may(actor, Right.OPEN_STORED) or people.is_own(actor, person_id):
        return None
    person = persons.person_by_id(person_id)
    if person is None or person.rests_since is None or person.parked_at is not None:
        return None
    return Card("privacy/parts/stored_of_person.html", {"person_pid": person.public_id})


def holding(person_id: int, actor: Actor, at: datetime) -> Card | None:
    """On an office's page of a person: whether a law keeps the record, and the way to ask for that."""
    if not accounts.may(actor, Right.GUARD_DATA) or people.is_own(actor, person_id):
        return None
    seen = {row.pk for row in access.holds_seen(actor, at)}
    rows = [row for row in queries.holds_on(person_id, at) if row.pk in seen]
    context = {"person_pid": persons.public_id_of(person_id), "rows": rows}
    return Card("privacy/parts/holds_of_person.html", context)


def own_requests(person_id: int, account_id: int | None, at: datetime) -> Card | None:
    """What was asked about the own data and nobody has answered yet."""
    person = persons.person_by_id(person_id)
    guardian = person is None or not persons.comes_in_as(account_id, person)
    rows = list(queries.requests_seen(person_id, guardian=guardian).filter(ended_at__isnull=True)[:_SHOWN])
    return Card("privacy/parts/today_requests.html", {"rows": rows}) if rows else None


def handled_by(area_id: int | None, at: datetime) -> str:
    """In one line who answers for the data of an area, for files that leave the house; empty where nobody said so."""
    area = places.division_by_id(area_id) if area_id is not None else None
    facts = queries.handler_facts(area.path if area else (), clock.local_date(at))
    return "；".join(f"{label} {value}" for label, value in facts)
