"""The hours after two colleagues vouched: what is shut says so, until when, and who does it (U26)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.accounts.models import Account
from baiying.kit import clock
from tests.accounts.factoring import office, with_app
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(area: Area, monkeypatch: pytest.MonkeyPatch) -> Client:
    client = world.staff("county_office", area.county, "19900000481", "陈值班")
    Account.objects.filter(display_name="陈值班").update(held_back_until=clock.now() + timedelta(hours=5))
    monkeypatch.setattr("baiying.accounts.shown.is_shown", lambda _request: True)
    return client


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_workbench_says_until_when_and_not_that_nothing_waits(held: Client) -> None:
    page = words(held.get("/desk/"))
    assert "以前只能办紧急的事" in page
    assert "没有等您处理的事" not in page


@pytest.mark.parametrize("address", ["/desk/people/", "/desk/rosters/", "/desk/people/claims/"])
def test_what_is_shut_for_these_hours_is_no_wrong_address(held: Client, address: str) -> None:
    answer = held.get(address)
    assert answer.status_code == 403
    assert "请同一办公室的同事来办" in words(answer)


def test_later_everything_is_there_again(held: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(hours=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert held.get("/desk/people/").status_code == 200
    assert "以前只能办紧急的事" not in words(held.get("/desk/"))


def test_who_lost_every_factor_reads_what_to_do(area: Area) -> None:
    account = office(area.county, "19900000482", name="李科")
    with_app(account)
    client = Client()
    world.log_in(client, "19900000482")
    page = words(client.get("/log-in/factor/"))
    assert "为同事作证" in page
    assert "带上身份证件" in page
