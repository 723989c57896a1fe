"""A site is found by what people type: its sound, its initials, a wrong sign; and nothing found proposes (P11)."""

from datetime import date

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.kit.values import finding
from baiying.places import actions
from baiying.places.models import Division, Site
from tests.activities.makers import Town, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    return Town()


def site(area: Division, name: str) -> Site:
    return Site.objects.create(
        division=area,
        level="station",
        name=name,
        terms=finding.terms(name),
        state="built",
        state_since=date(2024, 1, 1),
    )


@pytest.mark.parametrize("typed", ["柳树", "liushu", "lsc", "柳树\u200b村", "流树村", "柳数村"])
def test_a_site_is_found_by_sound_initials_and_a_wrong_sign(town: Town, client: Client, typed: str) -> None:
    site(town.village, "柳树村实践站")
    site(town.other_village, "松岭村实践站")
    page = client.get("/sites/", {"q": typed}).content.decode()
    assert "柳树村实践站" in page
    assert "松岭村实践站" not in page
    assert ("读音或写法相近" in page) == (typed in ("流树村", "柳数村"))


def test_a_site_is_found_by_the_name_that_was_just_given_to_it(town: Town, client: Client) -> None:
    row = site(town.village, "柳树村实践站")
    actions.describe_site(
        site_id=row.pk, name="大槐树志愿驿站", address="", phone="", opening_hours="", longitude=None, latitude=None,
        actor=actor(town.admin), at=clock.now(),
    )  # fmt: skip
    assert "大槐树志愿驿站" in client.get("/sites/?q=dahuaishu").content.decode()


def test_what_no_site_is_called_is_looked_for_in_the_other_lists(town: Town, client: Client) -> None:
    site(town.village, "柳树村实践站")
    town.shift(town.activity("河岸清洁日"))
    page = client.get("/sites/?q=打扫").content.decode()
    assert "在活动里找“打扫”" in page
    assert "/activities/?q=%E6%89%93%E6%89%AB" in page
    assert "1 个活动" in page
    page = client.get("/sites/?q=龙门石窟").content.decode()
    assert "里找“" not in page
