"""Facts that a database function writes are heard like any other: typed, once, and exactly if the change is there."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connections, transaction
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django import connector_params
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.activities import actions as activities
from baiying.activities import facts as activity_facts
from baiying.activities.models import Signup
from baiying.config import wiring
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, facts
from baiying.hours.models import Attendance
from baiying.kit import facts as kit
from tests.hours.conftest import NOW, Morning, actor_of, morning_at

HEARS: dict[str, type[kit.Fact]] = {
    "tests.hears_signup": activity_facts.SignupMade,
    "tests.hears_check_in": facts.CheckedIn,
    "tests.hears_hours": facts.HoursPosted,
}


@pytest.fixture
def heard() -> Iterator[list[kit.Fact]]:
    """Listeners of a room above, hung up as config does it, and taken down again."""
    found: list[kit.Fact] = []

    def hear(fact: kit.Fact) -> None:
        found.append(fact)
        # The worker's thread ends with the test.
        connections.close_all()

    for name, fact in HEARS.items():
        kit.listener(name, fact, queue="tests")(hear)
    kit.listen({fact: (name,) for name, fact in HEARS.items()})
    yield found
    kit.listen(wiring.listeners())
    for name in HEARS:
        del queue.tasks[name]
        del kit._hears[name]


def work() -> None:
    """A real worker does what is queued, and ends."""

    async def run() -> None:
        connector = PsycopgConnector(kwargs=connector_params("default"), min_size=1, max_size=2)
        with queue.replace_connector(connector) as app:
            async with app.open_async():
                await app.run_worker_async(
                    queues=["tests"], wait=False, listen_notify=False, install_signal_handlers=False, concurrency=1
                )

    # A thread of its own, as a worker has a process of its own.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()


class Undone(Exception):
    """Something after it goes wrong, and all of it is taken back."""


def sign_up(morning: Morning, key: str) -> None:
    member = morning.cast[key]
    assert member.person is not None
    given = {"shift_pid": morning.shift.public_id, "person_id": member.person.pk, "actor": actor_of(member)}
    activities.sign_up(**given, at=NOW - timedelta(hours=2))  # type: ignore[arg-type]


def check_in(morning: Morning) -> str:
    member = morning.cast["volunteer"]
    assert member.person is not None
    given = {"shift_pid": morning.shift.public_id, "person_id": member.person.pk, "actor": actor_of(member)}
    return actions.check_in(**given, at=morning.at(0))  # type: ignore[arg-type]


@transaction.atomic
def _all_of_it_undone(morning: Morning) -> None:
    sign_up(morning, "leader")
    check_in(morning)
    assert ProcrastinateJob.objects.filter(task_name__startswith="tests.").count() == 2
    raise Undone


@pytest.mark.race
def test_what_sql_writes_is_heard_typed_and_shares_the_fate_of_its_transaction(
    own_database: str, heard: list[kit.Fact]
) -> None:
    cast = the_cast.build(builders.small_city())
    morning = morning_at(cast, NOW)
    with pytest.raises(Undone):
        _all_of_it_undone(morning)
    work()
    assert heard == []
    sign_up(morning, "leader")
    # Said twice, told once.
    sign_up(morning, "leader")
    attendance = Attendance.objects.get(public_id=[check_in(morning), check_in(morning)][1])
    actions.check_out(attendance=attendance, source="code", actor=actor_of(cast["volunteer"]), at=morning.at(150))
    assert heard == []
    work()
    leader, volunteer = cast["leader"].person, cast["volunteer"].person
    assert leader is not None
    assert volunteer is not None
    signup = Signup.objects.get(person=leader)
    shift_id = morning.shift.pk
    made, came, posted = sorted(heard, key=lambda fact: list(HEARS.values()).index(type(fact)))
    assert made == activity_facts.SignupMade(signup.pk, shift_id, leader.pk, "accepted")
    assert came == facts.CheckedIn(attendance.pk, shift_id, volunteer.pk, "code", False)
    assert isinstance(posted, facts.HoursPosted)
    assert type(posted.served_on) is date
    assert (posted.served_on, posted.minutes) == (NOW.date(), 150)
    work()
    assert len(heard) == 3
