"""R110, R152: nobody's count is written over by a sum that was made without it."""

import threading
import time

import pytest
from django.db import connection

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.db import transaction
from baiying.kit.values.actor import system
from baiying.places import actions, queries
from baiying.places.actions import merging
from baiying.places.rules.populations import Figure
from baiying.ui.joins import Join


@pytest.mark.race
def test_r152_a_count_that_is_being_entered_while_areas_merge_is_not_written_over(own_database: str) -> None:
    city, at = builders.small_city(), clock.now()
    year = clock.local_date(at).year
    into, old = city.villages[:2]
    for area in (into, old):
        builders.population(area, 300, year=year - 1)
    join = Join(into.pk, into.name, True, ((old.pk, old.name),), clock.local_date(at))
    written = threading.Event()

    def enter() -> None:
        with transaction.atomic():
            given = Figure(0, into.code, "permanent", year, 650, "统计公报")
            actions.enter_populations(figures=[given], actor=system("test"), at=at)
            written.set()
            time.sleep(0.5)
        connection.close()

    other = threading.Thread(target=enter)
    other.start()
    assert written.wait(30)
    with transaction.atomic():
        merging.carry(merging.ask([join], at), actor=system("test"), at=at)
    other.join()
    assert queries.population_of([into.pk], "permanent")[into.pk].persons == 650
