"""Checking a table of divisions: what is refused, what is folded, and the rows that remain. Values in, answers out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from baiying.places.rules import codes

NAME_LENGTH = 60
# City-level rows that only stand in for a missing level; their children belong to the row above.
# A row 市辖区 of county level (xx01) stands for no county either.
COUNTY_PLACEHOLDERS = frozenset({"市辖区"})
PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县级行政单位"})


class Raw(NamedTuple):
    """A row as it stood in the file; `line` counts from 1 as the reader's spreadsheet does."""

    line: int
    code: str
    name: str
    level: str = ""
    parent: str = ""


class Row(NamedTuple):
    """A row that may be imported; `parent` is a 12-digit code or empty for a root."""

    line: int
    code: str
    name: str
    level: str
    parent: str


class Finding(NamedTuple):
    """Something to tell about a row. `kind` is a word of FINDINGS; `detail` the value it is about."""

    kind: str
    line: int
    code: str
    name: str
    detail: str = ""


# Which findings keep a row out; the others are told and done.
REFUSING = frozenset(
    {
        "code_empty", "code_scientific", "code_characters", "code_length", "name_empty", "name_long", "level_unknown",
        "duplicate_conflict", "orphan", "parent_bad", "parent_missing", "parent_refused", "parent_below", "cycle",
    }
)  # fmt: skip


@dataclass(slots=True)
class Checked:
    """The rows that remain, parents before children, and what was found."""

    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    total: int = 0
    # Every code the table speaks of, refused and folded ones too: what is not among them is missing.
    seen: set[str] = field(default_factory=set)

    @property
    def refused(self) -> list[Finding]:
        return [f for f in self.findings if f.kind in REFUSING]


# Level and name of each code that exists already: it may be a parent too.
Known = Mapping[str, tuple[str, str]]


def check(raws: Iterable[Raw], known: Known, *, place_orphans: bool = False) -> Checked:
    """Check a whole table; what exists already counts as a parent too.

    An orphan is a row that names no parent and whose code speaks of a township or county that is nowhere. It is
    refused, or with `place_orphans` put under the nearest area above that there is.
    """
    checked = Checked()
    shaped = _shaped(raws, checked)
    own, parents, bad = _once(shaped, checked)
    checked.seen = {row.code for row in shaped}
    folded = _folds(own, parents, known, checked)
    lost = _resolve(_Tables(own, parents, folded, bad, known, place_orphans), checked)
    # A refused row whose code exists already leaves what stands below it where it is.
    _cascade(own, parents, lost, {code for code in lost | bad if code not in known}, checked)
    checked.rows = sorted(
        (Row(r.line, r.code, r.name, r.level, parents[code]) for code, r in own.items()),
        key=lambda r: codes.RANK[r.level],
    )
    checked.findings.sort(key=lambda f: f.line)
    return checked


def _shaped(raws: Iterable[Raw], checked: Checked) -> list[Row]:
    """Rows whose own cells are right. The parent is still as written."""
    rows: list[Row] = []
    read, named, by_code = codes.division_code, codes.level_named, codes.level_by_code
    levels: dict[str, str | None] = {word: word for word in codes.LEVELS}
    for raw in raws:
        checked.total += 1
        line, text, name, level_text, parent_text = raw
        try:
            code = read(text)
        except codes.BadCode as bad:
            checked.findings.append(Finding(f"code_{bad.code}", line, text[:40], name[:NAME_LENGTH], text[:40]))
            continue
        if not name or len(name) > NAME_LENGTH:
            kind = "name_long" if name else "name_empty"
            checked.findings.append(Finding(kind, line, code, name[:NAME_LENGTH]))
            continue
        if level_text not in levels:
            levels[level_text] = named(level_text) if level_text else None
        level = levels[level_text] or ("" if level_text else by_code(code))
        if not level:
            checked.findings.append(Finding("level_unknown", line, code, name, level_text[:20]))
            continue
        if parent_text:
            try:
                parent_text = read(parent_text)
            except codes.BadCode:
                checked.findings.append(Finding("parent_bad", line, code, name, parent_text[:40]))
                continue
        rows.append(Row(line, code, name, level, parent_text))
    return rows


