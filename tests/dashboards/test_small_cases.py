"""A target is kept as it was typed or asked about; a city without anybody says what to do next (O21)."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from baiying.figures import actions
from baiying.figures.models import Target
from baiying.kit import clock
from baiying.places.models import Division
from tests.figures import rows

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
City = dict[str, Division]


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [("0.15%", "0.0015", "0.15%"), ("15", "0.15", "15.0%"), ("12.25", "0.1225", "12.25%"), ("１５％", "0.15", "15.0%")],
)
def test_o21_a_target_is_kept_and_shown_as_typed(city: City, visit: Visit, typed: str, kept: str, shown: str) -> None:
    office = visit("county_office", city["a"])
    url = f"/desk/figures/targets/{city['a'].public_id}/"
    sent = {"measure": "registration_rate", "value": typed, "words": "要点"}
    assert office.post(url, sent).status_code == 303
    assert Target.objects.get().value == Decimal(kept)
    assert shown in office.get(url).content.decode()


@pytest.mark.parametrize(("typed", "asked"), [("0.15", "是 0.15% 还是 15%"), ("12.345", "最多两位小数")])
def test_o21_what_may_mean_two_things_is_asked(city: City, visit: Visit, typed: str, asked: str) -> None:
    office = visit("county_office", city["a"])
    url = f"/desk/figures/targets/{city['a'].public_id}/"
    answer = office.post(url, {"measure": "registration_rate", "value": typed, "words": "要点"})
    assert answer.status_code == 422
    assert asked in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()
    assert not Target.objects.exists()


@pytest.mark.parametrize("role", ["", "city_office"])
def test_o21_a_city_without_anybody_says_what_to_do_and_draws_no_axes(areas: City, visit: Visit, role: str) -> None:
    client = visit(role, areas["city"]) if role else visit()
    text = client.get(f"/city/{areas['city'].public_id}/").content.decode()
    assert "这里还没有数字" in text
    assert "还没有人" not in text
    assert "data-chart" not in text
    # The way down stays.
    assert f"/city/{areas['a'].public_id}/" in text
    assert ("录入人口" in text) == bool(role)


def test_o21_hours_are_no_empty_page(areas: City, visit: Visit) -> None:
    rows.entry(rows.person(areas["a11"]), 60, day=clock.local_date(clock.now()).replace(month=1, day=1))
    actions.roll_up(at=clock.now())
    text = visit("city_office", areas["city"]).get(f"/city/{areas['city'].public_id}/").content.decode()
    assert "这里还没有数字" not in text
