"""What becomes of this room's own rows when two records of one human become one, and apart again (kit.merging)."""

from typing import Any

from django.db.models import Model, Q, QuerySet

from baiying.kit.merging import Joining, Parting
from baiying.people import identity, queries, rules
from baiying.people.models import Consent, Guardianship, Person
from baiying.people.rules import merging as merge_rules

# Where the two records differ in these, a human says first what holds: by them it counts, or is stored at all.
CARRYING = frozenset({rules.SERVICE, rules.ID_NUMBER})


def rows(joining: Joining) -> None:
    """Consents, guardians, the way in and the phone: the survivor's own stays, what it lacks it gets."""
    _consents(joining)
    _guardians(joining)
    _ways_in(joining)


def _consents(joining: Joining) -> None:
    own, others = said(joining.survivor.id), said(joining.loser.id)
    gone = merge_rules.to_withdraw(own, others) - CARRYING
    both = Consent.objects.filter(person_id__in=[joining.survivor.id, joining.loser.id], withdrawn_at__isnull=True)
    joining.set(both.filter(purpose__in=gone), withdrawn_at=joining.at)
    live = Consent.objects.filter(person_id=joining.survivor.id, withdrawn_at__isnull=True)
    same = Q()
    for purpose, version in live.values_list("purpose", "version"):
        same |= Q(purpose=purpose, version=version, withdrawn_at__isnull=True)
    # To the same text there is one consent: the survivor's. The other stays where it was given.
    rows = Consent.objects.filter(person_id=joining.loser.id)
    joining.move(rows.exclude(same) if same else rows, "person")


def said(person_id: int) -> list[merge_rules.Said]:
    """What a record agreed to and withdrew."""
    return [
        merge_rules.Said(row.purpose, row.given_at, row.withdrawn_at is not None)
        for row in Consent.objects.filter(person_id=person_id)
    ]


def _guardians(joining: Joining) -> None:
    open_one = Q(agreed_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True)
    rows = Guardianship.objects.filter(ward_id=joining.loser.id)
    asked = Guardianship.objects.filter(open_one, ward_id=joining.survivor.id).exists()
    joining.move(rows.exclude(open_one) if asked else rows, "ward")


def _ways_in(joining: Joining) -> None:
    survivor = Person.objects.get(pk=joining.survivor.id)
    loser = Person.objects.get(pk=joining.loser.id)
    if survivor.account_id is None and loser.account_id is not None:
        joining.set(_row(loser), account_id=None)
        joining.set(_row(survivor), account_id=loser.account_id)
    phone = queries.phone_of(loser) if survivor.phone_hash is None and loser.phone_hash is not None else None
    if phone:
        sealed = identity.seal_phone(phone, public_id=survivor.public_id, key=queries.key_of(survivor))
        Person.objects.filter(pk=survivor.pk).update(**sealed)
        joining.settle("people.phone", mask=sealed["phone_mask"], hash=(sealed["phone_hash"] or b"").hex())


def _row(person: Person) -> "QuerySet[Any]":
    model: type[Model] = Person
    return model._base_manager.filter(pk=person.pk)


def rows_back(parting: Parting) -> None:
    """A phone that came with the merge goes again, unless the survivor has set another since."""
    for row in ("people.Person",):
        parting.give_back(row, "account_id")
    parting.give_back("people.Consent", "withdrawn_at")
    for one in parting.of("people.phone"):
        empty = identity.seal_phone(None, public_id="", key=b"")
        Person.objects.filter(pk=parting.survivor.id, phone_hash=bytes.fromhex(one["hash"])).update(**empty)
