"""A site's days and rooms: what residents read before they go, and what its office says, takes back, puts back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.places import opening_words, queries
from baiying.places.models import CalendarDay, Site, SiteDay, SiteRoom

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
# A Monday.
MONDAY = date(2026, 12, 7)


@pytest.fixture
def city(db: None) -> SmallCity:
    found = builders.small_city()
    Site.objects.filter(pk=found.site.pk).update(
        state="built", opening_hours="周一至周五 8:30-12:00、14:00-17:30；周六 9:00-12:00"
    )
    found.site.refresh_from_db()
    return found


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.midnight(day) + timedelta(hours=hour, minutes=minute)


def said(site: Site, when: datetime) -> str:
    found = opening_words.today(queries.open_today([site], when)[site.pk])
    return found.text if found else ""


def page_of(site: Site) -> str:
    return f"/desk/places/coverage/sites/{site.public_id}/opening/"


def enter(office: Client, site: Site, first: date, last: date, hours: str = "", reason: str = "设备检修") -> Any:
    given = {"first_day": first.isoformat(), "last_day": last.isoformat(), "hours": hours, "reason": reason}
    return office.post(page_of(site), given)


def test_what_residents_read_through_a_week(city: SmallCity) -> None:
    site, sunday, saturday = city.site, MONDAY + timedelta(days=6), MONDAY + timedelta(days=5)
    assert said(site, at(MONDAY, 8)) == "现在没有开，8:30 开门"
    assert said(site, at(MONDAY, 8, 30)) == "现在开放，到 12:00"
    assert said(site, at(MONDAY, 12)) == "现在没有开，14:00 开门"
    assert said(site, at(MONDAY, 17, 30)) == "今天已经关门"
    assert said(site, at(saturday, 9)) == "现在开放，到 12:00"
    assert said(site, at(sunday, 9)) == "今天不开放"


def test_a_public_holiday_of_which_nothing_is_said_is_not_guessed(city: SmallCity) -> None:
    CalendarDay.objects.create(day=MONDAY, is_working=False, name="元旦")
    assert "先打电话" in said(city.site, at(MONDAY, 9))
    city.site.opening_hours += "；节假日 9:00-11:00"
    assert said(city.site, at(MONDAY, 9)) == "现在开放，到 11:00"
    # A Saturday that the notice makes a working day is as the site's Saturday, unless it speaks of working days.
    saturday = MONDAY + timedelta(days=5)
    CalendarDay.objects.create(day=saturday, is_working=True, name="调休")
    assert said(city.site, at(saturday, 14)) == "今天已经关门"
    city.site.opening_hours = "工作日 8:30-17:30"
    assert said(city.site, at(saturday, 14)) == "现在开放，到 17:30"


def test_a_day_that_is_otherwise_stands_above_the_week_and_the_holiday(city: SmallCity, visit: Visit) -> None:
    office, site = visit("city_office", city.city), city.site
    today = clock.local_date(clock.now())
    for _ in range(2):
        assert enter(office, site, today, today + timedelta(days=2)).status_code == 303
    row = SiteDay.objects.get()
    assert said(site, clock.now()) == "今天不开放（设备检修）"
    public = Client().get(f"/sites/{site.public_id}/").content.decode()
    assert "今天不开放（设备检修）" in public
    assert public.count("设备检修") == 2, "today, and among the days to come"
    for _ in range(2):
        assert office.post(f"/desk/places/site-days/{row.public_id}/end/").status_code == 303
    assert "设备检修" not in Client().get(f"/sites/{site.public_id}/").content.decode()
    CalendarDay.objects.create(day=today, is_working=False, name="元旦")
    assert enter(office, site, today, today, "0:00–24:00", "值班").status_code == 303
    assert said(site, clock.now()) == "现在开放，到 24:00（值班）"
    refused = office.post(f"/desk/places/site-days/{row.public_id}/again/", follow=True).content.decode()
    assert "已经有一天另外写过了" in refused
    actions = list(
        AuditEvent.objects.filter(action__startswith="SiteDays").order_by("id").values_list("action", flat=True)
    )
    assert actions == ["SiteDaysSaid", "SiteDaysWithdrawn", "SiteDaysSaid"]


def test_days_that_cannot_be_are_refused_at_their_field_and_nothing_typed_is_lost(
    city: SmallCity, visit: Visit
) -> None:
    office, site = visit("city_office", city.city), city.site
    today = clock.local_date(clock.now())
    assert enter(office, site, today, today + timedelta(days=366)).status_code == 303
    for first, last, hours, words in (
        (today, today - timedelta(days=1), "", "不能早于第一天"),
        (today - timedelta(days=2), today - timedelta(days=1), "", "已经过去了"),
        (today, today + timedelta(days=367), "", "最多提前一年"),
        (today, today, "看情况", "没有读懂这个时间"),
        (today + timedelta(days=366), today + timedelta(days=366), "", "另外写过了"),
    ):
        answer = enter(office, site, first, last, hours, "上面的检查")
        page = answer.content.decode()
        assert (answer.status_code, words in page, "上面的检查" in page) == (422, True, True), words
    assert SiteDay.objects.count() == 1


def test_the_database_keeps_one_word_a_day(city: SmallCity) -> None:
    given = {"site": city.site, "reason": "试", "said_at": builders.NOW}
    SiteDay.objects.create(first_day=MONDAY, last_day=MONDAY, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteDay.objects.create(first_day=MONDAY - timedelta(days=1), last_day=MONDAY, **given)
    SiteDay.objects.create(first_day=MONDAY, last_day=MONDAY, withdrawn_at=builders.NOW, **given)


def test_rooms_are_shown_to_everybody_and_taken_back_and_put_back(city: SmallCity, visit: Visit) -> None:
    office, site = visit("city_office", city.city), city.site
    rooms = f"/desk/places/coverage/sites/{site.public_id}/rooms/"
    given = {"name": "多功能厅", "seats": "80", "how": "提前两天打电话，免费"}
    for _ in range(2):
        assert office.post(rooms, given).status_code == 303
    public = Client().get(f"/sites/{site.public_id}/").content.decode()
    assert ("多功能厅" in public, "80 个座位" in public, "提前两天打电话" in public) == (True, True, True)
    other = office.post(rooms, given | {"seats": "60"})
    assert (other.status_code, "已经有一个叫这个名字的场地" in other.content.decode()) == (422, True)
    assert office.post(rooms, given | {"name": "书屋", "seats": "0"}).status_code == 422
    row = SiteRoom.objects.get()
    office.post(f"/desk/places/site-rooms/{row.public_id}/end/")
    assert "多功能厅" not in Client().get(f"/sites/{site.public_id}/").content.decode()
    office.post(f"/desk/places/site-rooms/{row.public_id}/again/")
    assert "多功能厅" in Client().get(f"/sites/{site.public_id}/").content.decode()


def test_another_countys_office_and_residents_say_nothing_of_a_site(city: SmallCity, visit: Visit) -> None:
    today = clock.local_date(clock.now())
    row = SiteRoom.objects.create(site=city.site, name="厅", seats=3, said_at=builders.NOW)
    for who in (visit("county_office", city.counties[1]), Client()):
        assert enter(who, city.site, today, today).status_code in {302, 303, 403, 404}
        assert who.post(f"/desk/places/site-rooms/{row.public_id}/end/").status_code in {302, 303, 403, 404}
    row.refresh_from_db()
    assert (row.withdrawn_at, SiteDay.objects.count()) == (None, 0)


def test_in_english_the_reason_stands_in_english_brackets(city: SmallCity) -> None:
    SiteDay.objects.create(site=city.site, first_day=MONDAY, last_day=MONDAY, reason="检修", said_at=builders.NOW)
    with translation.override("en"):
        assert said(city.site, at(MONDAY, 9)) == "Closed today (检修)"


def test_what_is_not_read_whole_is_said_to_the_office_and_nothing_to_residents(city: SmallCity, visit: Visit) -> None:
    Site.objects.filter(pk=city.site.pk).update(opening_hours="农忙时早晚各两小时")
    office = visit("city_office", city.city).get(page_of(city.site)).content.decode()
    assert "没有全部读懂" in office
    public = Client().get(f"/sites/{city.site.public_id}/").content.decode()
    assert "农忙时早晚各两小时" in public
    assert "现在开放" not in public
