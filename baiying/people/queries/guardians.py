"""Who answers for whom."""

from datetime import datetime

from django.db.models import Q, QuerySet

from baiying.accounts import access as accounts
from baiying.kit import clock, sealed
from baiying.kit.values import identifiers
from baiying.people.models import Guardianship, Relation
from baiying.people.queries import catalogues

_LIVE = Q(agreed_at__isnull=False, withdrawn_at__isnull=True, declined_at__isnull=True)


def guardianship(public_id: str) -> Guardianship | None:
    return Guardianship.objects.filter(public_id=public_id).select_related("ward", "ward__residence").first()


def guardianships_of(person_id: int) -> QuerySet[Guardianship]:
    """All guardianships of a ward, the newest first."""
    return Guardianship.objects.filter(ward_id=person_id).order_by("-id")


def wards_of(account_id: int, at: datetime) -> list[Guardianship]:
    """The agreed guardianships of an account whose wards are still under age."""
    rows = Guardianship.objects.filter(_LIVE, guardian_account_id=account_id, ward__closed_at__isnull=True)
    today = clock.local_date(at)
    return [
        row
        for row in rows.select_related("ward", "ward__residence").order_by("id")
        if identifiers.age_on(row.ward.birth_date, today)
        < catalogues.registration_rules(row.ward.residence.path, today).adult_age
    ]


def is_guardian(account_id: int) -> bool:
    """Whether an account answers for anybody."""
    return Guardianship.objects.filter(_LIVE, guardian_account_id=account_id).exists()


def is_guardian_of(account_id: int, person_id: int) -> bool:
    """Whether an account has agreed to answer for the person and has not withdrawn."""
    return Guardianship.objects.filter(_LIVE, guardian_account_id=account_id, ward_id=person_id).exists()


def guardian_phone(row: Guardianship) -> str:
    """The guardian's phone in the clear, to send to; never to show."""
    return sealed.open_sealed(bytes(row.phone_sealed))


def guardian_on_screen(row: Guardianship) -> list[accounts.OnScreen]:
    """The message the guardian got: on demo data only."""
    return accounts.on_screen(guardian_phone(row))


def relation_name(code: str) -> str:
    return str(dict(Relation.choices).get(code, code))
