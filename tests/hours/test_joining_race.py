"""The last place on the spot, pressed for by two at one moment (P14)."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from tests.hours.conftest import morning_at


@pytest.mark.race
def test_the_last_place_on_the_spot_goes_to_one(own_database: str) -> None:
    small = builders.small_city()
    cast = the_cast.build(small)
    now = morning_at(cast, clock.now() - timedelta(minutes=30))
    keys = ("volunteer", "leader")
    Signup.objects.all().delete()
    Shift.objects.filter(pk=now.shift.pk).update(taken=0, places=1)
    barrier = threading.Barrier(2)
    came: list[str] = []

    def press(person_id: int, actor: Actor) -> None:
        barrier.wait(timeout=60)
        try:
            came.append(
                actions.join_in(shift_pid=now.shift.public_id, person_id=person_id, actor=actor, at=clock.now())
            )
        except Refused as refusal:
            came.append(refusal.code)
        finally:
            connection.close()

    people: list[Any] = [(cast[key].person, now.actor(key)) for key in keys]
    threads = [threading.Thread(target=press, args=(person.pk, actor)) for person, actor in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came.count("full") == 1
    assert Attendance.objects.count() == 1
    now.shift.refresh_from_db()
    assert (now.shift.taken, Signup.objects.count()) == (1, 1)
