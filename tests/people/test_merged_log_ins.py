"""Whoever's two records became one comes in by either log-in as the one who goes on, never as a guardian (R006)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.people import queries
from baiying.people.models import Person
from tests.people.doubting import Office
from tests.people.merging import by_passport
from tests.people.test_merge_pages import PAGE, made, number, own, the, two_codes
from tests.people.world import Area


@pytest.fixture
def both(first: Office, area: Area) -> tuple[Person, Client, Client]:
    """The one who goes on, and the human by the first log-in and by the second."""
    one, other = made(area.village, 1), by_passport(made(area.village, 2))
    client = own(one)
    client.post("/mine/merging/", {"number": number(other), "phone": queries.phone_of(other)})
    client.post("/mine/merging/codes/", two_codes(one, other))
    first.client.post(f"{PAGE}{the().public_id}/confirmation/")
    row = the()
    assert row.state == "done"
    return row.survivor, own(row.survivor), own(row.loser)


def addresses(page: Any) -> set[str]:
    return set(re.findall(r'(?:action|href)="(/[^"?#]*)"', page.content.decode()))


@pytest.mark.parametrize("page", ["/mine/", "/mine/profile/", "/mine/wards/", "/mine/data/", "/mine/data/closing/"])
def test_both_log_ins_have_the_same_page_and_are_nobodys_guardian(both: Any, page: str) -> None:
    _person, by_first, by_second = both
    one, other = by_first.get(page), by_second.get(page)
    assert one.status_code == other.status_code == 200
    assert addresses(one) == addresses(other)
    assert "正在替" not in other.content.decode()
    assert "替孩子查看" not in other.content.decode()


def test_back_to_oneself_is_no_loop(both: Any) -> None:
    person, _first, by_second = both
    by_second.post("/acting/person/")
    assert "正在替" not in by_second.get("/mine/").content.decode()
    assert by_second.session["person"] == person.pk
    assert by_second.session["ward"] is False


def test_the_page_of_checking_in_says_for_nobody_else(both: Any, area: Area) -> None:
    person, by_first, by_second = both
    team = builders.team(builders.body("总队", area=area.village), "暖心队", area=area.village)
    start = clock.now() - timedelta(minutes=5)
    activity = builders.activity(team, builders.account(name="领队"), title="清扫", area=area.village, at=start)
    shift = builders.shift(activity, start, start + timedelta(hours=2))
    builders.signup(shift, person)
    for client in (by_first, by_second):
        assert f"为 {person.name} 签到" not in client.get(f"/c/{shift.public_id}/", follow=True).content.decode()
        signups = client.get("/mine/signups/").content.decode()
        assert "清扫" in signups
        assert "替孩子" not in signups


@pytest.mark.django_db
def test_who_comes_in_as_whom(area: Area) -> None:
    one, other, third = made(area.village, 1), made(area.village, 2), made(area.village, 3)
    Person.objects.filter(pk=other.pk).update(closed_at=clock.now(), merged_into=one)
    assert queries.comes_in_as(one.account_id, one)
    assert queries.comes_in_as(other.account_id, one)
    assert not queries.comes_in_as(third.account_id, one)
    assert not queries.comes_in_as(None, one)
