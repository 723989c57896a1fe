"""A child whose registration is held: who answers for it is told, with what to do, and can do it (O4)."""

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people.models import Doubt, Guardianship, Person, Registration, SpotCheck
from baiying.people.spot_models import SpotOutcome
from tests.people import world
from tests.people.doubting import Office, decide
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import CHILD, FATHER
from tests.people.world import Area

pytestmark = pytest.mark.django_db


def held(client: Client, area: Area, office: Office) -> tuple[Registration, SpotCheck]:
    registration, _row, _guardian = agreed(client, area, 15)
    now = clock.now()
    Registration.objects.update(verified_at=now, verified_by_id=1)
    clerk = world.make_account("19900000302", "赵经办").pk
    check = SpotCheck.objects.create(
        person=registration.person, registered_by_id=clerk, drawn_at=now, due_on=clock.local_date(now)
    )
    office.answer(check, SpotOutcome.FALSE)
    return registration, check


def texts(phone: str) -> list[str]:
    mask = f"{phone[:3]}****{phone[-4:]}"
    rows = Message.objects.filter(kind__startswith="doubt_", channel="sms", address_mask=mask)
    return [one.text for one in rows.order_by("id")]


def test_the_guardian_is_told_sees_it_and_speaks_for_the_child(
    client: Client, area: Area, first: Office, second: Office
) -> None:
    registration, check = held(client, area, first)
    [told] = texts(FATHER)
    assert "给 李** 的通知" in told
    assert "在这以前不能新报名" in told
    assert "我的资料" not in told, "the guardian's own is not the child's"
    assert "看资料" in told
    assert "我的资料" in texts(CHILD)[0]
    guardian = Client()
    world.log_in(guardian, FATHER)
    wards = guardian.get("/mine/wards/").content.decode()
    assert "注册核实中" in wards
    row = Guardianship.objects.get()
    page = guardian.get(f"/mine/wards/{row.public_id}/").content.decode()
    assert "注册正在核实" in page
    acting = {"person": registration.person.public_id, "to": "profile"}
    assert guardian.post("/acting/person/", acting)["Location"] == "/mine/profile/"
    assert guardian.post("/mine/profile/doubt/", {"words": "那天是我陪孩子去的"}).status_code == 303
    assert Doubt.objects.get().said == "那天是我陪孩子去的"
    decide(check, first, second, "untrue")
    assert "认定您的志愿者注册不属实" in texts(FATHER)[-1]
    assert "看资料" in texts(FATHER)[-1]


def test_found_right_is_told_without_anything_to_do(client: Client, area: Area, first: Office, second: Office) -> None:
    _registration, check = held(client, area, first)
    decide(check, first, second, "right")
    assert "属实，注册照旧" in texts(FATHER)[-1]
    assert "看资料" not in texts(FATHER)[-1]


def test_whoever_is_of_age_has_nobody_told(client: Client, area: Area, first: Office, second: Office) -> None:
    _registration, check = held(client, area, first)
    Person.objects.filter(pk=check.person_id).update(birth_date=world.born_years_ago(18))
    check.person.refresh_from_db()
    decide(check, first, second, "right")
    assert len(texts(FATHER)) == 1
