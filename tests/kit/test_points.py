"""Points in addresses: read if they lie in or near China, and nothing that is typed makes a fault."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.kit.values.points import point

pytestmark = pytest.mark.rules


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("34.62,112.45", (34.62, 112.45)),
        (" 34.62 , 112.45 ", (34.62, 112.45)),
        ("3.01,73.01", (3.01, 73.01)),
        ("53.99,135.99", (53.99, 135.99)),
        ("3,112", None),
        ("54,112", None),
        ("34,73", None),
        ("34,136", None),
        # Changed about, or a sign forgotten.
        ("112.45,34.62", None),
        ("-34.62,112.45", None),
        ("nan,112", None),
        ("34,nan", None),
        ("inf,112", None),
        ("34.62", None),
        ("34.62,112.45,7", None),
        ("34.62;112.45", None),
        ("北,东", None),
        ("", None),
        (None, None),
    ],
)
def test_a_point_is_read_or_nothing(text: str | None, found: tuple[float, float] | None) -> None:
    assert point(text) == found


@given(st.text(max_size=30) | st.builds("{},{}".format, st.floats(), st.floats()))
def test_no_text_makes_a_fault_and_what_is_read_is_a_place(text: str) -> None:
    found = point(text)
    assert found is None or all(math.isfinite(part) for part in found)
