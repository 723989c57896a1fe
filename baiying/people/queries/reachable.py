"""Volunteers of some areas who may be written to together, and why somebody is not among them any more."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries as account_rows
from baiying.kit import sealed
from baiying.kit.values import identifiers
from baiying.people import rules
from baiying.people.models import Person
from baiying.people.queries.persons import phone_of
from baiying.people.queries.standings import in_state


def volunteers_of(area_ids: Iterable[int]) -> QuerySet[Person]:
    """Counted volunteers who live or serve in one of the areas, without records at rest and those who have left."""
    areas = list(area_ids)
    rows = Person.objects.filter(closed_at__isnull=True, rests_since__isnull=True)
    return in_state(rows.filter(Q(residence_id__in=areas) | Q(service_area_id__in=areas)), "counted")


# Why somebody is not among the volunteers of some areas now, the first that holds.
GONE = {
    "left": _("已退出或注销"),
    "rests": _("撤回同意，停止处理"),
    "moved": _("搬离或转到别处服务"),
    "not_counted": _("暂不计入"),
}


def why_gone(person_ids: Iterable[int], area_ids: Iterable[int]) -> dict[int, str]:
    """A key of GONE for each of the persons who is no volunteer of the areas; nothing for those who are."""
    ids, areas = list(person_ids), set(area_ids)
    here = set(volunteers_of(areas).filter(pk__in=ids).values_list("pk", flat=True))
    lost = [pk for pk in ids if pk not in here]
    rows = Person.objects.filter(pk__in=lost)
    open_ones = set(rows.filter(registrations__ended_at__isnull=True).values_list("pk", flat=True))
    found = dict.fromkeys(lost, "left")
    for pk, closed, rests, home, serves in rows.values_list(
        "pk", "closed_at", "rests_since", "residence_id", "service_area_id"
    ):
        if closed is not None or pk not in open_ones:
            found[pk] = "left"
        elif rests is not None:
            found[pk] = "rests"
        else:
            found[pk] = "not_counted" if {home, serves} & areas else "moved"
    return found


def phones_of_inboxes(inboxes: Iterable[str]) -> dict[str, str]:
    """The phones by which the readers of some inboxes are texted now: the own, or that of a guardian's account.

    To send to, never to show. Nothing for a child without one, whoever has left or withdrew the consent, and a number
    that cannot be read.
    """
    keys, unreadable = set(inboxes) - {""}, dict[int, sealed.Unreadable]()
    persons = Person.objects.filter(public_id__in=keys)
    found = {}
    for row in persons.filter(closed_at__isnull=True, rests_since__isnull=True, phone_sealed__isnull=False):
        try:
            phone = phone_of(row)
        except sealed.Unreadable:
            continue
        if phone:
            found[row.public_id] = phone
    accounts = account_rows.ids_by_pid(keys - set(persons.values_list("public_id", flat=True)))
    phones = account_rows.phones_to_send(accounts.values(), unreadable=unreadable)
    return found | {pid: phones[pk] for pid, pk in accounts.items() if pk in phones}


def _to_text(person_ids: Iterable[int] | QuerySet[Any], day: date) -> QuerySet[Person]:
    """Those of some persons who can be told by text message: grown up, with a phone of their own."""
    born = identifiers.latest_birthday(rules.ADULT, day)
    return Person.objects.filter(pk__in=person_ids, phone_sealed__isnull=False, birth_date__lte=born)


def is_told(person_id: int, day: date) -> bool:
    """Whether what goes to volunteers may still go to somebody's phone: registered, grown up, consent not withdrawn."""
    rows = _to_text([person_id], day).filter(rests_since__isnull=True, registrations__ended_at__isnull=True)
    return rows.filter(registrations__isnull=False).exists()


def how_many_to_text(person_ids: QuerySet[Any], day: date) -> int:
    """To how many `phones_to_text` would find a phone, without opening any."""
    return _to_text(person_ids, day).count()


def phones_to_text(
    person_ids: Iterable[int], day: date, *, unreadable: dict[int, sealed.Unreadable] | None = None
) -> dict[int, str]:
    """The own phones of grown-up persons, to send to and never to show; nothing for a child or without a phone.

    Whoever writes to many gives `unreadable`: what cannot be opened is put there with its reason and left out.
    """
    # By the ten thousand: only what a phone is opened with.
    rows = _to_text(list(person_ids), day).only("public_id", "phone_sealed", "data_key_sealed")
    found = {}
    for row in rows:
        try:
            phone = phone_of(row)
        except sealed.Unreadable as error:
            if unreadable is None:
                raise
            unreadable[row.pk] = error
            continue
        if phone:
            found[row.pk] = phone
    return found
