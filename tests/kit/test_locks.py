"""A row is locked alone: who waited for it reads it, and what belongs to it, as both are by then."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from baiying.accounts.models import Appointment
from baiying.activities import actions as activities
from baiying.activities.actions import following
from baiying.activities.models import Activity
from baiying.kit import clock
from baiying.kit.db import locks, transaction
from baiying.kit.values.actor import system
from baiying.people import actions as people
from baiying.people import locked
from baiying.people.models import Consent, Person
from baiying.people.rules.showing import Showing
from tests.activities.makers import Town, actor, volunteer
from tests.own_database import behind

KIND = locks.Kind("row of a test", 1)


def test_nothing_is_locked_together_with_what_is_joined_to_it() -> None:
    with pytest.raises(TypeError, match="locked alone"):
        locks.take(KIND, Person.objects.select_related("residence"))
    assert locks.take(KIND, Person.objects.all()).query.select_for_update


@pytest.mark.django_db
def test_what_is_held_is_given_in_order_with_what_belongs_to_it() -> None:
    Town()
    rows = Appointment.objects.select_related("area", "account")
    found = list(transaction.atomic(lambda: list(locks.hold(KIND, rows)))())
    assert [row.pk for row in found] == sorted(rows.values_list("pk", flat=True))
    assert all("account" in row._state.fields_cache for row in found)
    assert list(transaction.atomic(lambda: list(locks.hold(KIND, rows.filter(pk=0))))()) == []


def moving(person: Person, area_id: int) -> Callable[[], object]:
    assert person.account is not None
    who = actor(person.account, person)
    return lambda: people.change_profile(
        person=person, residence_id=area_id, service_area_id=area_id, skills=[], categories=["community"],
        availability=[], showing=Showing(), actor=who, at=clock.now(),
    )  # fmt: skip


@pytest.mark.race
def test_a_consent_is_withdrawn_behind_a_change_of_home(own_database: str) -> None:
    town = Town()
    person = volunteer("王芳", town.village)
    given = Consent.objects.create(
        person=person, purpose="volunteer_service", version="t", given_at=clock.now(), given_by="self", channel="web"
    )
    who = actor(person.account, person)  # type: ignore[arg-type]
    withdrawing = lambda: people.withdraw_consent(  # noqa: E731
        person=person, purpose="volunteer_service", actor=who, at=clock.now()
    )
    # The same press twice: the second finds what the first has done.
    assert behind(moving(person, town.other_village.pk), moving(person, town.other_village.pk)) == "done"
    assert behind(moving(person, town.village.pk), withdrawing) == "done"
    given.refresh_from_db()
    assert given.withdrawn_at is not None


@pytest.mark.race
def test_who_waited_reads_the_home_as_it_is_by_then(own_database: str) -> None:
    town = Town()
    person = volunteer("王芳", town.village)
    read: list[str] = []
    look = transaction.atomic(lambda: read.append(locked.person(person.pk).residence.name))
    assert behind(moving(person, town.other_village.pk), look) == "done"
    registered = transaction.atomic(lambda: read.append(_home_by_registration(person)))
    assert behind(moving(person, town.village.pk), registered) == "done"
    assert read == [town.other_village.name, town.village.name]


def _home_by_registration(person: Person) -> str:
    row = locked.person(person.pk)
    registration = locked.open_registration(row.pk)
    assert registration is not None
    return registration.person.residence.name


@pytest.mark.race
def test_a_shift_is_moved_behind_a_merge_of_areas(own_database: str) -> None:
    town = Town()
    shift = town.shift(days=3)
    start = shift.starts_at + timedelta(hours=1)
    old_id, new_id = shift.activity.area_id, town.other_village.pk

    def follow() -> None:
        following.follow_area(old_id=old_id, new_id=new_id, actor=system("merge"), at=clock.now())

    def move() -> None:
        activities.move_shift(
            shift_id=shift.pk, starts_at=start, ends_at=start + timedelta(hours=2), reason="场地",
            actor=actor(town.leader, town.leader_person), at=clock.now(),
        )  # fmt: skip

    assert behind(follow, move) == "done"
    assert Activity.objects.get(pk=shift.activity_id).area_id == new_id
    shift.refresh_from_db()
    assert shift.starts_at == start
