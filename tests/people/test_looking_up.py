"""Nobody learns by trying whose document number is registered (S9, P29)."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.kit import clock, limits
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.people import actions
from baiying.people.actions import looking_up
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db
ADULT = world.born_years_ago(30)


def _asks(client: Client, n: int) -> tuple[int, str]:
    answer = client.post("/register/name/", {"name": "李小红", "id_number": world.id_number(ADULT, n)})
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.law("PIPL-6")
def test_after_three_numbers_a_phone_hears_the_same_of_all(client: Client, area: Area) -> None:
    for n in range(1, 6):
        world.register(Client(), area, phone=f"1990000050{n}", number=world.id_number(ADULT, n))
    phone = "19900000510"
    world.log_in(client, phone)
    client.post("/register/area/", {"residence": area.village.public_id})
    heard = [_asks(client, n) for n in (1, 2, 77)]
    assert [status for status, _ in heard] == [303, 303, 303]
    assert len({target for _, target in heard}) == 2, "an honest slip still finds the claim"
    registered, unknown = [_asks(client, n) for n in (3, 4, 5)], [_asks(client, n) for n in (78, 79, 80)]
    assert registered == unknown == [(422, "")] * 3
    assert AuditEvent.objects.filter(action="IdNumberTriesRefused").count() == 6
    assert _asks(client, 1)[0] == 303, "the own number may be typed again"


def test_a_network_is_stopped_as_well_but_late(area: Area) -> None:
    at = clock.now()
    for _ in range(looking_up.BY_NETWORK.most):
        limits.take(looking_up.BY_NETWORK, "203.0.113.9", at=at)
    number, here = world.id_number(ADULT, 5), Actor(ip="203.0.113.9")
    with pytest.raises(actions.TooManyNumbers):
        actions.look_up_number(id_type="citizen", number=number, phone="19900000511", actor=here, at=at)
    elsewhere = Actor(ip="203.0.113.10")
    assert actions.look_up_number(id_type="citizen", number=number, phone="19900000511", actor=elsewhere, at=at) is None
    tomorrow = at + timedelta(days=1, minutes=5)
    assert (
        actions.look_up_number(id_type="citizen", number=number, phone="19900000512", actor=here, at=tomorrow) is None
    )
