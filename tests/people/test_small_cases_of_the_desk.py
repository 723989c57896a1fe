"""Names however they are spaced, a number that is there already, a draft that a slip does not put away (O19, O21)."""

import pytest
from django.db import connection
from django.test import Client

from baiying.accounts.models import Appointment
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.db import folding
from baiying.kit.values import names
from baiying.people.models import Claim, Person
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

PHONE = "19900000302"
WAYS = ["张瑞明", "张 瑞 明", "张　瑞明", " 张瑞 明 ", "瑞 明"]


def _person(area: Area, name: str) -> Person:
    return builders.person(name, residence=area.village, service_area=area.village)


def _on_site(area: Area, **given: str) -> dict[str, str]:
    number = world.id_number(world.born_years_ago(60))
    sent = {"name": "李 大爷", "id_type": "citizen", "id_number": number, "document": "citizen", "phone": ""}
    return sent | {"consent": "on", "read": world.TEXT} | given


def _url(area: Area) -> str:
    return f"/desk/people/on-site/?area={area.village.public_id}"


def test_o19_a_name_typed_with_a_blank_is_kept_without_and_found_with_and_without(area: Area) -> None:
    clerk = world.staff("place_staff", area.township, PHONE)
    assert clerk.post(_url(area), _on_site(area)).status_code == 303
    assert Person.objects.get().name == "李大爷"
    for typed in ("李大爷", "李 大爷", "李　大 爷"):
        assert "李大爷</a>" in clerk.get("/desk/people/", {"q": typed}).content.decode(), typed
        assert "李大爷" in clerk.get("/desk/search/", {"q": typed}).content.decode(), typed


@pytest.mark.parametrize("typed", WAYS)
def test_o19_every_office_list_of_names_finds_however_it_is_spaced(area: Area, typed: str) -> None:
    person = _person(area, "张瑞明")
    claimed = _person(area, "王丽")
    Claim.objects.create(
        person=claimed, claimed_name="张 瑞明", phone_sealed=b"x", phone_mask="139****0001",
        area=area.village, filed_at=clock.now(),
    )  # fmt: skip
    office = world.staff("county_office", area.county, "19900000304", name="周主任")
    colleague = world.make_account("19900000305", "张 瑞 明")
    builders.appointment(colleague, "place_staff", area.township, starts_at=clock.now())
    for url in ("/desk/people/", "/desk/people/claims/", "/desk/appointments/"):
        page = office.get(url, {"q": typed}).content.decode()
        assert "瑞" in page.partition("<tbody>")[2], (url, typed)
    assert person.name_key == "张瑞明"


def test_o19_a_name_of_blanks_finds_nobody(area: Area) -> None:
    world.make_account("19900000305", "张 瑞 明")
    assert not Appointment.objects.filter(folding.called("account__display_name", " · ")).exists()


@pytest.mark.parametrize("text", ["张 瑞 明", "买买提•艾力", "D’Angelo", "Ａnna　Li", "阿·不-都'拉"])
def test_the_database_makes_the_same_key_of_any_name(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + folding.Keyed.template % {"expressions": "%s"}, [text])
        assert cursor.fetchone() == (names.key(text),)


def test_o19_a_number_that_is_there_speaks_to_the_clerk_and_leads_to_the_record(area: Area) -> None:
    clerk = world.staff("place_staff", area.township, PHONE)
    assert clerk.post(_url(area), _on_site(area)).status_code == 303
    page = clerk.post(_url(area), _on_site(area, name="王大爷"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "不用再注册一次" in text
    assert "如果是您本人的" not in text
    assert f'href="/desk/people/{Person.objects.get().public_id}/"' in text


def test_o19_a_record_elsewhere_is_said_but_not_opened(area: Area) -> None:
    elsewhere = world.staff("place_staff", area.other_village, PHONE)
    url = f"/desk/people/on-site/?area={area.other_village.public_id}"
    assert elsewhere.post(url, _on_site(area)).status_code == 303
    text = world.staff("place_staff", area.township, "19900000303").post(_url(area), _on_site(area)).content.decode()
    assert "不在您的地区" in text
    assert Person.objects.get().public_id not in text
    assert "如果是您本人的" not in text


def test_o21_not_me_asks_before_the_draft_is_put_away(area: Area, client: Client) -> None:
    assert client.post("/register/", {"phone": PHONE}).status_code == 303
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    client.get("/register/")
    step = client.get("/register/area/").content.decode()
    assert 'href="/register/new-starts/"' in step
    asks = client.get("/register/new-starts/").content.decode()
    assert "那份注册还留着" in asks
    # Having looked at the question, the draft is still there.
    assert client.get("/register/area/").status_code == 200
    assert client.post("/register/new-starts/")["Location"] == "/register/"
    assert client.get("/register/area/").status_code in {302, 303}
