"""Around midnight of New Year: a record stands in the year that it is counted for, and nothing open is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries
from baiying.hours.models import Attendance
from baiying.kit import clock
from tests.hours.conftest import actor_of, morning_at
from tests.hours.test_pages import ClientAs

pytestmark = pytest.mark.django_db
# The first instant of 2026 in China.
NEW_YEAR = datetime(2025, 12, 31, 16, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


@pytest.fixture
def served(cast: dict[str, the_cast.Member]) -> Attendance:
    """A shift that begins at the year's first instant; whoever serves came a quarter of an hour before it."""
    morning = morning_at(cast, NEW_YEAR)
    person = cast["volunteer"].person
    assert person is not None
    row = builders.attendance(morning.shift, person, came_at=NEW_YEAR - QUARTER)
    return actions.check_out(attendance=row, actor=actor_of(cast["volunteer"]), at=morning.at(150))


def months(client: Client, year: int) -> list[tuple[int, int]]:
    answer = client.get(f"/mine/hours/?year={year}")
    assert answer.context["year"] == year
    return [(one.first.year, one.all_minutes) for one in answer.context["months"]]


def test_a_record_stands_in_the_year_that_its_minutes_are_counted_for(
    served: Attendance, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NEW_YEAR + timedelta(days=2))
    builders.entry(served.person, 60, served_on=clock.local_date(NEW_YEAR - timedelta(days=9)))
    mine = client_as("volunteer")
    assert months(mine, 2026) == [(2026, 165)]
    assert queries.totals_of(served.person_id, 2026).all_minutes == 165
    assert months(mine, 2025) == [(2025, 60)]
    assert "2 小时 45 分" in mine.get("/mine/hours/2026/").content.decode()


def test_what_waited_in_december_waits_in_january(
    cast: dict[str, the_cast.Member], client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning = morning_at(cast, NEW_YEAR - timedelta(days=2))
    person = cast["volunteer"].person
    assert person is not None
    row = builders.attendance(morning.shift, person, came_at=morning.at(0))
    assert actions.close_forgotten(at=NEW_YEAR) == 1
    later = NEW_YEAR + timedelta(days=3)
    assert [one.attendance for one in queries.waiting_cases(person.pk, later)] == [row]
    assert queries.waiting_cases(person.pk, later + timedelta(days=365)) == []
    # Nothing of it is posted, and still its year can be opened.
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = client_as("volunteer").get("/mine/hours/?year=2025")
    assert [one.attendance for one in answer.context["waiting"]] == [row]
