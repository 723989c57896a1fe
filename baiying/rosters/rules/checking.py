"""From rows to lines that may be invited, faults with line, column and cure, and what is asked of the clerk. Pure."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from baiying.kit.values import names
from baiying.rosters.rules import cells
from baiying.rosters.rules.cells import BadCell
from baiying.rosters.rules.sheet import NOTHING, Cell, Row, Sheet, cell, is_heading_again, is_total

# So many lines of one sheet; more is more than a school or an office has.
MOST_LINES = 60_000
# A line that was not parted says at least name, number and class; 买买提 江 has two parts.
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Choices:
    """What the clerk said of the sheet: which column is what, and what was asked."""

    heading: int
    columns: Mapping[str, int]
    take_hidden: bool = False
    # That the classes the spreadsheet made dates of are what the page says they are.
    dates_are_groups: bool = False
    # One way of writing a class -> the one that is meant.
    same_group: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who may be invited, as the sheet says. Days are ISO text, so that a line is kept and read again
    alike."""

    number: int
    name: str
    unsure: bool = False
    id_type: str = ""
    id_number: str = ""
    birth: str = ""
    phone: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""
    group: str = ""
    leader: bool = False

    @property
    def reached_at(self) -> str:
        """The phone that is asked: the guardian's where one is named."""
        return self.guardian_phone or self.phone

    @property
    def key(self) -> str:
        """By what the same line is known again: the number of the document, or all that a line without one says.

        Never less: twins share surname, birthday, class and telephone (U04).
        """
        if self.id_number:
            return f"{self.id_type}:{self.id_number}"
        return "|".join((names.key(self.name), self.birth, self.group, self.reached_at))


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a line from being invited. `other`: the line that says the same already."""

    line: int
    column: str
    code: str
    other: int = 0


@dataclass(slots=True)
class Checked:
    """What the sheet comes to. `whole_columns`: where all cells of a column have one fault, said once with the
    count."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    whole_columns: list[tuple[str, str, int]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    hidden: int = 0
    dates: list[str] = field(default_factory=list)
    alike: list[tuple[str, ...]] = field(default_factory=list)
    rows: int = 0
    unsure: int = 0


def check(sheet: Sheet, choices: Choices, *, on: date) -> Checked:
    """Read every row below the heading; a good line does not wait for a bad one."""
    found = Checked()
    dates: dict[str, None] = {}
    columns = _columns(sheet, choices, on)
    for row in sheet.rows:
        if row.number <= choices.heading or not any(one.text for one in row.cells):
            continue
        if is_heading_again(row, choices.columns):
            continue
        if is_total(row):
            found.totals.append(row.number)
            continue
        if row.hidden:
            found.hidden += 1
            if not choices.take_hidden:
                continue
        found.rows += 1
        if sheet.typed and _is_unparted(row, choices):
            found.faults.append(Fault(row.number, "name", "not_parted"))
        else:
            _read(row, columns, choices, found, dates)
    found.dates = list(dates)
    _mark_doubles(found)
    found.whole_columns = _whole_columns(found)
    found.alike = _alike(line.group for line in found.lines)
    found.unsure = sum(line.unsure for line in found.lines)
    return found


@dataclass(slots=True)
class _Column:
    """A column and how its cells are read. What stands in many lines (a class, a mother's telephone) is read once,
    right or wrong."""

    noun: str
    at: int
    reader: Callable[[Cell], object]
    read: dict[tuple[str, str], object] = field(default_factory=dict)

    def of(self, row: Row) -> object:
        """What the cell says, or BadCell."""
        one = row.cells[self.at] if self.at < len(row.cells) else NOTHING
        key = (one.text, one.kind)
        try:
            return self.read[key]
        except KeyError:
            said = self.read[key] = _said(self.reader, one)
            return said


@dataclass(slots=True)
class _Numbers:
    """The column of numbers, read with the type that stands beside them. Each is somebody's own: none is kept."""

    sheet: Sheet
    columns: Mapping[str, int]
    on: date
    noun: str = "id_number"

    def of(self, row: Row) -> object:
        """The number, None where there is none, or BadCell."""
        kind = cell(row, self.columns, "id_type").text
        try:
            return cells.id_number(cell(row, self.columns, self.noun), kind, typed=self.sheet.typed, on=self.on)
        except BadCell as bad:
            return bad


