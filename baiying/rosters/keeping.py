"""How what a clerk gave stands in a row: packed, sealed, bound to the row; and read again."""

import base64
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, astuple
from typing import Any

from baiying.kit import packed, sealed
from baiying.rosters.models import Invitation, Paper, Roster
from baiying.rosters.rules.checking import Choices, Line
from baiying.rosters.rules.sheet import Cell, Row, Sheet


def seal_sheet(row: Roster, sheet: Sheet) -> None:
    """Keep the visible part of a sheet until it is sent."""
    about = asdict(sheet) | {
        "rows": [[one.number, one.hidden, [c.kind + c.text for c in one.cells]] for one in sheet.rows]
    }
    _seal(row, about)


def sheet_of(row: Roster) -> Sheet:
    about = _open(row)
    rows = tuple(
        Row(number, tuple(Cell(one[1:], one[:1]) for one in cells), hidden) for number, hidden, cells in about["rows"]
    )
    return Sheet(**{**about, "rows": rows, "others": tuple(about["others"])})


def names_of(row: Roster, lines: Collection[int]) -> dict[int, str]:
    """What some lines of a roster that waits say in the column of names, as it is typed there."""
    at = row.choices.get("columns", {}).get("name", -1)
    return {
        one.number: " ".join(one.cells[at].text.split())
        for one in sheet_of(row).rows
        if one.number in lines and 0 <= at < len(one.cells)
    }


def seal_lines(row: Roster, lines: Sequence[Line]) -> None:
    """Keep what is left of a sheet once it is sent: the lines that become invitations."""
    _seal(row, [astuple(line) for line in lines])


def lines_of(row: Roster) -> list[Line]:
    return [Line(*one) for one in _open(row)]


def _seal(row: Roster, what: Any) -> None:
    row.lines_sealed = packed.seal(what, at=sealed.Place.of(row, "lines_sealed"))


def _open(row: Roster) -> Any:
    return packed.unseal(row.lines_sealed, at=sealed.Place.of(row, "lines_sealed"))


def choices_of(row: Roster) -> Choices:
    said = row.choices
    return Choices(
        heading=said["heading"],
        columns=said["columns"],
        take_hidden=said.get("take_hidden", False),
        dates_are_groups=said.get("dates_are_groups", False),
        same_group=said.get("same_group", {}),
    )


def seal_who(row: Invitation, line: Line, word: str) -> None:
    row.who_sealed = sealed_who(row.public_id, line, word)


def sealed_who(public_id: str, line: Line, word: str) -> bytes:
    """What a line said, with the word of its slip, for the invitation of this id."""
    place = sealed.Place(Invitation._meta.db_table, public_id, "who_sealed")
    return sealed.seal(json.dumps([word, astuple(line)], ensure_ascii=False), at=place)


def who_of(row: Invitation) -> tuple[str, Line]:
    """The word of the slip, and the line. Only for an invitation that was not emptied."""
    place = sealed.Place.of(row, "who_sealed")
    word, line = json.loads(sealed.open_sealed(bytes(row.who_sealed or b""), at=place))
    return word, Line(*line)


def line_hash(line: Line) -> bytes:
    """By what the same line is known again, whoever brings it."""
    return sealed.lookup("roster_line", line.key)


def seal_paper(row: Paper, name: str, phone: str, scan: bytes) -> None:
    """Who signed, and the picture of the paper, where there is one."""
    row.who_sealed = sealed_signer(row.public_id, name, phone)
    if scan:
        row.scan_sealed = sealed.seal(base64.b64encode(scan).decode(), at=sealed.Place.of(row, "scan_sealed"))


def sealed_signer(public_id: str, name: str, phone: str) -> bytes:
    """Name and telephone of who signed, for the paper of this id."""
    place = sealed.Place(Paper._meta.db_table, public_id, "who_sealed")
    return sealed.seal(json.dumps([name, phone], ensure_ascii=False), at=place)


def signer_of(row: Paper) -> tuple[str, str]:
    """Name and telephone of who signed a paper."""
    name, phone = json.loads(sealed.open_sealed(bytes(row.who_sealed), at=sealed.Place.of(row, "who_sealed")))
    return name, phone


def scan_of(row: Paper) -> bytes:
    """The picture of a paper; whoever gives it out has asked whether it may be had."""
    return base64.b64decode(sealed.open_sealed(bytes(row.scan_sealed or b""), at=sealed.Place.of(row, "scan_sealed")))
