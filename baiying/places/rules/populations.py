"""Reading a table of population figures. Values in, answers out (R110)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from baiying.kit.values import numbers
from baiying.places.rules.kept_out import Gone, KeptOut, Problem, known_code, not_there

MAX_PERSONS = 2_000_000_000
_KINDS = {
    "permanent": ("permanent", "常住人口", "常住"),
    "registered": ("registered", "户籍人口", "户籍"),
    "built_up": ("built_up", "建成区人口", "建成区常住人口", "建成区"),
    "aged_13": ("aged_13", "13岁及以上人口", "13岁及以上", "13岁以上", "13岁"),
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}
# Of ten thousands: whatever has more decimals is no whole number.
_MOST_DECIMALS = 4
_NUMBER = re.compile(r"(-?)(\d+)(?:\.(\d+))?(万?)人?")


class BadNumber(ValueError):
    """`code`: empty, shape, negative, zero, fraction, large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def persons(text: str) -> int:
    """A number of persons as written: "1,234", "1234.0", "12.5万". Refuses what is not a whole number above zero."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").replace("−", "-")
    if not plain:
        raise BadNumber("empty")
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise BadNumber("shape")
    sign, whole, fraction, wan = match.groups()
    if sign:
        raise BadNumber("negative")
    scale = 10_000 if wan else 1
    digits = (fraction or "").rstrip("0")
    if len(digits) > _MOST_DECIMALS:
        raise BadNumber("fraction")
    numerator = numbers.whole(whole.lstrip("0") + digits or "0")
    if numerator is None:
        raise BadNumber("large")
    numerator *= scale
    if numerator % 10 ** len(digits):
        raise BadNumber("fraction")
    value: int = numerator // 10 ** len(digits)
    if value == 0:
        raise BadNumber("zero")
    if value > MAX_PERSONS:
        raise BadNumber("large")
    return value


def kind_named(text: str) -> str | None:
    return _KIND_OF.get(unicodedata.normalize("NFKC", text).strip().replace(" ", ""))


class RawFigure(NamedTuple):
    line: int
    code: str
    name: str
    persons: str
    kind: str = ""
    year: str = ""
    source: str = ""


class Figure(NamedTuple):
    line: int
    code: str
    kind: str
    year: int
    persons: int
    source: str


@dataclass(slots=True)
class CheckedFigures:
    figures: list[Figure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas that a table may speak of: code -> name; and those that became part of one of them."""

    names: Mapping[str, str]
    gone: Gone = field(default_factory=dict)


def check(
    raws: Iterable[RawFigure], *, areas: Areas, kind: str, year: int, source: str, years: range
) -> CheckedFigures:
    """Check figures against the known areas; kind, year and source stand in where a row has none."""
    checked = CheckedFigures()
    seen: dict[tuple[str, str, int], Figure] = {}
    called: dict[str, list[str]] = {}
    for code, name in areas.names.items():
        called.setdefault(name, []).append(code)
    for raw in raws:
        checked.total += 1
        try:
            if not raw.code:
                raw = raw._replace(code=_by_name(raw.name, called, areas.gone))
            figure = _figure(raw, areas, kind, year, source, years)
        except KeptOut as kept:
            checked.problems.append(kept.problem(raw))
            continue
        key = (figure.code, figure.kind, figure.year)
        first = seen.setdefault(key, figure)
        if first is figure:
            checked.figures.append(figure)
        elif first.persons != figure.persons:
            detail = f"{first.line}|{first.persons}"
            checked.problems.append(Problem("twice", raw.line, raw.code, raw.name, detail))
    return checked


class Doubt(NamedTuple):
    """A figure that can hardly be right: `child_above` (more than the area above), `wan` (a factor of ten thousand),
    `jump` (more than double or less than half of the last one), `rate_above` (fewer than are registered). `other` is
    the number it is held against."""

    kind: str
    line: int
    code: str
    persons: int
    other: int