def _said(reader: Callable[[Cell], object], one: Cell) -> object:
    try:
        return reader(one)
    except BadCell as bad:
        return bad.with_traceback(None)


def _columns(sheet: Sheet, choices: Choices, on: date) -> list[_Column | _Numbers]:
    """The columns in the order in which their faults are named; a sheet without names or classes has them empty."""
    readers: dict[str, Callable[[Cell], object] | None] = {
        "name": cells.name,
        "id_number": None,
        "birth": partial(cells.birth, on=on),
        "phone": cells.phone,
        "guardian_phone": cells.phone,
        "group": cells.group,
        "guardian_name": cells.name_or_none,
        "leader": cells.leader,
    }
    found: list[_Column | _Numbers] = []
    for noun, reader in readers.items():
        at = choices.columns.get(noun, -1)
        if at < 0 and noun not in ("name", "group"):
            continue
        found.append(
            _Column(noun, at if at >= 0 else sys.maxsize, reader) if reader else _Numbers(sheet, choices.columns, on)
        )
    return found


def _read(
    row: Row, columns: list[_Column | _Numbers], choices: Choices, found: Checked, dates: dict[str, None]
) -> None:
    bad: list[Fault] = []
    said: dict[str, Any] = {}
    for column in columns:
        value = column.of(row)
        if isinstance(value, BadCell):
            bad.append(Fault(row.number, column.noun, value.code))
        else:
            said[column.noun] = value
    group: cells.Group | None = said.get("group")
    if group is not None and group.was_date:
        dates.setdefault(group.text)
        if not choices.dates_are_groups:
            bad.append(Fault(row.number, "group", "group_was_date"))
    number: cells.Number | None = said.get("id_number")
    born: date | None = said.get("birth")
    of_number = number.birth if number else None
    if born is not None and of_number is not None and born != of_number:
        bad.append(Fault(row.number, "birth", "birth_differs"))
    if not bad and not (said.get("phone") or said.get("guardian_phone") or number):
        bad.append(Fault(row.number, "phone", "no_way"))
    if bad:
        found.faults.extend(bad)
        return
    assert group is not None
    name: cells.Name = said["name"]
    guardian: cells.Name | None = said.get("guardian_name")
    day = of_number or born
    found.lines.append(
        Line(
            number=row.number,
            name=name.text,
            unsure=name.unsure,
            id_type=number.kind if number else "",
            id_number=number.text if number else "",
            birth=day.isoformat() if day else "",
            phone=said.get("phone", ""),
            guardian_name=guardian.text if guardian else "",
            guardian_phone=said.get("guardian_phone", ""),
            group=choices.same_group.get(group.text, group.text),
            leader=said.get("leader", False),
        )
    )


def _is_unparted(row: Row, choices: Choices) -> bool:
    """Whether a pasted line has all it says in one cell, parted by blanks."""
    filled = [one.text for one in row.cells if one.text.strip()]
    return len(choices.columns) > 1 and len(filled) == 1 and len(filled[0].split()) >= _PARTS


def _mark_doubles(found: Checked) -> None:
    """The same child twice: the first line stands, the other says with which it agrees. Nothing is merged."""
    first: dict[str, int] = {}
    kept = []
    for line in found.lines:
        other = first.setdefault(line.key, line.number)
        if other == line.number:
            kept.append(line)
        else:
            found.faults.append(Fault(line.number, "name", "double", other))
    found.lines = kept
    found.faults.sort(key=lambda one: one.line)


def _whole_columns(found: Checked) -> list[tuple[str, str, int]]:
    """Column, code and count where no row passed: one sentence in place of a thousand."""
    counts = Counter((one.column, one.code) for one in found.faults if one.code != "double")
    return [(*key, n) for key, n in counts.items() if n == found.rows and n > 1]


def _alike(groups: Iterable[str]) -> list[tuple[str, ...]]:
    """Ways of writing that may be one class, the more frequent first; offered, never joined unasked."""
    counts = Counter(one for one in groups if one)
    by_key: dict[str, list[str]] = {}
    for text, _n in counts.most_common():
        by_key.setdefault(cells.group_key(text), []).append(text)
    return [tuple(several) for several in by_key.values() if len(several) > 1]
