"""An area is found however its name is spaced, by its sound, by initials, and by its office's name."""

import pytest
from django.test import Client

from baiying.places import queries
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


@pytest.mark.parametrize(
    "typed",
    [
        "柳林 社区",
        " 柳　林",
        "liulin",
        "Liulin",
        "Liu Lin",
        "llsq",
        "LLSQ",
        "Liulin community",
        "柳林居委会",
        "柳林村委会",
    ],
)
def test_an_area_is_found(area: Area, typed: str) -> None:
    names = [one.name for one in queries.divisions_named(typed)]
    assert "柳林社区" in names, names
    assert "桥头村" not in names


@pytest.mark.parametrize("typed", ["", "   ", "community", "qqqq", "%", "li_lin"])
def test_what_is_nothing_finds_nothing(area: Area, typed: str) -> None:
    assert queries.divisions_named(typed) == []


def test_it_is_found_within_the_own_area_only(area: Area) -> None:
    assert "桥头村" in {one.name for one in queries.divisions_named("qiaotou", within_id=area.other_county.pk)}
    assert queries.divisions_named("qiaotou", within_id=area.county.pk) == []


def test_the_page_finds_it_and_its_advice_names_pinyin(client: Client, area: Area) -> None:
    assert "柳林社区" in client.get("/areas/choose/?q=liu+lin").content.decode()
    assert "可以写拼音" in client.get("/areas/choose/?q=zzzz").content.decode()
    english = client.get("/areas/choose/?q=zzzz", headers={"accept-language": "en"}).content.decode()
    assert "pinyin" in english
    assert "village committee" not in english
