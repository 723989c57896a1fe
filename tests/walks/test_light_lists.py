"""No list of an office is heavier than a slow line carries in a moment: a whole page of it stays under 60 kB."""

import re

import pytest

from tests.walks.walked import city as city
from tests.walks.walked import come_in, walk

pytestmark = pytest.mark.django_db

HEAVIEST = 60_000
_ROW = re.compile(r"<tr data-row>.*?</tr>", re.DOTALL)


@pytest.mark.parametrize("key", ["leader", "clerk", "reviewer", "unit_admin", "county", "city", "auditor", "secadmin"])
def test_a_page_full_of_rows_stays_light(city: None, key: str) -> None:
    """Where the invented city has fewer rows than a page holds, the page is reckoned full of such as it has."""
    weights: dict[str, int] = {}
    for page in walk(come_in(key)):
        rows = [len(row.encode()) for row in _ROW.findall(page.text)]
        if page.rows or "data-groups" in page.text:
            lacking = max(0, page.rows - len(rows))
            weights[page.address] = len(page.text.encode()) + lacking * sum(rows) // max(1, len(rows))
    assert weights, "no list was come by"
    heavy = {address: weight for address, weight in weights.items() if weight >= HEAVIEST}
    assert not heavy, f"{heavy}; the others {sorted(weights.values())}"
