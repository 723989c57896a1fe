"""People's real names and documents, at every door where they are typed: the cases of the field, by their numbers."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from baiying.accounts.access import Scope
from baiying.kit.models import AuditEvent
from baiying.kit.values import names
from baiying.notices import queries as notices
from baiying.people import queries, rules
from baiying.people.models import Person
from baiying.people.rights import Right
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

PHONE = "19900000141"
FOREIGN = "911276198506150365"


def at_the_name(client: Client, area: Area, phone: str = PHONE) -> None:
    client.post("/register/", {"phone": phone})
    client.post("/log-in/code/", {"code": world.code_for(phone)})
    client.post("/register/area/", {"residence": area.village.public_id})


def name_step(client: Client, name: str, number: str = "", **more: str) -> Any:
    number = number or world.id_number(world.born_years_ago(30))
    return client.post(
        "/register/name/?other=1" if more else "/register/name/", {"name": name, "id_number": number, **more}
    )


def finish(client: Client) -> None:
    client.post("/register/interests/", {"categories": ["community"]})
    answer = client.post("/register/consent/", world.AGREED)
    assert answer["Location"] == "/register/done/"


def on_site(clerk: Client, area: Area, **typed: str) -> Any:
    given = {
        "id_type": "citizen",
        "id_number": world.id_number(world.born_years_ago(40)),
        "document": "citizen",
        "consent": "on",
        "read": world.TEXT,
    }
    return clerk.post(f"/desk/people/on-site/?area={area.village.public_id}", given | typed)


def found(text: str) -> list[str]:
    return [p.name for p in queries.persons(Scope(area_id=None, right=Right.SEE_PEOPLE), text)]


def test_f01_a_permanent_resident_registers(client: Client, area: Area) -> None:
    at_the_name(client, area)
    answer = name_step(
        client, "Anna Schmidt", FOREIGN, id_type="foreign_permanent", birth_date="1985-06-15", sex="female"
    )
    assert answer["Location"] == "/register/interests/"
    finish(client)
    assert Person.objects.get().id_type == "foreign_permanent"


def test_f01_a_clerk_registers_a_permanent_resident_with_the_old_card(area: Area) -> None:
    clerk = world.staff("place_staff", area.township, "19900000142")
    answer = on_site(
        clerk,
        area,
        name="Anna Schmidt",
        id_type="foreign_permanent",
        id_number="DEU110085061501",
        birth_date="1985-06-15",
        sex="female",
        document="foreign_permanent",
    )
    assert answer.status_code == 303
    assert queries.id_number_of(Person.objects.get()) == "DEU110085061501"


@pytest.mark.parametrize("name", ["李\U0003158e", "王\U0002ebf1"])
def test_f09_characters_that_python_does_not_know_yet(client: Client, area: Area, name: str) -> None:
    at_the_name(client, area)
    assert name_step(client, name)["Location"] == "/register/interests/"


def test_f11_a_renewed_permit_is_the_same_person(client: Client, area: Area) -> None:
    first = {"id_type": "hk_macao", "birth_date": "1990-01-02", "sex": "male"}
    at_the_name(client, area)
    name_step(client, "陈大文", "H12345678", **first)
    finish(client)
    later = Client()
    at_the_name(later, area, "19900000143")
    assert name_step(later, "陈大文", "H1234567802", **first)["Location"] == "/register/claim/"
    assert found("H1234567802") == found("H12345678") == ["陈大文"]


def test_f12_the_number_says_which_card_it_is(client: Client, area: Area) -> None:
    at_the_name(client, area)
    assert name_step(client, "Anna Schmidt", FOREIGN)["Location"] == "/register/interests/"
    finish(client)
    assert Person.objects.get().id_type == "foreign_permanent"
    # Chosen by hand, the same card is the same person.
    later = Client()
    at_the_name(later, area, "19900000143")
    answer = name_step(
        later, "Anna Schmidt", FOREIGN, id_type="foreign_permanent", birth_date="1985-06-15", sex="female"
    )
    assert answer["Location"] == "/register/claim/"


def test_f12_a_permit_in_the_ordinary_box_is_shown_the_way(client: Client, area: Area) -> None:
    at_the_name(client, area)
    page = name_step(client, "陈大文", "H12345678")
    assert page.status_code == 422
    assert "用其他证件" in page.content.decode()


def test_f13_a_name_of_one_sign_is_asked_once_and_taken(client: Client, area: Area) -> None:
    at_the_name(client, area)
    asked = name_step(client, "难")
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "就是这一个字" in page
    assert 'name="one_sign"' in page
    number = world.id_number(world.born_years_ago(30))
    answer = client.post("/register/name/", {"name": "难", "id_number": number, "one_sign": "on"})
    assert answer["Location"] == "/register/interests/"


def test_f13_at_the_desk_the_document_is_seen(area: Area) -> None:
    clerk = world.staff("place_staff", area.township, "19900000142")
    assert on_site(clerk, area, name="难").status_code == 303
    assert Person.objects.get().name == "难"


def test_nobody_is_asked_about_one_sign_who_gave_two(client: Client, area: Area) -> None:
    at_the_name(client, area)
    assert 'name="one_sign"' not in client.get("/register/name/").content.decode()
    assert 'name="one_sign"' not in name_step(client, "张三", "1").content.decode()


@pytest.mark.parametrize("typed", ["赵　六", "赵 六", "赵\u200b六", "\u202d赵六\u202c"])
def test_f14_padded_names_are_kept_and_found(area: Area, typed: str) -> None:
    clerk = world.staff("place_staff", area.township, "19900000142")
    assert on_site(clerk, area, name=typed).status_code == 303
    assert Person.objects.get().name == "赵六"
    assert found("赵六") == found("赵　六") == found(" 赵\u200b六 ") == ["赵六"]


@pytest.mark.parametrize(
    "typed",
    [
        "买买提⋅艾力",
        "买买提 · 艾力",
        "D’Angelo",
        "Anna-Lena K.",
        "Wolfeschlegelsteinhausen Bergerdorff Anna Maria Elisabeth",
    ],
)
def test_f15_dots_apostrophes_and_long_names(client: Client, area: Area, typed: str) -> None:
    world.register(client, area, phone=PHONE, name=typed)
    person = Person.objects.get()
    assert person.name == names.name(typed)
    assert person.account is not None
    assert person.account.display_name == names.name(typed)


def test_f16_a_name_is_found_with_any_dot(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE, name="买买提·艾力")
    for asked in ("买买提•艾力", "买买提艾力", "买买提·艾力", "买买提.艾力", "艾力"):
        assert found(asked) == ["买买提·艾力"], asked
    assert found("·") == []


def test_f17_signs_that_come_with_copying(client: Client, area: Area) -> None:
    number = world.id_number(world.born_years_ago(30))
    client.post("/register/", {"phone": "\u202d199\u200b00000141\u202c"})
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    client.post("/register/area/", {"residence": area.village.public_id})
    assert (
        name_step(client, "张三", f"\u202d{number[:6]}\u200b{number[6:]}\u202c")["Location"] == "/register/interests/"
    )


def test_f18_a_star_for_the_last_sign_is_named(client: Client, area: Area) -> None:
    at_the_name(client, area)
    assert "最后一位请输字母 X" in name_step(client, "张三", "41100219900305118*").content.decode()
    assert name_step(client, "张三", "41100219900305118×")["Location"] == "/register/interests/"


@pytest.mark.parametrize(
    "name", ["买买提·艾力", "D'Angelo", "Anna-Lena K.", "J. R. R. Tolkien", "李\U0003158e", "Nguyễn Văn A"]
)
def test_the_database_makes_the_key_that_python_makes(client: Client, area: Area, name: str) -> None:
    world.register(client, area, phone=PHONE, name=name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_key FROM people_person")
        assert cursor.fetchone()[0] == names.key(name)


@pytest.mark.parametrize(
    ("kind", "number", "typed", "fits"),
    [
        ("hk_macao", "H0345678901", "678901", True), ("hk_macao", "H0345678901", "678902", True),
        ("hk_macao", "H0345678901", "456789", True), ("hk_macao", "H0345678901", "679902", False),
        ("hk_macao", "H03456789", "678901", True), ("hk_macao", "H03456789", "456789", True),
        ("taiwan", "12345678", "78018B", False), ("taiwan", "12345678", "67801B", True),
        ("taiwan", "1234567801B", "345678", True), ("passport", "E12345678", "345678", True),
        ("passport", "E12345678", "567802", False), ("citizen", "11010519491231002X", "31002x", True),
        ("citizen", "11010519491231002X", "310021", False),
    ],
)  # fmt: skip
def test_f11_a_renewed_permit_is_checked_by_what_stays(kind: str, number: str, typed: str, fits: bool) -> None:
    assert rules.last_six_match(number, typed, kind=kind) is fits


def test_a_number_of_another_volunteer_is_asked_about_at_the_desk_and_its_owner_is_told(area: Area) -> None:
    world.register(Client(), area, phone="19900000771", name="周梅")
    owner = Person.objects.get()
    clerk = world.staff("place_staff", area.township, "19900000772")
    typed = {"name": "周奶奶", "phone": "19900000771"}
    asked = on_site(clerk, area, **typed)
    assert asked.status_code == 422
    assert "另一位志愿者" in asked.content.decode()
    assert "周梅" not in asked.content.decode(), "whose it is nobody is told"
    assert Person.objects.count() == 1
    assert on_site(clerk, area, **typed, phone_of="她女儿的手机，她本人没有").status_code == 303
    told = [m.text for m in notices.inbox_of(owner.public_id) if "也留了您的手机号" in m.text]
    assert len(told) == 1
    assert "周奶奶" not in told[0]
    assert AuditEvent.objects.filter(action="PhoneShared").count() == 1
