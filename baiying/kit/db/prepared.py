"""Statements that the database keeps ready, for the few that everybody who presses pays for (the hot paths).

The mapper sends each statement as text with its values in it, to be read and planned anew. Here the text goes once to
each connection, and after that only the values: half the time of a small read. A statement kept so must not depend on
what a connection was told before, and names its columns.
"""

from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.postgresql import base

# The stubs know only of the cursors that Django hands out by itself.
_ServerBinding: Any = base.ServerBindingCursor


class _Said(NamedTuple):
    query: bytes


class _Kept(_ServerBinding):  # type: ignore[misc]
    def execute(self, query: Any, params: Any = None) -> Any:
        try:
            return super().execute(query, params, prepare=True)
        finally:
            if connection.queries_logged:
                # Django's list of statements reads it here; as for all others, with the values in it.
                ours: Any = connection.ops
                self._query = _Said(ours.compose_sql(query, params).encode())


def one(statement: str, values: Any) -> Any:
    """The first row of the statement, or None.

    It is counted, timed and refused like every statement of the mapper. With BAIYING_PREPARED=0 nothing is kept: for
    a pooler that gives each transaction another connection and knows nothing of prepared statements.
    """
    ours: Any = connection
    ours.close_if_health_check_failed()
    ours.ensure_connection()
    with ours._prepare_cursor(_Kept(ours.connection)) as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()
