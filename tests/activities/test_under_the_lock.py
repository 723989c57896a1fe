"""Whoever waits for a shift is decided on by what is true once the shift is free, on real connections (R034, R038)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from baiying.activities import actions
from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import system
from baiying.notices import queries as notices
from baiying.people import actions as people
from baiying.people.models import Guardianship, Person
from baiying.ui import kept
from tests.activities.makers import Town, actor, volunteer
from tests.own_database import behind

pytestmark = pytest.mark.race


def noon(days: int) -> datetime:
    return clock.midnight(clock.local_date(clock.now())) + timedelta(days=days, hours=12)


def at_noon(town: Town, **post: object) -> Shift:
    shift = town.shift(places=5, **post)  # type: ignore[arg-type]
    shift.starts_at, shift.ends_at = noon(3), noon(3) + timedelta(hours=2)
    shift.save()
    return shift


def child(town: Town) -> tuple[Person, Guardianship]:
    """Fifteen on the day of the shift, with a guardian who agreed."""
    born = date(clock.local_date(clock.now()).year - 15, 1, 1)
    guardian = builders.account("19900000981", name="李建国")
    own = builders.account("19900000982", name="小雨")
    person = builders.person("小雨", residence=town.village, born=born, account=own, guardian=guardian, at=clock.now())
    return person, Guardianship.objects.get(ward=person)


def pressing(shift: Shift, person: Person) -> Callable[[], object]:
    who = actor(person.account, person)  # type: ignore[arg-type]
    return lambda: actions.sign_up(shift_pid=shift.public_id, person_id=person.pk, actor=who, at=clock.now())


def moving(town: Town, shift: Shift, start: datetime) -> Callable[[], object]:
    who = actor(town.leader)
    return lambda: actions.move_shift(
        shift_id=shift.pk,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        reason="场地被占",
        actor=who,
        at=clock.now(),
    )


def for_adults(town: Town, shift: Shift) -> Callable[[], object]:
    words = {"risk_statement": "有大型机械，只收成年人。"}
    who = actor(town.leader)
    return lambda: actions.amend_for_adults(
        activity_id=shift.activity_id, words=words, actor=who, at=clock.now()
    )  # fmt: skip


def more_places(town: Town, shift: Shift) -> Callable[[], object]:
    who = actor(town.leader)
    return lambda: actions.change_places(shift_id=shift.pk, places=9, actor=who, at=clock.now())


def withdrawing(guard: Guardianship) -> None:
    """The guardian withdraws, and what hears of it runs at once."""
    people.withdraw_as_guardian(guardianship=guard, actor=actor(guard.guardian_account), at=clock.now())  # type: ignore[arg-type]
    actions.release_person(person_id=guard.ward_id, reason="监护人撤回了同意", at=clock.now(), guardianship_id=guard.pk)


@pytest.mark.parametrize("approval", ["auto", "leader"])
def test_a_child_does_not_get_into_a_shift_that_is_moved_into_the_night(own_database: str, approval: str) -> None:
    town = Town()
    shift, (person, _guard) = at_noon(town), child(town)
    shift.activity.approval = approval
    shift.activity.save()
    late = clock.midnight(clock.local_date(noon(3))) + timedelta(hours=22)
    assert behind(moving(town, shift, late), pressing(shift, person)) == "late_hours"
    shift.refresh_from_db()
    assert (Signup.objects.count(), shift.taken) == (0, 0)
    assert not notices.inbox_of(person.public_id)


def test_a_grown_up_reads_the_time_that_holds(own_database: str) -> None:
    town = Town()
    shift, person = at_noon(town), volunteer("王芳", town.village)
    late = clock.midnight(clock.local_date(noon(3))) + timedelta(hours=20)
    assert behind(moving(town, shift, late), pressing(shift, person)) == "done"
    [signup] = Signup.objects.all()
    assert signup.period.lower == late
    [letter] = notices.inbox_of(person.public_id)
    assert str(kept.span(late, late + timedelta(hours=2))) in letter.text
    assert letter.text.startswith("报名成功")
    shift.refresh_from_db()
    assert shift.taken == 1


def test_a_child_does_not_get_into_a_post_that_is_closed_to_minors(own_database: str) -> None:
    town = Town()
    shift, (person, _guard) = at_noon(town), child(town)
    assert behind(for_adults(town, shift), pressing(shift, person)) == "minors_not_welcome"
    assert not Signup.objects.exists()


def test_a_guardian_withdraws_while_the_child_waits_for_the_shift(own_database: str) -> None:
    town = Town()
    shift, (person, guard) = at_noon(town), child(town)
    meanwhile = lambda: withdrawing(guard)  # noqa: E731
    assert behind(more_places(town, shift), pressing(shift, person), meanwhile=meanwhile) == "guardian_missing"
    assert not Signup.objects.exists()


def test_a_guardian_who_withdraws_after_the_child_was_let_in_finds_the_sign_up(own_database: str) -> None:
    town = Town()
    shift, (person, guard) = at_noon(town), child(town)
    assert behind(pressing(shift, person), lambda: withdrawing(guard)) == "done"
    assert Signup.objects.get().state == "cancelled"


def test_the_same_holds_for_who_joins_on_the_spot(own_database: str) -> None:
    town = Town()
    shift, (person, guard) = at_noon(town), child(town)
    who = actor(person.account, person)  # type: ignore[arg-type]

    def joining() -> object:
        return actions.join_now(shift_pid=shift.public_id, person_id=person.pk, actor=who, at=clock.now())

    assert behind(for_adults(town, shift), joining) == "minors_not_welcome"
    other = at_noon(town, name="另一个岗位")
    shift = other
    assert behind(joining, lambda: withdrawing(guard)) == "done"
    assert Signup.objects.get().state == "cancelled"


def test_the_line_moves_up_by_the_post_as_it_is_under_the_lock(own_database: str) -> None:
    """Somebody cancels while the post is closed to minors: the child that came into the line meanwhile stays there."""
    town = Town()
    shift, (person, _guard) = at_noon(town), child(town)
    inside = town.signup(shift, volunteer("王芳", town.village))
    Shift.objects.filter(pk=shift.pk).update(places=1)
    closing = for_adults(town, shift)

    def close_and_line() -> None:
        closing()
        town_shift = Shift.objects.get(pk=shift.pk)
        Signup.objects.create(
            shift=town_shift, person=person, state="waitlisted", period=(shift.starts_at, shift.ends_at),
            signed_up_at=clock.now(),
        )  # fmt: skip

    leaving = lambda: actions.cancel_signup(signup_id=inside.pk, reason="", actor=system("test"), at=clock.now())  # noqa: E731
    assert behind(close_and_line, leaving) == "done"
    assert Signup.objects.get(person=person).state == "waitlisted"