# Of the last figure: people move, but not by so much from one year to the next.
_JUMP, _WAN = 2, 1000


def doubts(
    figures: Iterable[Figure],
    *,
    parents: Mapping[str, str],
    stored: Mapping[tuple[str, str, int], int],
    last: Mapping[tuple[str, str], int],
) -> list[Doubt]:
    """What is implausible. `parents`: code -> code above; `stored`: (code, kind, year) -> persons as they stand;
    `last`: (code, kind) -> the latest persons of any year."""
    given = list(figures)
    known = {**stored, **{(f.code, f.kind, f.year): f.persons for f in given}}
    found = []
    for f in given:
        before = last.get((f.code, f.kind))
        if before and (f.persons >= before * _WAN or f.persons * _WAN <= before):
            found.append(Doubt("wan", f.line, f.code, f.persons, before))
        elif before and (f.persons > before * _JUMP or f.persons * _JUMP < before):
            found.append(Doubt("jump", f.line, f.code, f.persons, before))
        above = known.get((parents.get(f.code, ""), f.kind, f.year))
        if above is not None and f.persons > above:
            found.append(Doubt("child_above", f.line, f.code, f.persons, above))
    found += _children_above(given, known, parents)
    return found


def outnumbered(
    figures: Iterable[Figure], *, stored: Mapping[tuple[str, str, int], int], counted: Mapping[str, int]
) -> list[Doubt]:
    """Figures below the number of registered volunteers: their rate would be above 100 %.

    Only what the rate of today would use: an older figure than the one that stands changes no rate. `counted`: code ->
    registered now.
    """
    newest: dict[tuple[str, str], int] = {}
    for code, kind, year in stored:
        newest[code, kind] = max(year, newest.get((code, kind), 0))
    return [
        Doubt("rate_above", f.line, f.code, f.persons, counted[f.code])
        for f in figures
        if counted.get(f.code, 0) > f.persons and f.year >= newest.get((f.code, f.kind), 0)
    ]


def _children_above(
    given: list[Figure], known: Mapping[tuple[str, str, int], int], parents: Mapping[str, str]
) -> list[Doubt]:
    """Parents that the table itself makes smaller than a child that stands already."""
    own = {(f.code, f.kind, f.year) for f in given}
    largest: dict[tuple[str, str, int], int] = {}
    for (code, kind, year), persons_ in known.items():
        key = (parents.get(code, ""), kind, year)
        if (code, kind, year) not in own:
            largest[key] = max(persons_, largest.get(key, 0))
    return [
        Doubt("below_child", f.line, f.code, f.persons, largest[key])
        for f in given
        if largest.get(key := (f.code, f.kind, f.year), 0) > f.persons
    ]


def _by_name(name: str, called: Mapping[str, list[str]], gone: Gone) -> str:
    """The code of the one area of that name: a name alone is enough only where it can mean nothing else."""
    found = called.get(name.strip(), []) if name else []
    if not name:
        raise KeptOut("code_empty")
    if not found:
        raise not_there(name.strip(), "name_unknown", gone)
    if len(found) > 1:
        raise KeptOut("name_ambiguous", f"{name}|{len(found)}")
    return found[0]


def _figure(raw: RawFigure, areas: Areas, kind: str, year: int, source: str, years: range) -> Figure:
    code = known_code(raw.code, areas.names, unknown="area_unknown", gone=areas.gone)
    try:
        count = persons(raw.persons)
    except BadNumber as bad:
        raise KeptOut(f"persons_{bad.code}", raw.persons) from None
    own_kind = kind_named(raw.kind) if raw.kind else kind
    if not own_kind:
        raise KeptOut("kind_unknown", raw.kind)
    text = raw.year.strip().removesuffix("年").removesuffix(".0") or str(year)
    of = numbers.whole(text)
    if of is None or of not in years:
        raise KeptOut("year_bad", raw.year or text)
    return Figure(raw.line, code, own_kind, of, count, (raw.source or source).strip()[:120])
