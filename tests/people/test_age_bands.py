"""The bands of age keep the lines that laws draw."""

from datetime import date, timedelta

import pytest

from baiying.people import rules

pytestmark = pytest.mark.rules


@pytest.mark.law("LL-15")
@pytest.mark.parametrize("age", [8, 14, 16, 18])
def test_a_band_ends_at_every_age_of_the_law(age: int) -> None:
    born = date(2000, 6, 15)
    birthday = date(2000 + age, 6, 15)
    assert rules.age_band(born, birthday - timedelta(days=1)) != rules.age_band(born, birthday)
