"""No question that a page asks reads the whole of a table that grows with the years (C2)."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from baiying.activities import queries as activities
from baiying.activities.models import Activity
from baiying.config import plans
from baiying.demo import builders
from tests.walks.walked import city as city
from tests.walks.walked import come_in, walk

pytestmark = pytest.mark.django_db


def _whole_tables(sql: str) -> set[str]:
    """The growing tables of which the plan would read every row even where anything else is cheaper."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # A statement that the database keeps ready comes without its values, and is planned without them.
        cursor.execute(f"EXPLAIN (FORMAT JSON{', GENERIC_PLAN' if '$1' in sql else ''}) {sql}")
        (found,) = cursor.fetchone()
        cursor.execute("SET LOCAL enable_seqscan = on")
    plan = found if isinstance(found, list) else json.loads(found)
    return {table for node in _nodes(plan[0]["Plan"]) if (table := _read_whole(node))}


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _read_whole(node: dict[str, Any]) -> str:
    return plans.growing(node["Relation Name"]) if node["Node Type"] == "Seq Scan" else ""


@pytest.mark.parametrize(
    "key", ["volunteer", "leader", "clerk", "deputy", "unit_admin", "county", "city", "auditor", "sysadmin"]
)
def test_no_page_reads_a_growing_table_from_end_to_end(city: None, key: str) -> None:
    asked: dict[str, str] = {}
    for page in walk(come_in(key)):
        for sql in page.statements:
            if sql.lstrip().upper().startswith(("SELECT", "WITH")):
                asked.setdefault(re.sub(r"'[^']*'|\b\d+\b", "?", sql), f"{page.kind}\n{sql}")
    assert len(asked) > 20
    found = {where: tables for where in asked.values() if (tables := _whole_tables(where.split("\n", 1)[1]))}
    assert not found, "\n\n".join(f"{sorted(tables)} at {where[:900]}" for where, tables in found.items())


_COPIES = """
INSERT INTO activities_activity ({columns}, public_id)
SELECT {columns}, substr(md5(id::text || '-' || n), 1, 12) FROM
  (SELECT * FROM activities_activity ORDER BY id LIMIT 40) sample, generate_series(1, 100) n
"""
_COMING = """
INSERT INTO activities_shift
  (public_id, post_id, activity_id, starts_at, ends_at, places, taken, break_minutes, call_off_reason)
SELECT substr(md5(a.id::text), 1, 12), (SELECT min(id) FROM activities_post), a.id,
       %(at)s::timestamptz + interval '5 days', %(at)s::timestamptz + interval '5 days 2 hours',
       9, 0, 0, '' FROM activities_activity a
"""


@pytest.mark.parametrize("typed", ["植物园", "zhiwuyuan", "植物园导览"])
def test_a_search_asks_the_index_of_terms_when_there_is_much_to_search(city: None, typed: str) -> None:
    """Neither what is found nor what says the words as typed is read out of the rows one by one."""
    at = builders.NOW
    asked: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "WITH shown" in sql:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.cursor() as cursor:
        columns = [f.column for f in Activity._meta.concrete_fields if f.column not in ("id", "public_id")]
        cursor.execute(_COPIES.format(columns=", ".join(columns)))
        cursor.execute(_COMING, {"at": at})
        # What was just written waits beside the index until it is put in, and makes asking it look dear.
        cursor.execute("SELECT gin_clean_pending_list('activities_listed_keys')")
        cursor.execute("ANALYZE activities_activity, activities_listed, activities_shift")
        meaning = activities.meaning(typed, [], at)
        with connection.execute_wrapper(keep):
            activities.stretch(activities.Filters(meaning=meaning), at)
        cursor.execute(f"EXPLAIN (FORMAT JSON) {asked[0][0]}", asked[0][1])
        (found,) = cursor.fetchone()
        transaction.set_rollback(True)
    plan = found if isinstance(found, list) else json.loads(found)
    nodes = list(_nodes(plan[0]["Plan"]))
    assert "activities_listed_keys" in {node.get("Index Name") for node in nodes}
    assert not {"activities_activity", "activities_listed"} & {
        n.get("Relation Name") for n in nodes if n["Node Type"] == "Seq Scan"
    }
