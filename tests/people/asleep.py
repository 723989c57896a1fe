"""People who did nothing for long, and the mornings of the job that asks them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from baiying.accounts.models import Account
from baiying.demo import builders
from baiying.kit.values.actor import Acting, Actor
from baiying.notices.models import Message
from baiying.people import actions
from baiying.people.models import Dormancy, DormancyStart, Person
from baiying.places.models import Division

# The first cleaning of the case: a Sunday, 10:00 in China.
FIRST = datetime(2027, 2, 28, 2, tzinfo=UTC)
LONG_BEFORE = datetime(2023, 5, 1, 1, tzinfo=UTC)


def sleeper(area: Division, name: str = "", *, phone: str = "19912340001", **more: Any) -> Person:
    """Registered in 2023 and nothing since."""
    given = {"phone": phone or None, "registered_at": LONG_BEFORE, "at": FIRST} | more
    return builders.person(name, residence=area, **given)


def with_account(person: Person, account: Account | None = None) -> Account:
    account = account or builders.account(created_at=LONG_BEFORE)
    Person.objects.filter(pk=person.pk).update(account=account)
    return account


def let_begin(area: Division, at: datetime = FIRST) -> DormancyStart:
    return DormancyStart.objects.create(area=area, found=1, without_phone=0, confirmed_at=at, confirmed_by_id=1)


def morning(at: datetime) -> None:
    """A night and its morning."""
    actions.find_sleeping(at=at)
    actions.tend_sleeping(at=at)


def gateway_takes(at: datetime) -> int:
    """The gateway takes every question that waits."""
    rows = Message.objects.filter(kind="still_here", delivered_at=None, failed_at=None).exclude(channel="inapp")
    return rows.update(delivered_at=at)


def gateway_refuses(at: datetime) -> int:
    """What left, or waits, comes back."""
    rows = Message.objects.filter(kind="still_here", failed_at=None).exclude(channel="inapp")
    return rows.update(failed_at=at, failure="空号")


def row_of(person: Person) -> Dormancy | None:
    return Dormancy.objects.filter(person=person).order_by("-id").first()


def told(person: Person, at: datetime = FIRST) -> Dormancy:
    """Asked, and the question has left."""
    if not DormancyStart.objects.exists():
        let_begin(person.residence, at)
    morning(at)
    gateway_takes(at)
    morning(at + timedelta(days=1))
    row = row_of(person)
    assert row is not None
    assert row.told_at is not None
    return row


def parked(person: Person, at: datetime = FIRST) -> Dormancy:
    """Told, and the days are over."""
    told(person, at)
    morning(at + timedelta(days=60))
    row = row_of(person)
    assert row is not None
    assert row.parked_at is not None
    person.refresh_from_db()
    return row


def office(area: Division, role: str = "county_office") -> Actor:
    """Somebody at work there, as actions see it."""
    account = builders.account()
    row = builders.appointment(account, role, area)
    return Actor(account_id=account.pk, acting=Acting(row.pk, row.public_id, role, area.pk, tuple(area.path)))


def own(person: Person) -> Actor:
    """The person, signed in."""
    person.refresh_from_db()
    return Actor(account_id=person.account_id or with_account(person).pk, person_id=person.pk)
