"""How a list of appointments stands in its row: packed, sealed, bound to the row; and read again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from baiying.accounts.list_models import AppointmentInvitation, AppointmentList
from baiying.kit import packed, sealed
from baiying.kit.values.tables import Cell, Row


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it was read: its rows, where the heading stands, which column (from 0) says what, and the digits that
    were typed on the page for lines that stopped."""

    rows: tuple[Row, ...]
    heading: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)
    digits: Mapping[int, str] = field(default_factory=dict)
    hidden: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A line that is given: to an account, or (none) by an invitation to a whole number. `place_id`: of an area, or for
    an office of a room above of its unit or team."""

    number: int
    role: str
    place_id: int
    account_id: int | None
    name: str
    digits: str
    first_day: date | None
    last_day: date | None


def keep_sheet(row: AppointmentList, sheet: Sheet) -> None:
    rows = [[one.number, [c.kind + c.text for c in one.cells]] for one in sheet.rows]
    _seal(row, [rows, sheet.heading, dict(sheet.columns), list(sheet.digits.items()), sheet.hidden, sheet.name])


def sheet_of(row: AppointmentList) -> Sheet:
    rows, heading, columns, digits, hidden, name = _open(row)
    kept = tuple(Row(number, tuple(Cell(one[1:], one[:1]) for one in cells)) for number, cells in rows)
    return Sheet(kept, heading, columns, dict(map(tuple, digits)), hidden, name)


def keep_lines(row: AppointmentList, lines: Sequence[Ready]) -> None:
    """Keep what is left of a list once it is sent."""
    _seal(
        row,
        [
            [one.number, one.role, one.place_id, one.account_id, one.name, one.digits, _iso(one.first_day),
             _iso(one.last_day)]
            for one in lines
        ],
    )  # fmt: skip


def lines_of(row: AppointmentList) -> list[Ready]:
    return [
        Ready(number, role, place_id, account_id, name, digits, _day(first), _day(last))
        for number, role, place_id, account_id, name, digits, first, last in _open(row)
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _seal(row: AppointmentList, what: Any) -> None:
    row.lines_sealed = packed.seal(what, at=sealed.Place.of(row, "lines_sealed"))


def _open(row: AppointmentList) -> Any:
    return packed.unseal(row.lines_sealed, at=sealed.Place.of(row, "lines_sealed"))


def seal_who(row: AppointmentInvitation, phone: str, name: str) -> None:
    row.who_sealed = sealed.seal(
        json.dumps([phone, name], ensure_ascii=False), at=sealed.Place.of(row, "who_sealed")
    )  # fmt: skip


def who_of(row: AppointmentInvitation) -> tuple[str, str]:
    """Phone and name of an invitation that was not emptied."""
    phone, name = json.loads(sealed.open_sealed(bytes(row.who_sealed or b""), at=sealed.Place.of(row, "who_sealed")))
    return phone, name
