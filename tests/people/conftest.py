import pytest

from tests.activities.conftest import own_database
from tests.people import world

__all__ = ["own_database"]


@pytest.fixture
def area(db: None) -> world.Area:
    return world.make_area()
