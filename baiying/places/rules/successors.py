"""Which area follows one that a newer table no longer names: proposed here, decided by whoever imports (R152).

A new code for the same place is the same area: it keeps its id and gets another dated code, so that everything that
hangs on it stays where it is and past years read as they did. Only where two areas become one does anything move.
Values in, answers out.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from baiying.places.rules import changes, codes
from baiying.places.rules.changes import Existing
from baiying.places.rules.tree import Row

# What names of areas end with; a village becomes a community, a township a subdistrict, and the name stays.
_ENDINGS = re.compile(
    r"(村民委员会|居民委员会|社区居委会|村委会|居委会|街道办事处|办事处|民族乡|社区|街道|地区|镇|乡|村)$"
)
# One sign is in too many names to mean a place.
_SHORTEST_STEM = 2


class Successor(NamedTuple):
    """`old` goes on as `new`, both codes; an empty `new` says that nothing follows. `why` is a word of REASONS."""

    old: str
    new: str
    why: str


# Same name and parent; same but for the ending; same name elsewhere in the city; its name is in that of the new one;
# said by whoever imports.
REASONS = ("recoded", "renamed", "moved", "merged", "chosen")


def stem(name: str) -> str:
    """The name without what kind of area it is."""
    before = ""
    while name != before:
        before, name = name, _ENDINGS.sub("", name) or name
    return name


def propose(missing: Sequence[str], added: Iterable[Row], existing: Mapping[str, Existing]) -> list[Successor]:
    """A successor for each missing area where one alone fits, upper levels first: those below follow their parent."""
    search = _Search(existing)
    for row in added:
        search.rows.setdefault((row.level, row.parent), []).append(row)
    for level in codes.LEVELS:
        gone = [code for code in missing if existing[code].level == level]
        search.pair(gone, "recoded", str)
        search.pair(gone, "renamed", stem)
        search.elsewhere(gone, level)
        search.within(gone)
    return sorted(search.found.values(), key=lambda one: one.old)


@dataclass(slots=True)
class _Search:
    existing: Mapping[str, Existing]
    # New rows by level and code of the parent.
    rows: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    found: dict[str, Successor] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def _parent(self, code: str) -> str:
        """The code that the parent has after the change."""
        above = self.existing[code].parent
        return self.found[above].new if above in self.found else above

    def _take(self, old: str, new: str, why: str) -> None:
        self.found[old] = Successor(old, new, why)
        self.taken.add(new)

    def _open(self, code: str) -> list[Row]:
        rows = self.rows.get((self.existing[code].level, self._parent(code)), [])
        return [row for row in rows if row.code not in self.taken]

    def pair(self, gone: Iterable[str], why: str, key: Callable[[str], str]) -> None:
        """Those that one new row under the same parent is called like, and that row is called like them alone."""
        left = [code for code in gone if code not in self.found]
        named: dict[tuple[str, str], list[str]] = {}
        for code in left:
            named.setdefault((self._parent(code), key(self.existing[code].name)), []).append(code)
        for (_parent, name), olds in named.items():
            fitting = [row for row in self._open(olds[0]) if key(row.name) == name]
            if len(olds) == len(fitting) == 1:
                self._take(olds[0], fitting[0].code, why)

    def elsewhere(self, gone: Iterable[str], level: str) -> None:
        """Those whose name one new row of the same city has, under another parent."""
        free: dict[tuple[str, str], list[str]] = {}
        for (of_level, _parent), rows in self.rows.items():
            for row in rows if of_level == level else ():
                if row.code not in self.taken:
                    free.setdefault((row.code[:4], row.name), []).append(row.code)
        wanted: dict[tuple[str, str], list[str]] = {}
        for code in gone:
            if code not in self.found:
                wanted.setdefault((code[:4], self.existing[code].name), []).append(code)
        for place, olds in wanted.items():
            if len(olds) == 1 and len(free.get(place, ())) == 1:
                self._take(olds[0], free[place][0], "moved")

    def within(self, gone: Iterable[str]) -> None:
        """Those whose name is part of one new row's under the same parent: two that became one are called so."""
        for code in gone:
            own = stem(self.existing[code].name)
            if code in self.found or len(own) < _SHORTEST_STEM:
                continue
            rows = self.rows.get((self.existing[code].level, self._parent(code)), [])
            fitting = [row for row in rows if own in row.name and own != stem(row.name)]
            if len(fitting) == 1:
                # Not taken: another may have become part of it too.
                self.found[code] = Successor(code, fitting[0].code, "merged")


