"""A notice names kinds of teams as its area calls them today (R022), those of areas below among them."""

import re
from datetime import timedelta
from typing import Any

import pytest

from baiying.circulars.models import Circular
from baiying.kit import clock
from baiying.teams import actions, queries
from baiying.teams.models import TeamCategory
from tests.circulars.conftest import Office
from tests.circulars.test_pages import given

pytestmark = pytest.mark.django_db


def called(name: str, days: int = 0) -> actions.Called:
    return actions.Called(name, "", clock.local_date(clock.now()) + timedelta(days=days))


def kinds(page: str) -> dict[str, str]:
    """The kinds that the form offers, by code."""
    found = re.findall(r'name="teams" value="([^"]+)"[^>]*><span>([^<]+)<', page)
    return dict(found)


def test_the_form_and_the_notice_say_what_the_area_calls_a_kind(client_as: Any, city: Any, office: Office) -> None:
    kind = TeamCategory.objects.filter(area=None).order_by("position")[0]
    at, actor = clock.now(), office.actor()
    boss = client_as("city")
    url = boss.post("/desk/circulars/new/", given(city.city, levels=[], teams=[kind.code])).url
    assert f"{kind.name}队伍" in boss.get(url).content.decode()
    for name, days in (("理论宣讲轻骑兵", 0), ("明年的名称", 30)):
        actions.call_category(
            category_id=kind.pk, area_id=city.city.pk, called=called(name, days), actor=actor, at=at
        )  # fmt: skip
    page = boss.get(url).content.decode()
    assert "理论宣讲轻骑兵队伍" in page
    assert f"{kind.name}队伍" not in page
    assert kinds(boss.get("/desk/circulars/new/").content.decode())[kind.code] == "理论宣讲轻骑兵"
    row = Circular.objects.get()
    assert row.audience["teams"] == [kind.code], "kept by its code, not by a name that changes"


def test_a_kind_of_a_county_is_named_with_it_and_one_of_elsewhere_is_not_there(
    client_as: Any, city: Any, office: Office
) -> None:
    at, actor = clock.now(), office.actor()
    actions.add_category(area_id=city.counties[0].pk, called=called("护河"), actor=actor, at=at)
    own = TeamCategory.objects.get(area=city.counties[0])
    boss = client_as("city")
    assert kinds(boss.get("/desk/circulars/new/").content.decode())[own.code] == f"护河（{city.counties[0].name}）"
    day = clock.local_date(at)
    assert [one.name for one in queries.kinds_reached(city.counties[0].path, day)].count("护河") == 1
    assert own.code not in {one.code for one in queries.kinds_reached(city.counties[1].path, day)}


def test_one_that_has_ended_still_reaches_its_teams(client_as: Any, city: Any, office: Office) -> None:
    kind = TeamCategory.objects.filter(area=None).order_by("position")[0]
    actions.end_category(
        category_id=kind.pk, area_id=city.city.pk, from_on=clock.local_date(clock.now()), actor=office.actor(),
        at=clock.now(),
    )  # fmt: skip
    boss = client_as("city")
    assert kind.code in kinds(boss.get("/desk/circulars/new/").content.decode())
    assert boss.post("/desk/circulars/new/", given(city.city, levels=[], teams=[kind.code])).status_code == 303
