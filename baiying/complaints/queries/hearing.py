"""Whom a complaint is about, as far as the office may ask them to say something, and what they were asked (U36)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from baiying.accounts import access as admitting
from baiying.accounts import queries as accounts
from baiying.complaints import rules
from baiying.complaints.models import Complaint, Concern, Hearing
from baiying.kit import sealed
from baiying.kit.values.actor import Actor
from baiying.people import queries as people

_MOST_OFFERED = 50


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody who may be asked: named so that two of one name are told apart."""

    account_id: int
    public_id: str
    name: str
    area: str


def may_be_heard(row: Complaint, asking: Actor, at: datetime) -> list[Heard]:
    """Who answers for the thing complained of, and who holds an office there and is named in it.

    Neither whoever complained, by none of their hands, nor the one who asks.
    """
    recorded = Concern.objects.filter(complaint=row, stood_aside_at__isnull=True).values_list("account_id", flat=True)
    ids = {*recorded, *_named(row, at)}
    ids -= admitting.own_hands(asking)
    if row.account_id is not None:
        ids -= admitting.hands_of(row.account_id)
    held = accounts.appointments_in_force(at).filter(account_id__in=ids)
    where = {one.account_id: one.area.name for one in held if one.area is not None}
    rows = accounts.open_accounts(ids)[:_MOST_OFFERED]
    return [Heard(one.pk, one.public_id, one.display_name, where.get(one.pk, "")) for one in rows]


def _named(row: Complaint, at: datetime) -> set[int]:
    """Who holds an office where it is handled or below, and stands in the words."""
    rows = accounts.appointments_in_force(at).filter(area__path__contains=[row.area_id])
    said = accounts.names_of(set(rows.values_list("account_id", flat=True)))
    return {pk for pk, name in said.items() if any(len(key) > 1 and key in row.said_key for key in rules.keys_of(name))}


def hearings_of(complaint_id: int) -> QuerySet[Hearing]:
    """Who was asked, and what they said; the oldest first."""
    return Hearing.objects.filter(complaint_id=complaint_id).select_related("account").order_by("id")


def hearing_of(account_id: int, public_id: str) -> Hearing | None:
    """What an account was asked, by any log-in of the same human; None for what another one was asked."""
    rows = Hearing.objects.filter(public_id=public_id, account_id__in=people.all_accounts_of_same([account_id]))
    return rows.select_related("complaint__area").first()


def waiting_for(account_id: int) -> QuerySet[Hearing]:
    """What an account was asked and has not answered, while the complaint is open."""
    rows = Hearing.objects.filter(account_id__in=people.all_accounts_of_same([account_id]), answered_at__isnull=True)
    return rows.filter(complaint__ended_at__isnull=True).order_by("due_on", "id")


def known_as(row: Complaint) -> tuple[str, ...]:
    """By what whoever complained is known: the names and numbers that whom it is about must not read."""
    found = [
        sealed.open_sealed(value, at=sealed.Place.of(row, column))
        for column in ("name_sealed", "phone_sealed")
        if (value := getattr(row, column))
    ]
    account = accounts.account(row.account_id) if row.account_id is not None else None
    if account is not None:
        found += [account.display_name, accounts.phone_of(account) or ""]
    if row.person_id is not None:
        found += [part for one in people.names_and_numbers([row.person_id]).values() for part in one]
    return tuple(one for one in found if one and "*" not in one)
