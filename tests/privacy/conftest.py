import pytest

from baiying.people.actions import spot_checks
from baiying.people.models import SpotCheck
from tests.activities.makers import Town
from tests.people import world
from tests.people.doubting import Office
from tests.people.test_spot_checks import check_of, clerk_of


@pytest.fixture
def area(db: None) -> world.Area:
    return world.make_area()


@pytest.fixture
def town(db: None) -> Town:
    return Town()


@pytest.fixture
def check(area: world.Area, monkeypatch: pytest.MonkeyPatch) -> SpotCheck:
    """A registration at the desk, drawn; the clerk is 赵经办."""
    monkeypatch.setattr(spot_checks, "roll", lambda: 0)
    return check_of(area, clerk_of(area))


@pytest.fixture
def first(area: world.Area) -> Office:
    return Office(area, "19900000601", "马主管")


@pytest.fixture
def second(area: world.Area) -> Office:
    return Office(area, "19900000602", "牛主管")
