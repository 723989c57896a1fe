"""From rows to lines that may be invited, faults with line, column and cure, and what is asked of the clerk. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from baiying.kit.values import names
from baiying.rosters.rules import cells
from baiying.rosters.rules.cells import BadCell
from baiying.rosters.rules.sheet import Row, Sheet, cell, is_heading_again, is_total

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
        _read(row, sheet, choices, on, found, dates)
    found.dates = list(dates)
    _mark_doubles(found)
    found.whole_columns = _whole_columns(found)
    found.alike = _alike(line.group for line in found.lines)
    found.unsure = sum(line.unsure for line in found.lines)
    return found


def _read(row: Row, sheet: Sheet, choices: Choices, on: date, found: Checked, dates: dict[str, None]) -> None:
    bad: list[Fault] = []
    if _is_unparted(row, sheet, choices):
        found.faults.append(Fault(row.number, "name", "not_parted"))
        return

    def read(column: str, reader: object, **more: object) -> object:
        try:
            return reader(cell(row, choices.columns, column), **more)  # type: ignore[operator]
        except BadCell as wrong:
            bad.append(Fault(row.number, column, wrong.code))
            return None

    name = read("name", cells.name)
    kind = cell(row, choices.columns, "id_type").text
    number = read("id_number", cells.id_number, kind=kind, typed=sheet.typed, on=on)
    born = read("birth", cells.birth, on=on)
    phone = read("phone", cells.phone)
    guardian_phone = read("guardian_phone", cells.phone)
    group = read("group", cells.group)
    guardian = cell(row, choices.columns, "guardian_name")
    guardian_name = read("guardian_name", cells.name) if guardian.text.strip() else None
    if isinstance(group, cells.Group) and group.was_date:
        dates.setdefault(group.text)
        if not choices.dates_are_groups:
            bad.append(Fault(row.number, "group", "group_was_date"))
    of_number = number.birth if isinstance(number, cells.Number) else None
    if isinstance(born, date) and of_number is not None and born != of_number:
        bad.append(Fault(row.number, "birth", "birth_differs"))
    if not bad and not (phone or guardian_phone or number):
        bad.append(Fault(row.number, "phone", "no_way"))
    if bad:
        found.faults.extend(bad)
        return
    assert isinstance(name, cells.Name)
    assert isinstance(group, cells.Group)
    day = of_number or born
    found.lines.append(
        Line(
            number=row.number,
            name=name.text,
            unsure=name.unsure,
            id_type=number.kind if isinstance(number, cells.Number) else "",
            id_number=number.text if isinstance(number, cells.Number) else "",
            birth=day.isoformat() if isinstance(day, date) else "",
            phone=str(phone or ""),
            guardian_name=guardian_name.text if isinstance(guardian_name, cells.Name) else "",
            guardian_phone=str(guardian_phone or ""),
            group=choices.same_group.get(group.text, group.text),
            leader=cells.leader(cell(row, choices.columns, "leader")),
        )
    )


def _is_unparted(row: Row, sheet: Sheet, choices: Choices) -> bool:
    """Whether a pasted line has all it says in one cell, parted by blanks."""
    filled = [one.text for one in row.cells if one.text.strip()]
    return sheet.typed and len(choices.columns) > 1 and len(filled) == 1 and len(filled[0].split()) >= _PARTS


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
