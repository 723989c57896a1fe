import pytest

from tests.people import world


@pytest.fixture
def area(db: None) -> world.Area:
    return world.make_area()
