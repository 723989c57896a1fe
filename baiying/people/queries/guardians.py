"""Who answers for whom."""

from datetime import date, datetime

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from baiying.accounts import access as accounts
from baiying.kit import clock, sealed
from baiying.people.models import Guardianship, Relation

_LIVE = Q(agreed_at__isnull=False, withdrawn_at__isnull=True, declined_at__isnull=True)


def guardianship(public_id: str) -> Guardianship | None:
    return Guardianship.objects.filter(public_id=public_id).select_related("ward", "ward__residence").first()


def guardianships_of(person_id: int) -> QuerySet[Guardianship]:
    """All guardianships of a ward, the newest first."""
    return Guardianship.objects.filter(ward_id=person_id).order_by("-id")


def may_act_for(account_id: int, person_id: int, day: date) -> bool:
    """Whether an account may act for a person on a day: its own, or a ward's (sql/may_act_for.sql decides)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_may_act_for(%s, %s, %s)", [account_id, person_id, day])
        return bool(cursor.fetchone()[0])


def wards_of(account_id: int, at: datetime) -> list[Guardianship]:
    """The guardianships by which an account may act for somebody now: agreed, and the ward still under age."""
    rows = _wards(account_id, clock.local_date(at))
    return list(rows.select_related("ward", "ward__residence").order_by("id"))


def _wards(account_id: int, day: date) -> QuerySet[Guardianship]:
    may = Func(Value(account_id), F("ward_id"), Value(day), function="people_may_act_for", output_field=BooleanField())
    return Guardianship.objects.filter(_LIVE, may, guardian_account_id=account_id)


def is_guardian(account_id: int, at: datetime) -> bool:
    """Whether an account answers for anybody now."""
    return _wards(account_id, clock.local_date(at)).exists()


def is_guardian_of(account_id: int, person_id: int, at: datetime) -> bool:
    """Whether an account answers for the person now."""
    return _wards(account_id, clock.local_date(at)).filter(ward_id=person_id).exists()


def ever_answered_for(account_id: int, person_id: int) -> bool:
    """Whether an account ever agreed to answer for the person.

    A parent stays a parent when the child has grown up or the consent is withdrawn: for conflicts of interest.
    """
    return Guardianship.objects.filter(
        guardian_account_id=account_id, ward_id=person_id, agreed_at__isnull=False
    ).exists()


def guardian_phone(row: Guardianship) -> str:
    """The guardian's phone in the clear, to send to; never to show."""
    return sealed.open_sealed(row.phone_sealed, at=sealed.Place.of(row, "phone_sealed"))


def guardian_on_screen(row: Guardianship) -> list[accounts.OnScreen]:
    """The message the guardian got: on demo data only."""
    return accounts.on_screen(guardian_phone(row))


def relation_name(code: str) -> str:
    return str(dict(Relation.choices).get(code, code))
