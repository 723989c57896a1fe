"""Where a table holds the province too, near still begins at the county: of another county nothing is one's own."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock
from baiying.places import queries as places
from tests.cast import log_in

pytestmark = pytest.mark.django_db


def _tree() -> dict[str, Any]:
    province = builders.division("豫州省", "province", "430000000000")
    city = builders.division("许州市", "city", "439900000000", province)
    here = builders.division("清河区", "county", "439902000000", city)
    there = builders.division("柳林县", "county", "439921000000", city)
    street = builders.division("东关街道", "township", "439902001000", here)
    far = builders.division("梨园镇", "township", "439921001000", there)
    return {
        "city": city,
        "own": builders.division("槐树社区", "village", "439902001001", street),
        "beside": builders.division("钟楼社区", "village", "439902001002", street),
        "county": builders.division("前柳村", "village", "439902002001", here),
        "beyond": builders.division("梨东村", "village", "439921001001", far),
    }


@pytest.fixture
def tree(cast: dict[str, the_cast.Member]) -> dict[str, Any]:
    found = _tree()
    leader = cast["leader"].account
    account = builders.account()
    cast["neighbour"] = replace(
        cast["volunteer"], account=account, person=builders.person(residence=found["own"], account=account)
    )
    for name in ("beyond", "county", "beside", "own"):
        body = builders.body(area=found[name])
        activity = builders.activity(
            builders.team(body), leader, title=f"在{found[name].name}", area=found[name], at=clock.now()
        )
        builders.shift(activity, at=clock.now())
    return found


def test_the_way_down_begins_at_the_city(tree: dict[str, Any]) -> None:
    own = tree["own"]
    assert places.from_city(own.path) == tuple(own.path[1:])
    assert places.from_city(tree["city"].path[:1]) == ()
    assert places.from_city(()) == ()


def test_a_line_says_how_near_and_the_nearest_comes_first(
    tree: dict[str, Any], cast: dict[str, the_cast.Member]
) -> None:
    page = log_in(cast["neighbour"]).get("/activities/").content.decode()
    places_named = ["在槐树社区", "在钟楼社区", "在前柳村", "在梨东村"]
    assert sorted(places_named, key=page.index) == places_named
    after = {name: page[page.index(name) :].split("</li>")[0] for name in places_named}
    said = ("本村（社区）", "本乡镇（街道）", "本县（市、区）")
    assert [[word for word in said if word in after[name]] for name in places_named] == [
        [said[0]],
        [said[1]],
        [said[2]],
        [],
    ]


def test_teams_of_the_own_county_come_before_others(
    tree: dict[str, Any], cast: dict[str, the_cast.Member], client: Client
) -> None:
    page = log_in(cast["neighbour"]).get("/teams/").content.decode()
    assert page.index("槐树社区") < page.index("前柳村") < page.index("梨东村")
