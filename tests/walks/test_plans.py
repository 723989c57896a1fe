"""No question that a page asks reads the whole of a table that grows with the years (C2)."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baiying.config import plans
from baiying.demo import builders, cast, load, queries

pytestmark = pytest.mark.django_db

_LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)"')
_ID = re.compile(r"/(?=[^/]*\d)[0-9a-z_-]{6,}(?=/|$|\?)|(?<==)[^&]*")
_NOT_READ = re.compile(r"\.(xlsx|csv|ics|json|pdf|svg)\b|/static/|log-out|/exports?/")
_MOST = 90
_STARTS = ("/", "/mine/", "/desk/", "/activities/", "/city/", "/teams/", "/sites/")


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The invented city, small, with statistics as autovacuum would have gathered them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load.load_demo(volunteers=300, progress=lambda *_: None, at=builders.NOW, seed=5)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
        transaction.set_rollback(True)
    queries.forget_answer()


def _walk(client: Client) -> Iterator[tuple[str, list[str]]]:
    """Each kind of page once, found along the links, with the statements that it asked."""
    seen: set[str] = set()
    ahead = list(_STARTS)
    while ahead and len(seen) < _MOST:
        address = ahead.pop(0)
        kind = _ID.sub("/*", address)
        if kind in seen or _NOT_READ.search(address):
            continue
        seen.add(kind)
        with CaptureQueriesContext(connection) as made:
            answer = client.get(address)
        assert answer.status_code < 500, address
        yield kind, [query["sql"] for query in made.captured_queries]
        if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
            ahead += [unescape(link) for link in _LINK.findall(answer.content.decode())]


def _whole_tables(sql: str) -> set[str]:
    """The growing tables of which the plan would read every row even where anything else is cheaper."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
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
    client = Client()
    known = {part.key for part in cast.PARTS}
    if key not in known:
        pytest.fail(f"nobody of the cast is called {key}: {sorted(known)}")
    assert client.post(f"/demo/log-ins/{key}/").status_code in {302, 303}
    asked: dict[str, str] = {}
    for kind, statements in _walk(client):
        for sql in statements:
            if sql.lstrip().upper().startswith(("SELECT", "WITH")):
                asked.setdefault(re.sub(r"'[^']*'|\b\d+\b", "?", sql), f"{kind}\n{sql}")
    assert len(asked) > 20
    found = {where: tables for where in asked.values() if (tables := _whole_tables(where.split("\n", 1)[1]))}
    assert not found, "\n\n".join(f"{sorted(tables)} at {where[:900]}" for where, tables in found.items())
