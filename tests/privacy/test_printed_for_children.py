"""A clerk alone reads no whole number of a child in a printed copy."""

import pytest
from django.test import Client
from django.urls import reverse

from baiying.people import queries
from baiying.people.models import MinorLeave
from baiying.privacy import jobs
from baiying.privacy.models import Copy
from tests.desk.test_minors_audit import rows_of
from tests.people import world
from tests.people.test_guardian_cases import agreed
from tests.people.world import Area

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


def test_a_clerk_alone_reads_no_whole_number_of_a_child_in_a_printed_copy(client: Client, area: Area) -> None:
    """R009: whoever typed the six characters once (the check) prints a copy; nobody gave leave, no audit counts it."""
    registration, _row, _guardian = agreed(client, area, 15)
    person = registration.person
    number, phone = queries.id_number_of(person), queries.phone_of(person) or ""
    clerk = world.staff("place_staff", area.township, "19900000911")
    county = world.staff("county_office", area.county, "19900000912")
    here = f"/desk/people/{person.public_id}/data/"

    here = reverse("privacy:desk", args=[person.public_id])
    answer = clerk.post(here, {"last_six": number[-6:], "reason": "本人要"})
    assert answer.status_code == 303, answer.content.decode()[:500]
    jobs.make_copy(Copy.objects.get().pk)
    page = clerk.post(reverse("privacy:desk_prints", args=[person.public_id]), {"last_six": number[-6:]})
    text = page.content.decode()
    looks = rows_of(county)["查看完整号码（次）"]
    assert not MinorLeave.objects.exists()
    assert (number in text, phone in text, looks) == (False, False, "0")