def _once(rows: list[Row], checked: Checked) -> tuple[dict[str, Row], dict[str, str], set[str]]:
    """One row for each code: the highest level stands, lower ones that name it as parent are folded into it."""
    own: dict[str, Row] = {}
    bad: set[str] = set()
    for row in rows:
        first = own.setdefault(row.code, row)
        if first is row:
            continue
        upper, lower = (first, row) if codes.RANK[first.level] <= codes.RANK[row.level] else (row, first)
        if lower.parent == lower.code and upper.level != lower.level:
            own[row.code] = upper
            checked.findings.append(Finding("folded_code", lower.line, lower.code, lower.name, upper.name))
        elif first[1:] == row[1:]:
            checked.findings.append(Finding("duplicate_same", row.line, row.code, row.name, str(first.line)))
        else:
            bad.add(row.code)
            for one, other in ((first, row), (row, first)):
                checked.findings.append(
                    Finding("duplicate_conflict", one.line, one.code, one.name, f"{other.line}|{other.name}")
                )
    disputed = {f.line: f for f in checked.findings if f.kind == "duplicate_conflict"}
    for code in bad:
        left = own.pop(code)
        if left.line not in disputed:
            # It took the place of a row that is disputed itself: nothing of this code remains.
            known = next(f for f in disputed.values() if f.code == code)
            detail = f"{known.line}|{known.name}"
            checked.findings.append(Finding("duplicate_conflict", left.line, left.code, left.name, detail))
    return own, {code: row.parent for code, row in own.items()}, bad


def _folds(own: dict[str, Row], parents: dict[str, str], known: Known, checked: Checked) -> dict[str, str]:
    """Placeholder rows, taken out: the code of each and the code that its children get instead."""
    folded: dict[str, str] = {}
    for row in list(own.values()):
        if row.level not in ("city", "county"):
            continue
        candidates = [row.parent] if row.parent else codes.ancestors_by_code(row.code)
        above = next((code for code in candidates if code in own or code in known), None)
        if above is None or above == row.code:
            continue
        level, name = (own[above].level, own[above].name) if above in own else known[above]
        if codes.RANK[level] >= codes.RANK[row.level]:
            continue
        stands_in = PLACEHOLDERS if row.level == "city" else COUNTY_PLACEHOLDERS
        if row.name in stands_in or row.name == name:
            folded[row.code] = above
            checked.findings.append(Finding("folded_name", row.line, row.code, row.name, name))
            del own[row.code], parents[row.code]
    return folded


class _Tables(NamedTuple):
    own: dict[str, Row]
    parents: dict[str, str]
    folded: dict[str, str]
    bad: Collection[str]
    known: Known
    place_orphans: bool


def _resolve(given: _Tables, checked: Checked) -> set[str]:
    """Find every row's parent, stated or by its code; returns the codes that have none or a wrong one."""
    own, parents, folded, bad, known, place_orphans = given
    lost: set[str] = set()
    rank = codes.RANK
    for code, row in own.items():
        parent = row.parent
        if parent == code:
            lost.add(code)
            checked.findings.append(Finding("cycle", row.line, code, row.name, code))
            continue
        if not parent:
            parent = next((a for a in codes.ancestors_by_code(code) if a in own or a in folded or a in known), "")
            meant = codes.meant_above(code)
            if parent and meant and not (meant in own or meant in folded or meant in known or meant in bad):
                above_it = folded.get(parent, parent)
                name = own[above_it].name if above_it in own else known.get(above_it, ("", ""))[1]
                checked.findings.append(
                    Finding("placed" if place_orphans else "orphan", row.line, code, row.name, f"{meant}|{name}")
                )
                if not place_orphans:
                    lost.add(code)
                    continue
        while parent in folded:
            parent = folded[parent]
        parents[code] = parent
        if not parent:
            if row.level == "township" or row.level == "village":
                lost.add(code)
                checked.findings.append(Finding("parent_missing", row.line, code, row.name, ""))
            continue
        above = own.get(parent)
        if above is None and parent in bad and parent not in known:
            continue
        level = above.level if above is not None else known.get(parent, ("", ""))[0]
        if not level:
            lost.add(code)
            checked.findings.append(Finding("parent_missing", row.line, code, row.name, parent))
        elif rank[level] >= rank[row.level]:
            lost.add(code)
            kind = "cycle" if _circles(code, own) else "parent_below"
            checked.findings.append(Finding(kind, row.line, code, row.name, parent))
    return lost


def _circles(code: str, own: Mapping[str, Row]) -> bool:
    seen, here = set(), code
    while here in own and here not in seen:
        seen.add(here)
        here = own[here].parent
    return here == code


def _cascade(
    own: dict[str, Row], parents: dict[str, str], out: Collection[str], lost: set[str], checked: Checked
) -> None:
    """What stands below a refused row cannot be imported either."""
    for code in out:
        own.pop(code, None)
    if not lost:
        return
    for row in sorted(own.values(), key=lambda r: codes.RANK[r.level]):
        if parents[row.code] in lost:
            lost.add(row.code)
            del own[row.code]
            checked.findings.append(Finding("parent_refused", row.line, row.code, row.name, parents[row.code]))
