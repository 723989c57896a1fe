"""Asking for a stand-in takes a proof of this moment, and not the hours held back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from baiying.accounts import access
from baiying.accounts.models import Account, Appointment
from baiying.kit import clock
from tests.accounts.factoring import code_at, office, with_app
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db
HERS, HIS = "19900000901", "19900000902"


def ask(client: Client, row: Appointment, whom: Account) -> Any:
    today = clock.local_date(clock.now())
    sent = {"whom": whom.public_id, "last_day": (today + timedelta(days=5)).isoformat()}
    return client.post(reverse("accounts:stand_in_new", args=[row.public_id]), sent)


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


def test_without_the_second_factor_an_office_is_not_handed_on(client: Client, area: Area) -> None:
    """Whoever has the phone alone opens no page of the office, and may not give the office to another either."""
    her = office(area.county, HERS, name="安主任")
    whom = office(area.township, HIS, role="place_staff", name="白干事")
    with_app(her)
    assert world.log_in(client, HERS).startswith("/log-in/factor/")
    assert client.get("/desk/people/").status_code == 303
    ask(client, Appointment.objects.get(account=her), whom)
    assert not Appointment.objects.filter(stands_in_for__isnull=False).exists()


def test_an_office_that_is_held_back_is_not_handed_on_whole(client: Client, area: Area) -> None:
    """After two colleagues vouched it does only what is urgent for hours; its stand-in would do everything."""
    her = office(area.county, HERS, name="安主任")
    whom = office(area.township, HIS, role="place_staff", name="白干事")
    Account.objects.filter(pk=her.pk).update(held_back_until=clock.now() + timedelta(hours=20))
    with_app(her)

    world.log_in(client, HERS)
    client.post("/log-in/factor/", {"code": code_at(clock.now())})
    assert client.get("/desk/people/").status_code == 403, "held back"
    ask(client, Appointment.objects.get(account=her), whom)
    his = Client()
    world.log_in(his, HIS)
    made = Appointment.objects.filter(stands_in_for__isnull=False).first()
    if made is not None:
        his.post(f"/mine/appointments/{made.public_id}/acceptance/")
        assert his.get("/desk/people/").status_code == 403, access
