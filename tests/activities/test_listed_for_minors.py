"""A minor's list: what is not for her stands last and says why, found in the one statement of the list."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baiying.activities.models import Shift
from baiying.demo import builders
from baiying.kit import clock
from tests.activities.makers import Town, log_in, volunteer
from tests.people import world

pytestmark = pytest.mark.django_db


def next_day(weekday: int) -> int:
    """In how many days it is that day of the week, at least two."""
    today = clock.local_date(clock.now())
    return next(n for n in range(2, 9) if (today + timedelta(days=n)).weekday() == weekday)


def at(town: Town, title: str, days: int, hour: int, **post: object) -> Shift:
    shift = town.shift(town.activity(title), **post)
    starts = clock.midnight(clock.local_date(clock.now()) + timedelta(days=days)) + timedelta(hours=hour)
    Shift.objects.filter(pk=shift.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=2))
    return shift


@pytest.fixture
def listed(town: Town) -> Town:
    builders.rule_set("minors", area=town.village, school_breaks=[])
    at(town, "成年人的活动", 2, 18, minors_welcome=False)
    at(town, "十七岁起的活动", 2, 18, min_age=17)
    at(town, "周三上午的活动", next_day(2), 9)
    at(town, "周六上午的活动", next_day(5), 9)
    return town


def of_age(town: Town, years: int) -> Client:
    person = volunteer("林小雨", town.village, born=world.born_years_ago(years))
    assert person.account is not None
    return log_in(person.account, person)


def lines(client: Client, address: str = "/activities/") -> list[tuple[str, str]]:
    page = client.get(address).content.decode()
    found = re.findall(r"<strong>([^<]*)</strong>.*?by-state by-[a-z]+\">(?:<.*?>)*([^<]*)<", page, re.S)
    return [(title, words.strip()) for title, words in found]


@pytest.mark.law("MPL-16")
@pytest.mark.parametrize("address", ["/activities/", "/"])
def test_what_a_minor_can_never_do_stands_last_and_says_why(listed: Town, address: str) -> None:
    found = lines(of_age(listed, 15), address)
    assert found[0][0] == "周六上午的活动"
    why = dict(found)
    assert why["成年人的活动"] == "只收满 18 岁的"
    assert why["十七岁起的活动"] == "只收满 17 岁的"
    assert why["周三上午的活动"] == "上课时间"
    assert "余" in why["周六上午的活动"]


def test_past_compulsory_schooling_lessons_do_not_bind(listed: Town) -> None:
    found = lines(of_age(listed, 17))
    assert found[-1] == ("成年人的活动", "只收满 18 岁的")
    assert [words for _, words in found if "只收" in words or "上课" in words] == ["只收满 18 岁的"]


def test_for_everybody_else_nothing_changes(listed: Town) -> None:
    for client in (Client(), of_age(listed, 30)):
        assert not [words for _, words in lines(client) if "余" not in words]


def test_an_activity_with_one_shift_that_fits_is_shown_with_that(listed: Town) -> None:
    activity = Shift.objects.get(activity__title="周三上午的活动").activity
    shift = listed.shift(activity)
    starts = clock.midnight(clock.local_date(clock.now()) + timedelta(days=next_day(6))) + timedelta(hours=9)
    Shift.objects.filter(pk=shift.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=1))
    assert "余" in dict(lines(of_age(listed, 15)))["周三上午的活动"]


def test_it_takes_no_statement_for_a_row(listed: Town, django_assert_max_num_queries: CaptureQueriesContext) -> None:
    young = of_age(listed, 15)
    young.get("/activities/")
    with django_assert_max_num_queries(100) as before:
        young.get("/activities/")
    for number in range(6):
        at(listed, f"又一个{number}", 2, 18, minors_welcome=False)
    with django_assert_max_num_queries(len(before)):
        young.get("/activities/")


def test_page_after_page_each_stands_once(listed: Town) -> None:
    for number in range(30):
        at(listed, f"又一个{number}", 3, 18, minors_welcome=bool(number % 2))
    young, seen, address = of_age(listed, 15), [], "/activities/"
    while address:
        page = young.get(address).content.decode()
        seen += [title for title, _ in lines(young, address)]
        more = re.search(r'href="([^"]*older=[^"]*)"', page)
        address = more[1].replace("&amp;", "&") if more else ""
        address = f"/activities/{address}" if address.startswith("?") else address
    assert len(seen) == len(set(seen)) == 34
