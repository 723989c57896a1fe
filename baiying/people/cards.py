"""What this room shows on the page of the day."""

from datetime import datetime

from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import queries
from baiying.people.models import Guardianship
from baiying.ui.cards import Card


def asked(_person_id: int, account_id: int | None, at: datetime) -> Card | None:
    """Children who wait for this account's answer as a guardian: before everything else of the day."""
    children = asking(account_id, at) if account_id else []
    return Card("people/parts/asked.html", {"rows": children}, first=True) if children else None


def asking(account_id: int, at: datetime) -> list[tuple[Guardianship, str, int]]:
    """Each request to an account with the child by surname and its age: two children of a family bear one surname."""
    today = clock.local_date(at)
    return [
        (row, identifiers.mask_name(row.ward.name), identifiers.age_on(row.ward.birth_date, today))
        for row in queries.open_requests_to(account_id, at)
    ]


def still_here(person_id: int, account_id: int | None, _at: datetime) -> Card | None:
    """Long without any act, and asked: one tap, by the person alone. Who is parked sees it on every page (config)."""
    row, person = queries.asks_now(person_id), queries.person_by_id(person_id)
    if row is None or row.parked_at is not None or person is None or not queries.comes_in_as(account_id, person):
        return None
    return Card("people/parts/still_here.html", {"last": row.last_act_on, "due": row.due_on}, first=True)


def under_way(person_id: int, account_id: int | None, _at: datetime) -> Card | None:
    """A merge or a claim that waits: what it is, its number, by when it is answered; to the person alone."""
    person = queries.person_by_id(person_id)
    if account_id is None or person is None or not queries.comes_in_as(account_id, person):
        return None
    merges = list(queries.open_merges_of(person.pk)[:3])
    of_record, own = queries.claims_under_way(person.pk, account_id)
    if not (merges or of_record or own):
        return None
    return Card("people/parts/under_way.html", {"merges": merges, "of_record": of_record, "own": own})


def no_home(person_id: int, _account_id: int | None, _at: datetime) -> Card | None:
    """Once, and calmly: in which village somebody lives who stands at a county or city from before."""
    person = queries.person_by_id(person_id)
    if person is None or person.home_later_at is not None or not queries.homes_missing(person):
        return None
    return Card("people/parts/no_home.html", {"area": person.residence.name})
