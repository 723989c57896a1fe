"""Loads the account of a session; deciding who may log in is the actions' work."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db import connection
from django.http import HttpRequest

from baiying.accounts.models import Account, Session
from baiying.kit.db import prepared

_FIELDS = Account._meta.concrete_fields
_NAMES = [field.attname for field in _FIELDS]
# Account and session in one statement: an ended session is as good as no account. A session from before they were
# written down has no id.
_ONE = """
  SELECT {}, s.seen_at, s.acting_id FROM {} AS a
  LEFT JOIN {} AS s ON s.public_id = %s AND s.account_id = a.id AND s.ended_at IS NULL
  WHERE a.id = %s AND a.closed_at IS NULL AND (%s = '' OR s.id IS NOT NULL)
""".format(", ".join(f"a.{field.column}" for field in _FIELDS), Account._meta.db_table, Session._meta.db_table)
# The session of this request, by its public id.
_session: ContextVar[str] = ContextVar("session", default="")


@contextmanager
def in_session(public_id: str) -> Iterator[None]:
    """What `get_user` is asked within is asked for the log-in of that id; "" for one that was never written down."""
    token = _session.set(public_id)
    try:
        yield
    finally:
        _session.reset(token)


class AccountBackend(BaseBackend):
    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        return None

    def get_user(self, user_id: int) -> Account | None:
        """Asked by every request of somebody logged in; read by hand, in a quarter of the mapper's time."""
        session = _session.get()
        row = prepared.one(_ONE, [session, user_id, session])
        if row is None:
            return None
        account = Account.from_db(connection.alias, _NAMES, row[:-2])
        account.session_seen_at, account.session_acting_id = row[-2:]
        return account
