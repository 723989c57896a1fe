"""Lists pressed at one moment, over connections of their own."""

import pytest

from baiying.accounts import actions
from baiying.accounts.models import Appointment
from baiying.kit import clock
from tests.accounts.test_lists import OFFICE, STAFF, bring, lived, send
from tests.own_database import at_once
from tests.people import world

pytestmark = pytest.mark.race


def test_u33_two_press_two_lists_and_two_jobs_and_each_line_is_given_once(own_database: str) -> None:
    area = world.make_area()
    office = world.staff("county_office", area.county, OFFICE)
    people = [lived(area, f"李小{chr(0x4E00 + n)}", f"199000007{n:02d}") for n in range(6)]
    rows = [(area.village.code, STAFF, one.display_name) for one in people]
    one, other = bring(office, rows), bring(office, rows)
    send(office, one)
    send(office, other)

    def job(list_id: int) -> object:
        return lambda: actions.give_all(list_id=list_id, at=clock.now())

    at_once(job(one.pk), job(one.pk), job(other.pk), job(other.pk))
    for row in (one, other):
        actions.give_all(list_id=row.pk, at=clock.now())
        row.refresh_from_db()
        assert row.done == row.total == 6
    assert Appointment.objects.filter(listing__isnull=False).count() == 6
    assert one.outcome["fates"]["offered"] + other.outcome["fates"]["offered"] == 6
    assert one.outcome["fates"]["already"] + other.outcome["fates"]["already"] == 6
