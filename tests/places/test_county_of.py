"""The county of a place is one thing, said by Python and by SQL (every large table keeps it)."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from baiying.kit import audit, clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import system
from baiying.places import queries
from baiying.places.models import Division
from tests.activities.makers import division

pytestmark = pytest.mark.django_db

_BELOW = {"city": ("county", "township"), "county": ("township",), "township": ("village",), "village": ()}


def _in_sql(path: list[int]) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT places_county_of(%s)", [path])
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


@settings(max_examples=20)
@given(choices=st.lists(st.integers(0, 50), min_size=1, max_size=14))
def test_both_find_the_same_county(choices: list[int]) -> None:
    made: list[Division] = [division("甲市", "city")]
    for n, choice in enumerate(choices):
        parent = made[choice % len(made)]
        levels = _BELOW[parent.level]
        if levels:
            made.append(division(f"地{n}", levels[choice % len(levels)], parent))
    for one in made:
        above = [d for d in made if d.pk in one.path and d.level == "county"]
        expected = above[0].pk if above else None
        assert queries.county_id_of(one.path) == _in_sql(list(one.path)) == expected, one


def test_an_audit_row_keeps_the_county_of_its_area() -> None:
    """Written one by one or many at once; a city without counties, or no area at all, leaves it empty."""
    city = division("甲市", "city")
    county = division("乙县", "county", city)
    village = division("丙村", "village", division("丁镇", "township", county))
    street = division("戊街道", "township", city)
    expected = {village.pk: county.pk, county.pk: county.pk, street.pk: None, city.pk: None, None: None}
    for area in expected:
        audit.record("TriedOut", actor=system("test"), at=clock.now(), area_id=area)
        audit.record_many("TriedOut", actor=system("test"), at=clock.now(), subject="x", rows=[(1, {})], area_id=area)
    found = AuditEvent.objects.filter(action="TriedOut").values_list("area_id", "county_id")
    assert sorted(found, key=str) == sorted([*expected.items(), *expected.items()], key=str)
