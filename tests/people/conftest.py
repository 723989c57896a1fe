import pytest

from tests.activities.makers import Town
from tests.people import world


@pytest.fixture
def area(db: None) -> world.Area:
    return world.make_area()


@pytest.fixture
def town(db: None) -> Town:
    return Town()
