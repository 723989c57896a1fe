"""Who comes from an activity or a team returns to it, after registering too (P8)."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.activities.models import Shift
from baiying.kit import clock, returning
from tests.activities.makers import Town
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

PHONE = "19900000181"


@pytest.fixture
def shift(area: Area) -> Shift:
    return Town().shift(places=3)


def _register(client: Client, area: Area, *, born: int = 30, guardian: str = "") -> str:
    """From the page of an unknown number to the end, without a look at any other page."""
    assert "/register/" in client.get("/log-in/unknown/").content.decode()
    assert client.get("/register/")["Location"] == "/register/area/"
    picked = {"residence": area.village.public_id, "service": area.village.public_id}
    client.post("/register/area/", picked)
    number = world.id_number(world.born_years_ago(born))
    to = client.post("/register/name/", {"name": "李小红", "id_number": number})["Location"]
    if to == "/register/guardian/":
        given = {"guardian_name": "李大山", "relation": "father", "guardian_phone": guardian}
        client.post(to, given)
    client.post("/register/interests/", {"categories": ["community"]})
    answer = client.post("/register/consent/", world.AGREED)
    return str(answer["Location"])


def test_who_registers_from_an_activity_is_led_back_to_sign_up(client: Client, area: Area, shift: Shift) -> None:
    page = client.get(f"/activities/{shift.activity.public_id}/").content.decode()
    wanted = f"/shifts/{shift.public_id}/signups/"
    assert f'href="/log-in/?next={wanted}"' in page
    client.get("/log-in/", {"next": wanted})
    assert world.log_in(client, PHONE) == "/log-in/unknown/"
    assert _register(client, area) == "/register/done/"
    done = client.get("/register/done/").content.decode()
    assert "您刚才看的活动" in done
    assert shift.activity.title in done
    assert f'href="{wanted}"' in done
    asked = client.get(wanted).content.decode()
    assert "有车辆经过" in asked
    assert "马上录用" in asked
    assert client.post(wanted)["Location"] == f"/activities/{shift.activity.public_id}/"
    assert Shift.objects.get(pk=shift.pk).taken == 1


def test_registering_from_the_start_page_of_registration_keeps_the_way_back_too(
    client: Client, area: Area, shift: Shift
) -> None:
    here = f"/activities/{shift.activity.public_id}/"
    client.get("/register/", {"next": here})
    client.post("/register/", {"phone": PHONE})
    assert client.post("/log-in/code/", {"code": world.code_for(PHONE)})["Location"] == "/register/"
    _register_here = client.get("/register/")
    assert _register_here["Location"] == "/register/area/"
    picked = {"residence": area.village.public_id, "service": area.village.public_id}
    client.post("/register/area/", picked)
    number = world.id_number(world.born_years_ago(30))
    client.post("/register/name/", {"name": "李小红", "id_number": number})
    client.post("/register/interests/", {"categories": ["community"]})
    client.post("/register/consent/", world.AGREED)
    # One shift only: the button leads to the act itself.
    assert f'href="/shifts/{shift.public_id}/signups/"' in client.get("/register/done/").content.decode()


def test_a_child_is_told_that_the_guardian_comes_first(client: Client, area: Area, shift: Shift) -> None:
    client.get("/log-in/", {"next": f"/activities/{shift.activity.public_id}/"})
    world.log_in(client, PHONE)
    _register(client, area, born=15, guardian="19900000182")
    done = client.get("/register/done/").content.decode()
    assert "监护人同意后就能报名" in done
    assert f'href="/activities/{shift.activity.public_id}/"' in done


def test_logging_in_to_sign_up_lands_on_the_act(client: Client, area: Area, shift: Shift) -> None:
    world.register(Client(), area, phone=PHONE)
    wanted = f"/shifts/{shift.public_id}/signups/"
    assert client.get(wanted)["Location"] == f"/log-in/?next={wanted}"
    client.get("/log-in/", {"next": wanted})
    assert world.log_in(client, PHONE) == wanted
    assert "报名“" in client.get(wanted).content.decode()


def test_what_can_no_longer_be_signed_up_for_leads_to_the_activity(client: Client, area: Area, shift: Shift) -> None:
    world.register(client, area, phone=PHONE)
    Shift.objects.filter(pk=shift.pk).update(
        starts_at=clock.now() - timedelta(hours=1), ends_at=clock.now() + timedelta(hours=1)
    )
    answer = client.get(f"/shifts/{shift.public_id}/signups/")
    assert answer["Location"] == f"/activities/{shift.activity.public_id}/#shift-{shift.public_id}"


def test_a_team_is_found_again_after_registering(client: Client, area: Area, shift: Shift) -> None:
    team = shift.activity.team
    client.get("/log-in/", {"next": f"/teams/{team.public_id}/#join"})
    world.log_in(client, PHONE)
    _register(client, area)
    done = client.get("/register/done/").content.decode()
    assert "您刚才看的队伍" in done
    assert f'href="/teams/{team.public_id}/#join"' in done


def test_an_earlier_try_to_register_does_not_bind_who_logs_in_later(client: Client, area: Area) -> None:
    client.post("/register/", {"phone": PHONE})
    assert world.log_in(client, PHONE) == "/register/"
    other = Client()
    other.post("/register/", {"phone": PHONE})
    other.get("/log-in/")
    assert world.log_in(other, PHONE) == "/log-in/unknown/"


def test_whoever_was_registered_at_a_desk_returns_to_the_activity(client: Client, area: Area, shift: Shift) -> None:
    clerk = world.staff("place_staff", area.township, "19900000302")
    number = world.id_number(world.born_years_ago(60))
    sent = {"name": "赵大爷", "id_type": "citizen", "id_number": number, "document": "citizen", "phone": PHONE}
    clerk.post(f"/desk/people/on-site/?area={area.village.public_id}", {**sent, "consent": "on", "read": world.TEXT})
    wanted = f"/shifts/{shift.public_id}/signups/"
    client.get("/register/", {"next": wanted})
    assert world.register(client, area, phone=PHONE, name="赵大爷", number=number) == wanted


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/activities/abc/?page=2#shift-1", "/activities/abc/?page=2#shift-1"),
        ("//evil.example/", ""),
        ("/\\evil.example/", ""),
        ("https://evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("activities/", ""),
        ("", ""),
        (None, ""),
        ("/" + "x" * 600, ""),
    ],
)
def test_only_paths_of_this_site_are_gone_back_to(given: str | None, kept: str) -> None:
    assert returning.local(given) == kept
