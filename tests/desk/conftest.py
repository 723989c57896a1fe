import pytest
from django.test import Client

from tests.people import world
from tests.people.world import Area


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


@pytest.fixture
def office(area: Area) -> Client:
    """Somebody of the county's office."""
    return world.staff("county_office", area.county, "19900000301")
