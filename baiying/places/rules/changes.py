"""What a checked table changes in the tree that exists: added, renamed, moved, missing. Values in, answers out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from baiying.places.rules.tree import Row


class Existing(NamedTuple):
    """An open division as it stands; `parent` is its parent's code, empty for a root."""

    id: int
    name: str
    level: str
    parent: str


@dataclass(slots=True)
class Plan:
    """What will be done. Rows stand parents before children; codes of `missing` are not in the table."""

    added: list[Row] = field(default_factory=list)
    renamed: list[Row] = field(default_factory=list)
    moved: list[Row] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unchanged: int = 0
    # Existing areas that go on under another code, and the code each had; areas that go and which takes them over.
    recoded: list[Row] = field(default_factory=list)
    code_before: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> dict[str, Row]:
        """Existing divisions that get a new version, each once."""
        return {row.code: row for row in (*self.renamed, *self.moved, *self.recoded)}


def plan(rows: Iterable[Row], existing: Mapping[str, Existing], seen: set[str]) -> Plan:
    """Compare. A row may be renamed and moved at once. Missing is what stood under a top row and is not in `seen`."""
    result = Plan()
    own: set[str] = set()
    tops: list[str] = []
    for row in rows:
        own.add(row.code)
        if row.parent not in own:
            tops.append(row.code)
        now = existing.get(row.code)
        if now is None:
            result.added.append(row)
            continue
        moved = now.parent != row.parent or now.level != row.level
        if moved:
            result.moved.append(row)
        if now.name != row.name:
            result.renamed.append(row)
        elif not moved:
            result.unchanged += 1
    result.missing = _missing(tops, existing, own | seen)
    return result


def _missing(tops: Iterable[str], existing: Mapping[str, Existing], seen: set[str]) -> list[str]:
    children: dict[str, list[str]] = {}
    for code, one in existing.items():
        children.setdefault(one.parent, []).append(code)
    missing: list[str] = []
    queue = [code for code in tops if code in existing]
    while queue:
        for child in children.get(queue.pop(), ()):
            queue.append(child)
            if child not in seen:
                missing.append(child)
    return sorted(missing)


def below(codes: Iterable[str], existing: Mapping[str, Existing]) -> list[str]:
    """Codes of all existing divisions under the given ones, parents before children."""
    children: dict[str, list[str]] = {}
    for code, one in existing.items():
        children.setdefault(one.parent, []).append(code)
    found: dict[str, None] = {}
    queue = list(codes)
    for here in queue:
        for child in children.get(here, ()):
            if child not in found:
                found[child] = None
                queue.append(child)
    return list(found)
