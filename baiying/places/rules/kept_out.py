"""Rows that a table's check keeps out, each with its reason."""

from collections.abc import Container, Mapping
from typing import NamedTuple, Protocol

from baiying.places.rules import codes


class Problem(NamedTuple):
    """A row kept out: `kind` says why, `detail` what stood there."""

    kind: str
    line: int
    code: str
    name: str
    detail: str = ""


class Row(Protocol):
    """What every kind of row has."""

    @property
    def line(self) -> int: ...

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...


class KeptOut(Exception):
    """Why a row cannot be taken, for `Problem`."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind)
        self.kind, self.detail = kind, detail

    def problem(self, row: Row) -> Problem:
        return Problem(self.kind, row.line, row.code, row.name, self.detail[:40])


# What a table may still call an area that became part of another, by code or name: code and name of that other.
Gone = Mapping[str, tuple[str, str]]


def known_code(written: str, known: Container[str], *, unknown: str, gone: Gone) -> str:
    """The 12-digit code as written in a row, if the table's place knows it; `unknown` names the reason if not."""
    try:
        code = codes.division_code(written)
    except codes.BadCode as bad:
        raise KeptOut(f"code_{bad.code}", written) from None
    if code not in known:
        raise not_there(code, unknown, gone)
    return code


def not_there(called: str, unknown: str, gone: Gone) -> KeptOut:
    """Why an area cannot be named so: there is none, or it became part of another, which is said."""
    if called in gone:
        return KeptOut("area_gone", "|".join(gone[called]))
    return KeptOut(unknown, called)
