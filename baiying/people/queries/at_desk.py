"""What the registrations at a desk look like, clerk by clerk: signals for whoever answers for them (O4).

They decide nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import QuerySet

from baiying.accounts import queries as accounts
from baiying.accounts.access import Scope
from baiying.kit import clock
from baiying.kit.values import names
from baiying.people.models import Person
from baiying.people.queries.persons import within
from baiying.people.rules import DeskRules

# As many clerks as a page lists, those with most registrations first.
MOST_CLERKS = 80


@dataclass(frozen=True, slots=True)
class Made:
    """One registration at a desk, as far as its neighbours may say something about it."""

    at: datetime
    born: date
    phone: bytes | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """burst: so many within the minutes of the rules. same_birthday, one_phone: so many share it. in_order: so many one
    after the other, each born the day after the one before, or the day before. shared_phone, same_name: so many other
    clerks of the same month come in by the same phone, or are called so by another: perhaps one human.
    """

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class ClerkMonth:
    """A clerk's registrations at the desk in a month: how many, on how many days, what is seen of them."""

    account_id: int
    count: int
    days: int
    signs: tuple[Sign, ...]


def signs(made: Sequence[Made], given: DeskRules) -> tuple[Sign, ...]:
    """What is seen of one clerk's registrations, whatever their order, by the rules that hold."""
    rows = sorted(made, key=lambda one: one.at)
    found = [
        Sign("burst", _burst([one.at for one in rows], timedelta(minutes=given.burst_minutes))),
        Sign("same_birthday", max(Counter(one.born for one in rows).values(), default=0)),
        Sign("in_order", _in_order([one.born for one in rows])),
        Sign("one_phone", max(Counter(one.phone for one in rows if one.phone).values(), default=0)),
    ]
    least = {"burst": given.burst_count}
    return tuple(one for one in found if one.count >= least.get(one.code, given.alike))


def _burst(times: Sequence[datetime], within_time: timedelta) -> int:
    """The most that began within so long of one another."""
    most = first = 0
    for last, at in enumerate(times):
        while at - times[first] > within_time:
            first += 1
        most = max(most, last - first + 1)
    return most


def _in_order(births: Sequence[date]) -> int:
    """The longest run of birthdays that go on, or back, by one day each."""
    most, run, step_before = 0, 1, 0
    for before, born in pairwise(births):
        step = (born - before).days
        run = 1 if abs(step) != 1 else run + 1 if step == step_before else 2
        step_before = step
        most = max(most, run)
    return most


def made_at_desk(scope: Scope, first: date, last: date) -> QuerySet[Person]:
    """Persons of a scope registered at some desk from one day to another, both included."""
    rows = Person.objects.filter(within(scope), channel="office")
    return rows.filter(created_at__gte=clock.midnight(first), created_at__lt=clock.end_of(last))


def made_by(scope: Scope, account_id: int) -> QuerySet[Person]:
    """Persons of a scope whom one account registered at a desk."""
    return Person.objects.filter(within(scope), channel="office", created_by_id=account_id).select_related("residence")


@dataclass(frozen=True, slots=True)
class Clerk:
    """How an account that registers at a desk is called, and the keyed hashes of the phones by which it comes in."""

    account_id: int
    name: str
    phones: frozenset[bytes]


def doubles(clerks: Sequence[Clerk]) -> dict[int, tuple[Sign, ...]]:
    """For every clerk, with how many of the others a phone is shared, and how many others are only called the same."""
    found: dict[int, tuple[Sign, ...]] = {}
    keys = {one.account_id: names.key(one.name) for one in clerks}
    for one in clerks:
        others = [other for other in clerks if other.account_id != one.account_id]
        shared = {other.account_id for other in others if other.phones & one.phones}
        alike = keys[one.account_id] if one.name else None
        called = {other.account_id for other in others if keys[other.account_id] == alike}
        seen = (Sign("shared_phone", len(shared)), Sign("same_name", len(called - shared)))
        found[one.account_id] = tuple(sign for sign in seen if sign.count)
    return found


def by_clerk(scope: Scope, first: date, last: date, given: DeskRules) -> list[ClerkMonth]:
    """Every clerk who registered somebody of the scope between two days; who has most first, `MOST_CLERKS` at most."""
    named = made_at_desk(scope, first, last).filter(created_by_id__isnull=False)
    rows = named.values_list("created_by_id", "created_at", "birth_date", "phone_hash")
    made: dict[int, list[Made]] = defaultdict(list)
    for account_id, at, born, phone in rows.iterator():
        made[account_id or 0].append(Made(at, born, bytes(phone) if phone else None))
    clerks = sorted(made.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_CLERKS]
    ids = [account_id for account_id, _own in clerks]
    phones, called = accounts.phones_of_many(ids), accounts.named(ids)
    known = [Clerk(pk, called[pk][1] if pk in called else "", phones.get(pk, frozenset())) for pk in ids]
    more = doubles(known)
    return [
        ClerkMonth(pk, len(own), len({clock.local_date(one.at) for one in own}), signs(own, given) + more[pk])
        for pk, own in clerks
    ]


def registered_between(scope: Scope, first: date, last: date) -> int:
    """How many persons of a scope were registered between two days, by whatever way."""
    rows = Person.objects.filter(within(scope))
    return rows.filter(created_at__gte=clock.midnight(first), created_at__lt=clock.end_of(last)).count()
