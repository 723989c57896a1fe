"""The oath (R017): shown once, taken or not, and nothing anywhere hangs on it."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.kit.audit import AuditEvent
from baiying.kit.copying import Whose
from baiying.people import actions, queries
from baiying.people.copying import sections
from baiying.people.erasing import ERASURES
from baiying.people.models import Oath, Person
from baiying.people.rules.oath import OathRules, version_of
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

PHONE, WORDS = "19900000101", "我愿意成为一名光荣的志愿者"
VERSION = version_of(OathRules().text)


def _page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def _take(client: Client, version: str = VERSION, then: str = "") -> str:
    answer = client.post("/mine/oath/", {"version": version, "then": then})
    assert answer.status_code == 303
    return str(answer["Location"])


def test_it_is_shown_once_after_registering_with_two_equal_buttons(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE)
    page = _page(client, "/register/done/")
    assert WORDS in page
    assert '<button class="btn" type="submit">我宣誓</button>' in page
    assert '<a class="btn" href="/register/done/?later=1">以后再说</a>' in page
    # "Not now" leaves no row, and it is not asked again on its own.
    assert "我宣誓" not in _page(client, "/register/done/?later=1")
    assert "我宣誓" not in _page(client, "/register/done/")
    assert not Oath.objects.exists()
    for url in ("/mine/", "/mine/profile/", "/", "/mine/messages/"):
        assert "宣誓" not in _page(client, url)
    assert 'href="/mine/oath/"' in _page(client, "/mine/profile/")
    assert "我宣誓" in _page(client, "/mine/oath/")


def test_taking_it_says_who_when_which_words_and_how_and_is_harmless_twice(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE)
    assert _take(client, then="registered") == "/register/done/"
    row = Oath.objects.get()
    assert (row.person, row.version, row.way, row.witness_id) == (Person.objects.get(), VERSION, "self", None)
    assert _take(client) == "/mine/oath/"
    again = Oath.objects.get()
    assert (again.pk, again.taken_at) == (row.pk, row.taken_at)
    page = _page(client, "/mine/oath/")
    assert WORDS in page
    assert "宣过誓" in page
    assert "我宣誓" not in page
    assert "宣过誓" in _page(client, "/register/done/")
    # The audit is a list by name: it has none of this.
    assert not AuditEvent.objects.filter(action__icontains="oath").exists()


def test_nothing_waits_for_it_and_no_page_of_an_office_tells_it(area: Area) -> None:
    one, other = Client(), Client()
    world.register(one, area, phone=PHONE)
    world.register(other, area, phone="19900000102", name="王小明", number=world.id_number(world.born_years_ago(31), 2))
    _take(one)
    clerk = world.staff("county_office", area.county, "19900000302")
    taken, not_taken = Person.objects.order_by("id")
    assert Oath.objects.get().person_id == taken.pk
    at = clock.now()
    first, second = (queries.standing_of(one.pk, at) for one in (taken, not_taken))
    assert first is not None
    assert second is not None
    assert (first.state, first.counted) == (second.state, second.counted)
    for url in ("/desk/people/", f"/desk/people/{taken.public_id}/", f"/desk/people/{not_taken.public_id}/", "/desk/"):
        page = _page(clerk, url)
        assert "宣誓" not in page
        assert "誓词" not in page


def test_other_words_than_those_of_today_are_shown_before_they_are_taken(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE)
    world.rule_set("oath", area.county, text="我愿意为东河的邻里出一份力。")
    assert _take(client) == "/mine/oath/"
    assert not Oath.objects.exists()
    page = _page(client, "/mine/oath/")
    assert "为东河的邻里出一份力" in page
    assert "刚刚换成了现在这一份" in page
    own = version_of("我愿意为东河的邻里出一份力。")
    _take(client, own)
    # What was said stays what it was, whatever the area says later.
    world.rule_set("oath", area.village, text="另一份誓词")
    assert queries.oath_words(area.village.path, clock.local_date(clock.now())) == "另一份誓词"
    page = _page(client, "/mine/oath/")
    assert "为东河的邻里出一份力" in page
    assert "另一份誓词" not in page


def test_an_area_without_one_shows_it_nowhere(client: Client, area: Area) -> None:
    world.rule_set("oath", area.county, text="")
    world.register(client, area, phone=PHONE)
    for url in ("/register/done/", "/mine/profile/"):
        assert "誓" not in _page(client, url)
    assert client.get("/mine/oath/")["Location"] == "/mine/profile/"
    _take(client)
    clerk = world.staff("place_staff", area.township, "19900000302")
    assert "誓" not in _page(clerk, f"/desk/people/on-site/?area={area.village.public_id}")
    assert not Oath.objects.exists()


@pytest.mark.parametrize("said", [True, False])
def test_at_the_desk_it_is_read_out_only_to_whom_wishes_it(area: Area, said: bool) -> None:
    clerk = world.staff("place_staff", area.township, "19900000302")
    url = f"/desk/people/on-site/?area={area.village.public_id}"
    assert WORDS in _page(clerk, url)
    sent = {"name": "赵奶奶", "id_type": "citizen", "id_number": world.id_number(world.born_years_ago(78)),
            "document": "citizen", "phone": "", "consent": "on", "read": world.TEXT}  # fmt: skip
    assert clerk.post(url, sent | ({"oath": "on"} if said else {})).status_code == 303
    rows = list(Oath.objects.values_list("person__name", "way", "version"))
    assert rows == ([("赵奶奶", "desk", VERSION)] if said else [])
    assert all(Oath.objects.values_list("witness_id", flat=True))


def test_nobody_takes_it_for_a_child(client: Client, area: Area) -> None:
    number = world.id_number(world.born_years_ago(15))
    world.register(client, area, phone=PHONE, number=number, guardian_phone="19900000199")
    assert WORDS in _page(client, "/register/done/")
    row = Person.objects.get().guardianships.get()
    guardian = Client()
    world.log_in(guardian, "19900000199")
    guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    assert guardian.post("/acting/person/", {"person": row.ward.public_id}).status_code == 303
    assert "您正在替孩子查看" in _page(guardian, "/mine/profile/")
    assert guardian.get("/mine/oath/").status_code == 404
    assert guardian.post("/mine/oath/", {"version": VERSION}).status_code == 404
    assert not Oath.objects.exists()
    _take(client)
    assert Oath.objects.get().person == row.ward


def test_it_is_in_the_own_copy_and_goes_with_the_account(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE)
    _take(client)
    person = Person.objects.get()
    found = {one.key: one for one in sections(Whose(person.pk, person.public_id, person.account_id), clock.now())}
    (row,) = found["people.oaths"].rows
    assert WORDS in str(row["words"])
    assert next(one for one in ERASURES if one.found_by == "Oath.person").goes
    # Another record of the same human: the first oath is the oath.
    other = Person.objects.create(
        name="李小红", sex="female", birth_date=person.birth_date, residence=area.village, service_area=area.village,
        created_at=clock.now(), channel="office", closed_at=clock.now(), merged_into=person,
    )  # fmt: skip
    earlier = clock.now() - timedelta(days=400)
    Oath.objects.create(person=other, version=VERSION, taken_at=earlier, way="desk", witness_id=1)
    first = queries.oath_of(person.pk)
    assert first is not None
    assert first.taken_at == earlier
    assert actions.take_oath(person=person, version=VERSION, at=clock.now()).pk == first.pk
