"""A merge of areas on which nothing hung is undone to the row; any other says what to do instead (R152)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django import app

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.kit import clock, facts
from baiying.people.models import Person
from baiying.places import actions
from baiying.places.facts import DivisionMerged
from baiying.places.models import Division, DivisionVersion, Population, Site
from tests.places.test_what_follows_a_merge import NEW, here, merge, table, year

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def rows() -> list[Any]:
    kinds: tuple[Any, ...] = (Division, DivisionVersion, Site)
    return [list(kind.objects.order_by("pk").values_list()) for kind in kinds]


def test_r152_what_became_part_of_another_comes_back_to_the_row(city: SmallCity, visit: Visit) -> None:
    into, old = city.villages[:2]
    before = rows()
    client = visit("sysadmin")
    row, _shown = merge(client, table([old]), {old.code: into.code})
    assert "撤销这次导入" in client.get(here(row)).content.decode()
    for _ in range(2):
        assert client.post(f"{here(row)}undoing/").status_code == 303
    assert rows() == before


def test_r152_a_station_that_went_along_goes_back(city: SmallCity, visit: Visit) -> None:
    into, old = city.villages[:2]
    Site.objects.filter(division=into).update(division=city.villages[2].parent)
    before = rows()
    client = visit("sysadmin")
    row, _shown = merge(client, table([old]), {old.code: into.code})
    assert Site.objects.get(division=into).pk == city.sites[old.pk].pk
    assert client.post(f"{here(row)}undoing/").status_code == 303
    assert rows() == before


def test_r152_two_that_became_a_new_one_come_back_with_their_stations(city: SmallCity, visit: Visit) -> None:
    one, two = city.villages[:2]
    before = rows()
    client = visit("sysadmin")
    content = table([one, two], f"{NEW},槐钟社区,village,{one.parent.code}")
    row, _shown = merge(client, content, {one.code: NEW, two.code: NEW})
    assert client.post(f"{here(row)}undoing/").status_code == 303
    assert rows() == before


def test_r152_what_was_planned_since_at_a_station_that_went_along_is_not_left_behind(
    city: SmallCity, visit: Visit
) -> None:
    into, old = city.villages[:2]
    Site.objects.filter(division=into).update(division=city.villages[2].parent)
    client = visit("sysadmin")
    row, _shown = merge(client, table([old]), {old.code: into.code})
    site = Site.objects.get(division=into)
    team = builders.team(builders.body("总队", area=into), "护河队", area=into)
    assert "撤销这次导入" in client.get(here(row)).content.decode(), "what hangs on the area alone goes nowhere"
    today = clock.local_date(clock.now())
    planned = builders.activity(team, builders.account(), title="清洁", area=into, starts_on=today, ends_on=today)
    type(planned).objects.filter(pk=planned.pk).update(site_id=site.pk)
    page = client.get(here(row)).content.decode()
    assert "之后在那里又安排了活动" in page
    assert site.name in page
    assert "撤销这次导入" not in page
    client.post(f"{here(row)}undoing/")
    assert Site.objects.get(pk=site.pk).division_id == into.pk


def test_r152_where_something_hung_on_it_the_page_says_what_to_do_instead(city: SmallCity, visit: Visit) -> None:
    into, old = city.villages[:2]
    builders.person("柳青", residence=old)
    client = visit("sysadmin")
    row, shown = merge(client, table([old]), {old.code: into.code})
    assert "确认以后这次导入不能撤销" in shown
    page = client.get(here(row)).content.decode()
    assert "请另传一份列有原区划的表" in page
    assert "撤销这次导入" not in page
    client.post(f"{here(row)}undoing/")
    assert Division.objects.get(pk=old.pk).successor_id == into.pk


def test_r152_a_count_that_was_added_is_something(city: SmallCity, visit: Visit) -> None:
    into, old = city.villages[:2]
    for area in (into, old):
        builders.population(area, 300, year=year() - 1)
    row, _shown = merge(visit("sysadmin"), table([old]), {old.code: into.code})
    assert Population.objects.filter(division=into, year=year()).exists()
    assert "不能撤销" in actions.why_not_undone(row)


@pytest.mark.parametrize("room", ["people", "teams", "accounts", "activities", "complaints"])
def test_r152_a_room_that_hears_late_of_a_merge_that_was_undone_moves_nothing(
    city: SmallCity, visit: Visit, room: str
) -> None:
    into, old = city.villages[:2]
    client = visit("sysadmin")
    row, _shown = merge(client, table([old]), {old.code: into.code})
    client.post(f"{here(row)}undoing/")
    person = builders.person("柳青", residence=old)
    team = builders.team(builders.body("总队", area=old), "护河队", area=old)
    held = builders.appointment(builders.account(), "place_staff", old)
    today = clock.local_date(clock.now())
    activity = builders.activity(team, builders.account(), title="清洁", area=old, starts_on=today, ends_on=today)
    complaint = builders.complaint(old, account=None)
    app.tasks[f"{room}.follow_merged"].func(**facts.plain(DivisionMerged(old.pk, into.pk)))
    assert Person.objects.get(pk=person.pk).residence_id == old.pk
    for one in (team, held, activity, complaint):
        one.refresh_from_db()
        assert one.area_id == old.pk
