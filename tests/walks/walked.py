"""Each kind of page that somebody of the cast is led to in the invented city, found along the links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baiying.demo import builders, cast, load, queries
from baiying.ui import listing

_LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)"')
_ID = re.compile(r"/(?=[^/]*\d)[0-9a-z_-]{6,}(?=/|$|\?)|(?<==)[^&]*")
_NOT_READ = re.compile(r"\.(xlsx|csv|ics|json|pdf|svg)\b|/static/|log-out|/exports?/")
_MOST = 90
_STARTS = ("/", "/mine/", "/desk/", "/activities/", "/city/", "/teams/", "/sites/")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a kind, the statements that it asked, and its text where it is one."""

    kind: str
    address: str
    statements: list[str]
    text: str
    rows: int
    """How many rows a full page of its list has; 0 where it shows none of the offices' lists."""


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


def come_in(key: str) -> Client:
    """A browser of a member of the cast."""
    known = {part.key for part in cast.PARTS}
    if key not in known:
        pytest.fail(f"nobody of the cast is called {key}: {sorted(known)}")
    client = Client()
    assert client.post(f"/demo/log-ins/{key}/").status_code in {302, 303}
    return client


def _rows(answer: Any) -> int:
    shown = answer.context.get("list") if answer.context else None
    return shown.listing.size if isinstance(shown, listing.Shown) else 0


def walk(client: Client) -> Iterator[Page]:
    """Each kind of page once."""
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
        is_page = answer.status_code == 200 and "html" in answer.headers.get("Content-Type", "")
        text = answer.content.decode() if is_page else ""
        yield Page(kind, address, [query["sql"] for query in made.captured_queries], text, _rows(answer))
        ahead += [unescape(link) for link in _LINK.findall(text)]
