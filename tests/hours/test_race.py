"""The same press sent many times at one moment, on real connections: it counts once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries
from baiying.hours.actions.refusals import AlreadyFiled
from baiying.hours.models import Attendance, HourEntry, Objection, Proposal
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from tests.hours.conftest import NOW, Morning, actor_of, morning_at

HANDS, ROUNDS = 8, 10


def at_once(press: Callable[[int], object]) -> list[object]:
    """Each hand has a thread and a connection; answers and refusals come back, faults are raised."""
    barrier, answers, faults = threading.Barrier(HANDS), [], []  # type: ignore[var-annotated]

    def one(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            answers.append(press(number))
        except Refused as refusal:
            answers.append(refusal)
        except BaseException as fault:
            faults.append(fault)
            barrier.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults[0]
    return answers


@pytest.mark.race
def test_check_in_check_out_approval_and_reversal_sent_many_times_at_one_moment_count_once(own_database: str) -> None:
    cast = the_cast.build(builders.small_city())
    person = cast["volunteer"].person
    assert person is not None
    for number in range(ROUNDS):
        morning = morning_at(cast, NOW + timedelta(days=number))
        _live_round(morning)
        _roll_round(morning_at(cast, NOW + timedelta(days=number, hours=4)))
    assert Attendance.objects.filter(person=person).count() == 2 * ROUNDS
    assert queries.totals_of(person.pk, 2026).all_minutes == ROUNDS * 120
    assert HourEntry.objects.count() == 3 * ROUNDS


def _live_round(morning: Morning) -> None:
    actor = morning.actor("volunteer")
    pids = at_once(
        lambda _: actions.check_in(
            shift_pid=morning.shift.public_id, person_id=actor.person_id, actor=actor, at=morning.at(0)
        )
    )
    assert len(set(pids)) == 1
    row = queries.attendance(str(pids[0]))
    assert row is not None
    at_once(lambda n: actions.check_out(attendance=row, actor=actor, at=morning.at(100 + n)))
    [entry] = HourEntry.objects.filter(attendance_id=row.pk)
    asked = at_once(
        lambda _: actions.propose_reversal(entry=entry, words="查实", actor=morning.actor("county"), at=morning.at(200))
    )
    [proposal] = {one.pk: one for one in asked if isinstance(one, Proposal)}.values()
    at_once(lambda _: actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=morning.at(201)))
    assert HourEntry.objects.filter(attendance_id=row.pk).count() == 2


def _roll_round(morning: Morning) -> None:
    leader = morning.actor("leader")
    person = morning.cast["volunteer"].person
    assert person is not None
    rows = at_once(lambda _: actions.tick_in(shift=morning.shift, person_id=person.pk, actor=leader, at=morning.at(0)))
    row = rows[0]
    assert isinstance(row, Attendance)
    at_once(lambda _: actions.check_out(attendance=row, source="roll", actor=leader, at=morning.at(120)))
    [proposal] = queries.proposals().filter(attendance=row)
    deciders = [morning.actor("reviewer"), morning.actor("unit_admin")]
    answers = at_once(lambda n: actions.approve(proposal=proposal, actor=deciders[n % 2], at=morning.at(300)))
    # The hand that decided is answered alike however often it pressed; the other one is refused.
    assert len({answer.decided_by_id for answer in answers if isinstance(answer, Proposal)}) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == HANDS // 2


@pytest.mark.race
def test_the_activitys_cap_holds_when_two_of_its_days_are_approved_at_one_moment(own_database: str) -> None:
    cast = the_cast.build(builders.small_city())
    leader, person = cast["leader"], cast["volunteer"].person
    assert leader.team is not None
    assert person is not None
    builders.rule_set("hours", area=leader.team.area, activity_cap_minutes=100)
    deciders = [actor_of(cast["reviewer"]), actor_of(cast["unit_admin"])]
    for number in range(ROUNDS):
        start = NOW + timedelta(days=10 * number)
        activity = builders.activity(leader.team, leader.account, f"连续几天 {number}", at=start)
        for day in range(2):
            begins = start + timedelta(days=day)
            shift = builders.shift(activity, begins, begins + timedelta(minutes=90))
            row = actions.tick_in(shift=shift, person_id=person.pk, actor=actor_of(leader), at=begins)
            actions.check_out(attendance=row, source="roll", actor=actor_of(leader), at=begins + timedelta(minutes=90))
        first, second = queries.proposals().filter(attendance__shift__activity=activity)
        later = start + timedelta(days=3)
        at_once(
            lambda n, both=(first, second), at=later: actions.approve(  # type: ignore[misc]
                proposal=both[n % 2], actor=deciders[n % 2], at=at
            )
        )
        assert queries.minutes_in_activity(person.pk, activity.pk) == 100


@pytest.mark.race
def test_an_objection_filed_twice_at_one_moment_is_refused_the_second_time_and_no_fault(own_database: str) -> None:
    cast = the_cast.build(builders.small_city())
    person = cast["volunteer"].person
    assert person is not None
    morning = morning_at(cast, NOW)
    row, actor, at = builders.attendance(morning.shift, person), actor_of(cast["volunteer"]), NOW + timedelta(days=1)

    def file() -> object:
        return actions.file_objection(person_id=person.pk, words="少记了", attendance=row, actor=actor, at=at)

    said: list[object] = []

    def second() -> None:
        try:
            said.append(file())
        except Refused as refusal:
            said.append(refusal)
        finally:
            connection.close()

    with transaction.atomic():
        file()  # Written and not yet committed: the second looks, sees nothing open, and waits for this one.
        thread = threading.Thread(target=second)
        thread.start()
        with psycopg.connect(own_database, autocommit=True) as watch:
            waits = (
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            while thread.is_alive() and watch.execute(waits).fetchone() == (0,):
                thread.join(0.01)
    thread.join()
    assert [type(one) for one in said] == [AlreadyFiled]
    assert Objection.objects.count() == 1
