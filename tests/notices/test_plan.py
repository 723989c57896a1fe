"""What a reader’s page asks of a hundred million messages: found by an index, never read from end to end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from baiying.notices import queries
from baiying.notices.models import Message

pytestmark = pytest.mark.django_db

# At night nothing goes with anything.
_NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def plan(rows: "QuerySet[Any]") -> str:
    statement, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        # In a table of a few rows reading it all is cheapest; what is asked is whether there is another way.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (lambda: queries.inbox_of("lin")[:31], "inbox"),
        (lambda: queries.inbox_of("lin").filter(read_at__isnull=True).order_by(), "inbox"),
        (lambda: queries.copy_of("lin")[:500], "inbox"),
        (lambda: queries.held_beside(_waits(), _NOON), "address_hash"),
    ],
)
def test_each_question_of_a_page_has_its_index(rows: Any, index: str) -> None:
    found = plan(rows())
    assert "Seq Scan on notices_message" not in found, found
    assert "Index" in found
    assert index in found


def _waits() -> Message:
    """One that waited for this morning."""
    return Message(channel="sms", address_hash=b"x", written_at=_NOON - timedelta(days=60))