class Wrong(NamedTuple):
    """An answer that cannot be: `why` is `unknown` (no such area after the change), `level`, or `itself`."""

    old: str
    new: str
    why: str


def wrong(
    answers: Iterable[Successor], added: Iterable[Row], existing: Mapping[str, Existing], missing: Iterable[str]
) -> list[Wrong]:
    """Which answers cannot be: the successor must stand after the change, on the same level."""
    levels = {code: one.level for code, one in existing.items()} | {row.code: row.level for row in added}
    gone = set(missing)
    found = []
    for old, new, _why in answers:
        if not new:
            continue
        if new == old:
            found.append(Wrong(old, new, "itself"))
        elif new not in levels or new in gone:
            found.append(Wrong(old, new, "unknown"))
        elif levels[new] != existing[old].level:
            found.append(Wrong(old, new, "level"))
    return found


@dataclass(slots=True)
class Settled:
    """What the answers come to: areas that go on under another code, and areas whose rows another takes over."""

    recoded: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)


def settle(
    answers: Iterable[Successor], added: Iterable[Row], existing: Mapping[str, Existing], missing: Iterable[str]
) -> Settled:
    """An area that alone goes on as a new row stays itself; where several do, or the other one exists, it is merged.

    Of several the one whose name and parent are the same stays itself. What can no longer be is left out.
    """
    rows, gone = {row.code for row in added}, set(missing)
    answers = list(answers)
    bad = {(one.old, one.new) for one in wrong(answers, (), existing, gone) if one.why == "itself"}
    claims: dict[str, list[Successor]] = {}
    for one in answers:
        if one.new and one.old in gone and (one.old, one.new) not in bad:
            claims.setdefault(one.new, []).append(one)
    found = Settled()
    for new, olds in claims.items():
        itself = [one for one in olds if one.why == "recoded"] if len(olds) > 1 else olds
        keeps = itself[0].old if new in rows and len(itself) == 1 else ""
        for one in olds:
            if one.old == keeps:
                found.recoded[one.old] = new
            elif new in rows or (new in existing and new not in gone):
                found.merged[one.old] = new
    return found


def recode(existing: Mapping[str, Existing], recoded: Mapping[str, str]) -> dict[str, Existing]:
    """The tree as it stands, under the codes it will have."""
    return {
        recoded.get(code, code): one._replace(parent=recoded.get(one.parent, one.parent))
        for code, one in existing.items()
    }


def plan(
    rows: Iterable[Row], existing: Mapping[str, Existing], seen: set[str], answers: Iterable[Successor]
) -> tuple[changes.Plan, dict[str, Existing]]:
    """What a checked table changes once the answers hold, and the tree under the codes it will have."""
    rows = list(rows)
    bare = changes.plan(rows, existing, seen)
    settled = settle(answers, bare.added, existing, bare.missing)
    if not settled.recoded and not settled.merged:
        return bare, dict(existing)
    renumbered = recode(existing, settled.recoded)
    found = changes.plan(rows, renumbered, seen)
    found.code_before = {new: old for old, new in settled.recoded.items()}
    found.recoded = [row for row in rows if row.code in found.code_before]
    found.merged = settled.merged
    found.missing = [code for code in found.missing if code not in settled.merged]
    # A new code is a change also where name and parent stayed.
    same = {row.code for row in (*found.renamed, *found.moved)}
    found.unchanged -= sum(row.code not in same for row in found.recoded)
    return found, renumbered
