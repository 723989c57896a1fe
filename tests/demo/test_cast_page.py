"""The page of the cast, and coming in with one press: only where the mark says that everything is invented."""

from datetime import date

import pytest
from django.test import Client

from baiying.demo import builders, queries
from baiying.demo.cast import PARTS, Member, Part
from baiying.demo.models import DemoMark
from baiying.kit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(city: builders.SmallCity, cast: dict[str, Member]) -> None:
    DemoMark.objects.create(seed=1, anchor=date(2026, 11, 24), volunteers=3, city=city.city, loaded_at=builders.NOW)
    queries.forget_answer()


@pytest.fixture(autouse=True)
def _forget() -> None:
    queries.forget_answer()


def test_without_the_mark_there_is_no_cast_page_and_no_way_in(client: Client, cast: dict[str, Member]) -> None:
    assert not queries.is_demo()
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/log-ins/city/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_page_lists_everybody_with_something_to_try(client: Client, marked: None) -> None:
    page = client.get("/demo/").content.decode()
    for part in PARTS:
        assert part.name in page
        assert f"/demo/log-ins/{part.key}/" in page
        assert str(part.can_try) in page


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key)
def test_one_press_comes_in_as_that_member(client: Client, marked: None, cast: dict[str, Member], part: Part) -> None:
    member = cast[part.key]
    answer = client.post(f"/demo/log-ins/{part.key}/")
    assert answer.status_code == 303
    session = client.session
    assert session["_auth_user_id"] == str(member.account.pk)
    assert session["person"] == (member.person.pk if member.person else None)
    assert session["acting"] == (member.appointment.public_id if member.appointment else None)
    assert AuditEvent.objects.filter(action="LoggedIn", account_id=member.account.pk, detail__method="demo").exists()


def test_pressing_again_changes_to_the_other_member(client: Client, marked: None, cast: dict[str, Member]) -> None:
    client.post("/demo/log-ins/volunteer/")
    client.post("/demo/log-ins/clerk/")
    assert client.session["_auth_user_id"] == str(cast["clerk"].account.pk)


def test_a_name_nobody_has_is_not_found_and_reading_logs_nobody_in(client: Client, marked: None) -> None:
    assert client.post("/demo/log-ins/mayor/").status_code == 404
    assert client.get("/demo/log-ins/city/").status_code == 405
    assert "_auth_user_id" not in client.session
