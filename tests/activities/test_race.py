"""200 people press at one moment on 10 places, on real connections: always exactly 10, the rest in order."""

import threading
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from baiying.activities import actions, queries
from baiying.activities.actions import signing_up
from baiying.activities.models import Shift, Signup
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.people.models import Person
from tests.activities.makers import Town, actor, volunteer, waiting_at

PEOPLE, PLACES, ROUNDS = 200, 10, 50
Press = tuple[str, int | None, float]


def press_all(address: str, shifts: list[Shift], people: list[Person]) -> list[list[Press]]:
    """Each person has a thread and a connection; all wait at a barrier before each round."""
    barrier = threading.Barrier(len(people))
    answers: list[list[Press]] = [[] for _ in shifts]
    failures: list[BaseException] = []

    def one(person: Person) -> None:
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                for number, shift in enumerate(shifts):
                    values = (shift.public_id, person.pk, person.account_id, datetime.now(UTC), new_public_id())
                    barrier.wait(timeout=120)
                    row = connection.execute(
                        signing_up.STATEMENT, (*values, None, "volunteer", "", "", "", None), prepare=True
                    ).fetchone()
                    assert row is not None
                    answers[number].append((row[0], row[3], 0.0))
        except BaseException as failure:
            failures.append(failure)
            barrier.abort()

    threads = [threading.Thread(target=one, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures[0]
    return answers


@pytest.mark.race
def test_the_last_place_is_sold_once(own_database: str) -> None:
    town = Town()
    people = [volunteer(f"志愿者{n}", town.village) for n in range(PEOPLE)]
    activity = town.activity("抢名额")
    shifts = [town.shift(activity, places=PLACES, days=3 + n) for n in range(ROUNDS)]
    for shift, answers in zip(shifts, press_all(own_database, shifts, people), strict=True):
        codes = [code for code, _, _ in answers]
        assert (codes.count("accepted"), codes.count("waitlisted")) == (PLACES, PEOPLE - PLACES)
        line = queries.signups_of(shift.pk).filter(state="waitlisted")
        assert [one.position for one in line] == list(range(1, PEOPLE - PLACES + 1))
        shift.refresh_from_db()
        assert (shift.taken, waiting_at(shift)) == (PLACES, PEOPLE - PLACES)
        assert Signup.objects.filter(shift=shift, state="accepted").count() == PLACES


@pytest.mark.race
def test_one_person_is_never_in_two_places(own_database: str) -> None:
    town = Town()
    person = volunteer("分身", town.village)
    shifts = [town.shift(town.activity(f"同时{n}"), places=5) for n in range(20)]
    Shift.objects.update(starts_at=shifts[0].starts_at, ends_at=shifts[0].ends_at)
    barrier = threading.Barrier(len(shifts))
    codes: list[str] = []

    def one(shift: Shift) -> None:
        with psycopg.connect(own_database, autocommit=True) as connection:
            values = (shift.public_id, person.pk, person.account_id, datetime.now(UTC), new_public_id())
            barrier.wait(timeout=60)
            row = connection.execute(signing_up.STATEMENT, (*values, None, "volunteer", "", "", "", None)).fetchone()
            assert row is not None
            codes.append(row[0])

    threads = [threading.Thread(target=one, args=(shift,)) for shift in shifts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["accepted"] + ["clash"] * (len(shifts) - 1)
    assert sum(Shift.objects.values_list("taken", flat=True)) == 1


@pytest.mark.race
def test_those_who_leave_at_one_moment_are_replaced_in_order(own_database: str) -> None:
    town = Town()
    shift = town.shift(places=5)
    inside = [town.signup(shift, volunteer(f"在{n}", town.village)) for n in range(5)]
    waiting = [town.signup(shift, volunteer(f"等{n}", town.village), "waitlisted") for n in range(8)]
    barrier = threading.Barrier(4)
    failures: list[Exception] = []

    def one(signup: Signup) -> None:
        who = actor(signup.person.account, signup.person)  # type: ignore[arg-type]
        barrier.wait(timeout=60)
        try:
            actions.cancel_signup(signup_id=signup.pk, reason="有事", actor=who, at=clock.now())
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    leaving = [inside[0], inside[1], inside[2], waiting[1]]
    threads = [threading.Thread(target=one, args=(signup,)) for signup in leaving]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures
    shift.refresh_from_db()
    accepted = set(Signup.objects.filter(shift=shift, state="accepted").values_list("pk", flat=True))
    assert shift.taken == len(accepted) == 5
    # The second in the queue may have been promoted just before leaving; then the fourth came instead.
    assert {inside[3].pk, inside[4].pk, waiting[0].pk, waiting[2].pk, waiting[3].pk} == accepted
    assert waiting_at(shift) == 4


@pytest.mark.race
@pytest.mark.parametrize("approval", ["leader", "auto"])
def test_nobody_gets_into_a_shift_that_is_closed_at_that_moment(own_database: str, approval: str) -> None:
    town = Town()
    shift, person = town.shift(town.activity(approval=approval), places=1), volunteer("刚好", town.village)
    said: list[str] = []

    def press() -> None:
        with psycopg.connect(own_database, autocommit=True) as one:
            values = (shift.public_id, person.pk, person.account_id, datetime.now(UTC), new_public_id())
            row = one.execute(signing_up.STATEMENT, (*values, None, "volunteer", "", "", "", None)).fetchone()
            assert row is not None
            said.append(row[0])

    with psycopg.connect(own_database) as leader, psycopg.connect(own_database, autocommit=True) as watch:
        leader.execute("UPDATE activities_shift SET closed_at = now() WHERE id = %s", [shift.pk])
        thread = threading.Thread(target=press)
        thread.start()
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))"
        while thread.is_alive() and watch.execute(waiting, [leader.info.backend_pid]).fetchone() == (0,):
            thread.join(0.01)
        leader.commit()
        thread.join()
    assert said == ["closed"]
    assert not Signup.objects.exists()
