"""Two at one moment about one sleeper, with real threads: the tap and the clock, two offices, two presses."""

from datetime import timedelta

import pytest

from baiying.kit.models import AuditEvent
from baiying.people import actions
from baiying.people.models import Dormancy, DormancyCount, DormancyStart
from baiying.people.rules.sleeping import End
from tests.own_database import at_once
from tests.people import asleep, world
from tests.people.asleep import FIRST, sleeper

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def area(own_database: str) -> world.Area:
    return world.make_area()


def test_u40_the_tap_and_the_clock(area: world.Area) -> None:
    person = sleeper(area.village)
    asleep.told(person)
    own, due = asleep.own(person), FIRST + timedelta(days=60)
    at_once(
        lambda: actions.tend_sleeping(at=due),
        lambda: actions.go_on(person=person, how=End.STAYS, actor=own, at=due),
    )
    person.refresh_from_db()
    row = Dormancy.objects.get(person=person)
    assert row.ended_at is not None, "whichever was first, the tap holds"
    assert (person.parked_at, person.rests_since) == (None, None)


def test_u40_two_stations_hear_two_things(area: world.Area) -> None:
    person = sleeper(area.village, phone="")
    asleep.let_begin(area.city)
    asleep.morning(FIRST)
    row = Dormancy.objects.get(person=person)
    one, other = (asleep.office(area.village, "place_staff") for _ in range(2))
    said = at_once(
        lambda: actions.hear_sleeper(dormancy_id=row.pk, stays=True, words="继续", actor=one, at=FIRST),
        lambda: actions.hear_sleeper(dormancy_id=row.pk, stays=False, words="不做了", actor=other, at=FIRST),
    )
    assert sorted(said) == ["done", "heard_already"]
    assert AuditEvent.objects.filter(action__in=["SleeperStays", "RecordParked"]).count() == 1


def test_u40_two_workers_and_two_presses_of_the_beginning(area: world.Area) -> None:
    person = sleeper(area.village)
    at_once(lambda: actions.find_sleeping(at=FIRST), lambda: actions.find_sleeping(at=FIRST))
    assert Dormancy.objects.filter(person=person).count() == 1
    actions.tend_sleeping(at=FIRST)
    county = asleep.office(area.county)
    begun = at_once(
        *[lambda: actions.start_asking(area=area.county, found=1, actor=county, at=FIRST) for _ in range(2)]
    )
    assert begun == ["done", "done"]
    assert DormancyStart.objects.count() == 1
    at_once(lambda: actions.tend_sleeping(at=FIRST), lambda: actions.tend_sleeping(at=FIRST))
    assert AuditEvent.objects.filter(action="SleeperAsked").count() == 1


def test_u40_two_workers_count_the_same_villages(area: world.Area) -> None:
    for n in range(3):
        sleeper(area.village, phone=f"1991234001{n}")
        sleeper(area.other_village, phone=f"1991234002{n}")
    actions.find_sleeping(at=FIRST)
    for _ in range(4):
        said = at_once(*[lambda: actions.tend_sleeping(at=FIRST) for _worker in range(3)])
        assert said == ["done"] * 3
    assert sorted(DormancyCount.objects.values_list("found", flat=True)) == [3, 3]
