"""HTTP tests run as the application role: the rows are made by the owner, but every request comes as in a city.

A view that changed the ledger, emptied a table or needed a right that the application has not would pass as the owner
and fail in production. The role is taken for the length of one request, on the connection of the test.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.test.client import ClientHandler
from psycopg import errors, sql


@contextmanager
def application_role() -> Iterator[None]:
    """Be the application role; what was refused inside stays refused, whoever catches it."""
    try:
        connection.ensure_connection()
    except RuntimeError:
        # A test without a database asks for none here either.
        yield
        return
    _say(sql.SQL("SET ROLE {}").format(sql.Identifier(settings.BAIYING_APP_ROLE)))
    try:
        yield
    finally:
        # After a failed statement the rollback takes the role back.
        if connection.connection is not None and not connection.connection.closed:
            with suppress(errors.InFailedSqlTransaction):
                _say(sql.SQL("RESET ROLE"))


def _say(statement: sql.Composable) -> None:
    # Past Django's cursor, so that tests which count statements do not see it.
    connection.connection.execute(statement)


@pytest.fixture(autouse=True, scope="session")
def requests_come_as_the_application() -> Iterator[None]:
    answer = ClientHandler.get_response

    def answered(self: ClientHandler, request: HttpRequest) -> HttpResponseBase:
        with application_role():
            return answer(self, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "get_response", answered)
        yield


def role_now() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text")
        return cursor.fetchone()[0]
