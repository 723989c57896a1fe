"""The county of a place is one thing, said by Python and by SQL (every large table keeps it)."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

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
