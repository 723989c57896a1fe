"""What the database's errors mean: known by their state and the constraint's name, never by their kind alone."""

from django.db import DatabaseError, IntegrityError
from django.utils.translation import gettext_lazy as _

from baiying.kit.errors import Refused

# Deadlock, serialisation failure, lock not available in time: what was tried is undone and may be tried again.
_TRANSIENT = frozenset({"40P01", "40001", "55P03"})
# Cancelled by statement_timeout: undone as well, but the same would take as long again.
_TOO_LONG = "57014"


class Busy(Refused):
    """Others are changing the same rows at this moment, twice in a row. Nothing was changed."""

    code = "busy"
    sentence = _("这会儿操作的人太多，没有办成，什么都没有改动。请再按一次。")


# The disk is full, or does not take what is written.
_UNWRITABLE = frozenset({"53100", "58030"})


class NotWritten(Refused):
    """The server cannot write; reading goes on."""

    code = "not_written"
    sentence = _("服务器现在存不了东西，没有办成，什么都没有改动。请告诉管理员，过一会儿再试。")
    status = 503


def state_of(error: BaseException) -> str:
    """PostgreSQL's five characters for the error (SQLSTATE), empty if it has none."""
    cause = error if getattr(error, "sqlstate", None) else error.__cause__
    return str(getattr(cause, "sqlstate", None) or "")


def is_transient(error: BaseException) -> bool:
    """Whether the transaction was undone for others' sake, so that it may be tried again at once."""
    return isinstance(error, DatabaseError) and state_of(error) in _TRANSIENT


def is_busy(error: BaseException) -> bool:
    """Whether to ask for patience: what is_transient says, or a statement that took too long."""
    return is_transient(error) or (isinstance(error, DatabaseError) and state_of(error) == _TOO_LONG)


def is_unwritable(error: BaseException) -> bool:
    """Whether the server had no room, or its disk failed."""
    return isinstance(error, DatabaseError) and state_of(error) in _UNWRITABLE


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint or unique index that refused; empty if the database gave none."""
    report = getattr(error.__cause__, "diag", None)
    return str(getattr(report, "constraint_name", None) or "")
