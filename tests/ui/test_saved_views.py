"""Views of a list under a name: kept, found, renamed, taken back, shared, and never more than a query."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.models import Account, Appointment
from baiying.demo import builders
from baiying.kit import clock, viewing
from baiying.kit.models import SavedView
from baiying.kit.values.actor import Acting, Actor, system
from baiying.places.models import Division
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

LIST = "/desk/people/"


@pytest.fixture
def area() -> Area:
    found = world.make_area()
    builders.person("张三", residence=found.village, service_area=found.village)
    return found


@pytest.fixture
def office(area: Area) -> Client:
    return world.staff("county_office", area.county, "19900000304")


def _views(client: Client, query: str = "") -> dict[str, str]:
    """The views above the list: their names and addresses."""
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    above = answer.content.decode().partition("by-listing-views")[2].partition("</nav>")[0]
    found = re.findall(r'<a class="by-wish" href="\?([^"]*)"[^>]*>([^<]+?) ?(?:<span.*?</span>)?</a>', above)
    return {name.strip(): html.unescape(address) for address, name in found}


def _press(client: Client, view: str, query: str = "", **sent: str) -> str:
    """What the page says after a press."""
    answer = client.post(f"{LIST}?{query}", {"view": view, **sent}, follow=True)
    assert answer.redirect_chain[0][1] == 303
    assert "view" not in answer.redirect_chain[0][0], "the address is the list’s own"
    return answer.content.decode()


def test_a_view_is_kept_found_and_is_an_address(office: Client) -> None:
    assert "已存为视图" in _press(office, "save", "age=adult&sort=-name&col=number", view_name=" 成年  名册 ")
    found = _views(office)
    assert found.keys() == {"成年 名册"}
    page = office.get(f"{LIST}?{found['成年 名册']}").content.decode()
    assert 'value="adult" selected' in page
    assert 'aria-sort="descending"' in page
    assert "删除这个视图" in page, "who looks at it may rename and delete it"
    # The same name again replaces it; twice is harmless.
    for _again in range(2):
        _press(office, "save", "age=minor", view_name="成年 名册")
    assert _views(office) == {"成年 名册": "age=minor"}


def test_it_is_renamed_deleted_and_brought_back(office: Client) -> None:
    _press(office, "save", "age=adult", view_name="成年")
    _press(office, "save", "age=minor", view_name="未成年")
    row = SavedView.objects.get(name="成年")
    assert "已经有一个叫这个名字" in _press(office, f"rename-{row.public_id}", "age=adult", view_name="未成年")
    _press(office, f"rename-{row.public_id}", "age=adult", view_name="大人")
    assert _views(office).keys() == {"大人", "未成年"}
    page = _press(office, f"drop-{row.public_id}", "age=adult")
    assert _views(office).keys() == {"未成年"}
    undo = re.search(r'action="([^"]*view_back[^"]*)"', page)
    assert undo is not None
    office.post(html.unescape(undo[1]))
    assert _views(office).keys() == {"大人", "未成年"}


def test_a_name_is_asked_for_and_there_is_an_end_to_them(office: Client) -> None:
    assert "请给这个视图起个名字" in _press(office, "save", view_name="  ")
    for number in range(viewing.MOST):
        _press(office, "save", view_name=f"视图 {number}")
    assert "最多存" in _press(office, "save", view_name="又一个")
    assert SavedView.objects.count() == viewing.MOST


def test_it_is_ones_own_until_it_is_shared_and_then_shows_each_only_their_rows(office: Client, area: Area) -> None:
    colleague = world.staff("county_office", area.county, "19900000305")
    elsewhere = world.staff("city_office", area.city, "19900000306")
    _press(office, "save", "age=adult", view_name="成年")
    assert not _views(colleague)
    _press(office, "save", "age=adult", view_name="成年", view_shared="1")
    assert _views(colleague) == {"成年": "age=adult"}
    assert not _views(elsewhere), "another office has its own"
    row = SavedView.objects.get()
    # It is the other's: nobody else renames it or takes it away.
    _press(colleague, f"drop-{row.public_id}", "age=adult")
    _press(colleague, f"rename-{row.public_id}", "age=adult", view_name="我的")
    row.refresh_from_db()
    assert (row.name, row.ended_at) == ("成年", None)
    colleague.post(f"{LIST}?view_back={row.public_id}")
    # What is kept is a query, and no rows.
    assert row.query == "age=adult"


def test_a_number_that_was_searched_for_is_kept_nowhere(office: Client) -> None:
    page = office.post(LIST, {"q": "V26651334580"}, follow=True).content.decode()
    assert "data-views" not in page
    office.post(LIST, {"q": "V26651334580", "view": "save", "view_name": "号码"})
    assert "V2665" not in "".join(SavedView.objects.values_list("query", flat=True))


def test_bringing_back_goes_no_further_than_the_end_and_ones_own_come_first(office: Client, area: Area) -> None:
    for number in range(viewing.MOST):
        _press(office, "save", view_name=f"旧 {number}", view_shared="1")
    old = list(SavedView.objects.values_list("public_id", flat=True))
    for pid in old:
        _press(office, f"drop-{pid}")
    for number in range(viewing.MOST):
        _press(office, "save", view_name=f"新 {number}", view_shared="1")
    answer = office.post(f"{LIST}?view_back={old[0]}", follow=True)
    assert "最多存" in answer.content.decode()
    assert SavedView.objects.filter(ended_at=None).count() == viewing.MOST
    colleague = world.staff("county_office", area.county, "19900000309")
    _press(colleague, "save", view_name="我自己的")
    assert next(iter(_views(colleague))) == "我自己的"


def _named(client: Client) -> set[str]:
    return set(_views(client))


def _end_of(phone: str) -> Account:
    """The office is taken from whoever logs in with this telephone."""
    account = account_rows.accounts_of_phone(phone)[0]
    row = Appointment.objects.get(account=account, ends_at__isnull=True)
    accounts.end_appointment(appointment=row, actor=_secadmin(), at=clock.now())
    return account


def _secadmin() -> Actor:
    account = builders.account()
    given = builders.appointment(account, "secadmin", None)
    return Actor(account.pk, acting=Acting(given.pk, given.public_id, "secadmin", None))


def _into(account: Account, area: Division) -> Client:
    builders.appointment(account, "county_office", area, starts_at=clock.now() - timedelta(days=1))
    client = Client()
    assert world.log_in(client, "19900000304") == "/desk/"
    return client


def test_what_was_shared_goes_with_the_office_and_not_with_the_person(office: Client, area: Area) -> None:
    colleague = world.staff("county_office", area.county, "19900000305")
    _press(office, "save", "age=adult", view_name="成年", view_shared="1")
    _press(office, "save", "age=minor", view_name="只我看")
    row = SavedView.objects.get(name="成年")
    _end_of("19900000304")
    assert _named(colleague) == {"成年"}, "colleagues work on with it; one's own was nobody else's"
    # The office may rename and take away what nobody else can, and bring it back.
    _press(colleague, f"rename-{row.public_id}", "age=adult", view_name="成年人")
    assert _named(colleague) == {"成年人"}
    page = _press(colleague, f"drop-{row.public_id}", "age=adult")
    assert not _named(colleague)
    undo = re.search(r'action="([^"]*view_back[^"]*)"', page)
    assert undo is not None
    colleague.post(html.unescape(undo[1]))
    assert _named(colleague) == {"成年人"}


def test_who_has_left_an_office_sees_its_views_no_more_and_keeps_the_own_ones(office: Client, area: Area) -> None:
    _press(office, "save", "age=adult", view_name="成年", view_shared="1")
    _press(office, "save", "age=minor", view_name="只我看")
    account = _end_of("19900000304")
    again = _into(account, area.other_county)
    assert _named(again) == {"只我看"}
    row = SavedView.objects.get(name="成年")
    _press(again, f"drop-{row.public_id}", "age=adult")
    row.refresh_from_db()
    assert row.ended_at is None, "whoever has left takes nothing away"
    # The name is free again, and back in the office the view is one of the office's.
    _press(again, "save", "age=adult", view_name="成年")
    assert _named(again) == {"只我看", "成年"}
    back = _into(_end_of("19900000304"), area.county)
    assert SavedView.objects.filter(name="成年", ended_at=None).count() == 2
    assert back.get(LIST).status_code == 200


def test_the_maker_takes_back_what_was_shared(office: Client, area: Area) -> None:
    colleague = world.staff("county_office", area.county, "19900000305")
    _press(office, "save", "age=adult", view_name="成年", view_shared="1")
    assert _named(colleague) == {"成年"}
    _press(office, "save", "age=adult", view_name="成年")
    assert not _named(colleague)
    assert _named(office) == {"成年"}
    _press(office, "save", "age=adult", view_name="成年", view_shared="1")
    row = SavedView.objects.get(name="成年")
    _press(office, f"drop-{row.public_id}", "age=adult")
    assert not _named(colleague)


def test_views_of_an_area_that_became_part_of_another_go_along(office: Client, area: Area) -> None:
    _press(office, "save", "age=adult", view_name="成年", view_shared="1")
    there = world.staff("county_office", area.other_county, "19900000307")
    assert not _named(there)
    for _again in range(2):
        accounts.follow_area(
            old_id=area.county.pk, new_id=area.other_county.pk, actor=system("test"), at=clock.now()
        )  # fmt: skip
    assert _named(there) == {"成年"}


def test_a_view_that_was_renamed_elsewhere_is_not_renamed_over(office: Client) -> None:
    _press(office, "save", "age=adult", view_name="成年")
    row = SavedView.objects.get()
    _press(office, f"rename-{row.public_id}", "age=adult", view_name="大人", view_was="成年")
    told = _press(office, f"rename-{row.public_id}", "age=adult", view_name="十八岁以上", view_was="成年")
    assert "“成年”已在别处改成“大人”" in told
    for _again in range(2):
        _press(office, f"rename-{row.public_id}", "age=adult", view_name="十八岁以上", view_was="大人")
    row.refresh_from_db()
    assert row.name == "十八岁以上"
