"""A search that may name a person leads to an address without a word of it, which Back and reload open again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.test.client import RequestFactory

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent, SavedView, Taken
from baiying.ui import sought
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

LIST = "/desk/people/"
PHONE = "19900000905"


@pytest.fixture
def area() -> Area:
    found = world.make_area()
    builders.person("张三", residence=found.village, service_area=found.village)
    builders.person("李四", residence=found.village, service_area=found.village, phone=PHONE)
    return found


@pytest.fixture
def office(area: Area) -> Client:
    return world.staff("county_office", area.county, "19900000304")


def searched(client: Client, words: str, query: str = "", path: str = LIST) -> str:
    answer = client.post(f"{path}?{query}", {"q": words})
    assert answer.status_code == 303
    return str(answer["Location"])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("words", ["李四", PHONE])
def test_no_word_of_a_search_stands_in_its_address_and_it_can_be_opened_again(office: Client, words: str) -> None:
    address = searched(office, words)
    assert address.startswith(f"{LIST}?{sought.KEY}=")
    assert "%" not in address
    for _again in range(2):
        page = text(office, address)
        assert "李四" in page.partition("<tbody>")[2]
        assert "张三" not in page
    assert searched(office, words) == address, "the same words have one address"
    assert words not in str(office.session.items()), "sealed, also in the cookie"


def test_two_tabs_each_keep_their_own_and_conditions_stay_in_the_address(office: Client) -> None:
    first, second = searched(office, "张三", "age=adult"), searched(office, PHONE)
    assert "age=adult" in first
    assert "张三" in text(office, first).partition("<tbody>")[2]
    assert "李四" in text(office, second).partition("<tbody>")[2]
    page = text(office, first)
    key = first.partition(f"{sought.KEY}=")[2].partition("&")[0]
    assert f'name="{sought.KEY}" value="{key}"' in page, "the filters carry it along"
    assert "q=" not in page.partition("<thead>")[2].partition("</thead>")[0]
    # None typed is the whole list again.
    assert searched(office, "", first.partition("?")[2]) == f"{LIST}?age=adult"


def test_the_pages_of_a_search_by_a_number_and_its_file_are_those_of_the_search(area: Area, office: Client) -> None:
    address = searched(office, PHONE)
    assert "按号码" in text(office, address)
    file = office.post(address, {"file": "1", "reason": "只查这一个人"})
    assert file.status_code == 200
    row = Taken.objects.get()
    assert (row.rows, row.narrowed) == (1, ["查找：一个号码"])
    assert sought.KEY + "=" not in row.query
    wrong = office.post(address, {"file": "1", "reason": ""})
    assert address.partition("?")[2] in wrong.content.decode(), "the form leads to the same search"


def test_older_and_newer_pages_carry_the_search(area: Area, office: Client) -> None:
    for n in range(60):
        builders.person(f"众{n}", residence=area.village, service_area=area.village)
    address = searched(office, "众")
    page = text(office, address)
    older = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert address.partition("?")[2] in older
    assert "众" in text(office, f"{LIST}{older}").partition("<tbody>")[2]


def test_a_view_keeps_the_name_and_no_key(office: Client) -> None:
    address = searched(office, "李四")
    office.post(address, {"view": "save", "view_name": "李"})
    view = SavedView.objects.get()
    assert view.query == "q=%E6%9D%8E%E5%9B%9B"
    assert 'aria-current="true">李<' in text(office, address).replace(" ", "").replace('"true">', '"true">')


@pytest.mark.parametrize("way", ["another session", "too late", "logged out"])
def test_a_key_opens_nothing_elsewhere_or_later_and_never_the_whole_list(
    area: Area, office: Client, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, client = searched(office, PHONE), office
    if way == "another session":
        client = world.staff("county_office", area.county, "19900000306")
    elif way == "too late":
        now = clock.now()
        monkeypatch.setattr("baiying.ui.sought.clock.now", lambda: now + sought.LASTS + timedelta(seconds=1))
    else:
        account = office.session["_auth_user_id"]
        office.logout()
        assert PHONE not in str(office.session.items())
        assert sought.KEY not in office.session
        client = world.staff("county_office", area.county, "19900000307")
        assert account
    page = text(client, address)
    assert "这次查找已经过期" in page
    assert "张三" not in page
    assert "李四" not in page
    file = client.post(address, {"file": "1", "reason": "核对名册"})
    assert file.status_code != 200 or Taken.objects.get().rows == 0


def test_a_cookie_holds_a_dozen_searches_and_never_too_much(office: Client) -> None:
    first = searched(office, PHONE)
    for n in range(sought.MOST):
        searched(office, f"19900001{n:03}")
    assert "这次查找已经过期" in text(office, first)
    for n in range(sought.MOST):
        address = searched(office, f"{n}" + "名" * 59)
        text(office, address)
        assert len(office.cookies["sessionid"].value) < 3800


def test_who_looks_through_messages_is_written_down_once_a_look_and_not_by_the_search(
    area: Area, office: Client
) -> None:
    address = searched(office, "李四", path="/desk/messages/")
    assert not AuditEvent.objects.filter(action="MessagesSeen").exists()
    text(office, address)
    assert AuditEvent.objects.filter(action="MessagesSeen").count() == 1


def test_the_one_box_keeps_a_number_the_same_way(office: Client) -> None:
    address = searched(office, PHONE, path="/desk/search/")
    assert PHONE not in address
    page = text(office, address)
    assert "李四" in page
    assert PHONE not in page
    assert "已经过期" in text(office, "/desk/search/?s=elsewhere")


def test_where_no_session_is_nothing_is_kept() -> None:
    request = RequestFactory().get("/")
    assert sought.keep(request, "张三") == ""
    assert sought.words_of(request, "x") is None
