"""U40 over 660,000: a night reads people piece by piece, and what they did by their ids; no table from end to end."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baiying.people import actions
from tests.people import asleep
from tests.people.asleep import FIRST, sleeper, with_account
from tests.people.world import Area
from tests.walks.test_plans import _whole_tables

pytestmark = pytest.mark.django_db


def test_u40_a_night_and_a_morning_read_no_growing_table_whole(area: Area) -> None:
    for n in range(3):
        with_account(sleeper(area.village, phone=f"1991234007{n}"))
    asleep.let_begin(area.county)
    with CaptureQueriesContext(connection) as asked:
        actions.find_sleeping(at=FIRST)
        actions.tend_sleeping(at=FIRST)
    statements = {one["sql"] for one in asked.captured_queries if one["sql"].lstrip().upper().startswith("SELECT")}
    assert len(statements) > 20
    found = {sql[:300]: tables for sql in statements if (tables := _whole_tables(sql))}
    assert not found
