"""Writing a plan into the tree, set-based: new rows by COPY, changed ones through a temporary table."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection

from baiying.kit.db.fields import LENGTH, random_letters
from baiying.places.rules import changes
from baiying.places.rules.changes import Existing, Plan

Progress = Callable[[int, int], None]
BATCH = 5000

_DIVISION = "COPY places_division (id, public_id, code, name, level, parent_id, path) FROM STDIN"
_VERSION = (
    "COPY places_divisionversion (division_id, code, name, level, parent_id, path, valid_from, note, came_with_id)"
    " FROM STDIN"
)
_CHANGED = "COPY changed_division (id, code, name, level, parent_id, path, note) FROM STDIN"
_TEMPORARY = """
CREATE TEMPORARY TABLE changed_division (id bigint PRIMARY KEY, code varchar(12), name varchar(60), level varchar(8),
  parent_id bigint, path bigint[], note varchar(200)) ON COMMIT DROP
"""


def public_ids(count: int) -> Iterator[str]:
    """Many random public ids at once, each as good as `new_public_id()`."""
    for start in range(0, count, BATCH):
        wanted = min(BATCH, count - start) * LENGTH
        text = random_letters(wanted)
        for at in range(0, wanted, LENGTH):
            yield text[at : at + LENGTH]


class Paths:
    """Ids and paths of all divisions as they will stand after the plan; paths are texts like "1,5,20"."""

    def __init__(self, plan: Plan, existing: Mapping[str, Existing], new_ids: Mapping[str, int]) -> None:
        self.ids = {code: one.id for code, one in existing.items()} | dict(new_ids)
        self.parents = {code: one.parent for code, one in existing.items()}
        self.parents.update({row.code: row.parent for row in (*plan.added, *plan.changed.values())})
        self._known: dict[str, str] = {}

    def of(self, code: str) -> str:
        path = self._known.get(code)
        if path is None:
            parent = self.parents.get(code, "")
            own = str(self.ids[code])
            path = f"{self.of(parent)},{own}" if parent else own
            self._known[code] = path
        return path

    def parent_id(self, code: str) -> str:
        parent = self.parents.get(code, "")
        return str(self.ids[parent]) if parent else "\\N"


def _copy(cursor: Any, statement: str, lines: Iterable[str], after: Callable[[int], None] = lambda _n: None) -> None:
    lines = iter(lines)
    done = 0
    with cursor.copy(statement) as copy:
        while batch := list(islice(lines, BATCH)):
            copy.write("".join(batch))
            done += len(batch)
            after(done)


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\") if "\\" in name else name


def add(plan: Plan, paths: Paths, *, as_of: date, import_id: int, progress: Progress) -> None:
    """Put in the new divisions and their first versions."""
    rows, total = plan.added, 2 * len(plan.added)
    with connection.cursor() as cursor:
        _copy(
            cursor,
            _DIVISION,
            (
                f"{paths.ids[r.code]}\t{pid}\t{r.code}\t{_escaped(r.name)}\t{r.level}\t{paths.parent_id(r.code)}"
                f"\t{{{paths.of(r.code)}}}\n"
                for r, pid in zip(rows, public_ids(len(rows)), strict=True)
            ),
            lambda n: progress(n, total),
        )
        _copy(
            cursor,
            _VERSION,
            (
                f"{paths.ids[r.code]}\t{r.code}\t{_escaped(r.name)}\t{r.level}\t{paths.parent_id(r.code)}"
                f"\t{{{paths.of(r.code)}}}\t{as_of}\t\t{import_id}\n"
                for r in rows
            ),
            lambda n: progress(len(rows) + n, total),
        )


def next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('places_division_id_seq') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def _changed_lines(plan: Plan, existing: Mapping[str, Existing], paths: Paths) -> Iterator[str]:
    changed = plan.changed
    for code, row in changed.items():
        yield (
            f"{paths.ids[code]}\t{code}\t{_escaped(row.name)}\t{row.level}\t{paths.parent_id(code)}\t{{{paths.of(code)}}}\t\n"
        )
    # What stands below a moved division keeps its parent but gets a new path.
    for code in changes.below([row.code for row in plan.moved], existing):
        if code not in changed:
            one = existing[code]
            yield (
                f"{one.id}\t{code}\t{_escaped(one.name)}\t{one.level}\t{paths.parent_id(code)}\t{{{paths.of(code)}}}"
                f"\tabove\n"
            )


def change(
    plan: Plan, existing: Mapping[str, Existing], paths: Paths, *, as_of: date, import_id: int
) -> list[list[Any]] | None:
    """Give renamed, moved and re-coded divisions a new version.

    Returns what stood in versions that were corrected in place; None if one of them has a version that begins after
    `as_of`.
    """
    if not plan.changed:
        return []
    given: dict[str, Any] = {"as_of": as_of, "import": import_id}
    with connection.cursor() as cursor:
        cursor.execute(_TEMPORARY)
        _copy(cursor, _CHANGED, _changed_lines(plan, existing, paths))
        cursor.execute(
            "SELECT EXISTS (SELECT FROM places_divisionversion v JOIN changed_division c ON c.id = v.division_id"
            " WHERE v.valid_from > %(as_of)s)",
            given,
        )
        if cursor.fetchone()[0]:
            return None
        cursor.execute(
            "SELECT v.id, v.code, v.name, v.level, v.parent_id, v.path, v.note, v.came_with_id"
            " FROM places_divisionversion v JOIN changed_division c ON c.id = v.division_id"
            " WHERE v.valid_to IS NULL AND v.valid_from = %(as_of)s",
            given,
        )
        corrected = [list(row) for row in cursor.fetchall()]
        # A version that began on the same day is corrected in place; an older one ends, and a new one begins.
        cursor.execute(
            "UPDATE places_divisionversion v SET code = c.code, name = c.name, level = c.level,"
            " parent_id = c.parent_id, path = c.path, came_with_id = %(import)s FROM changed_division c"
            " WHERE v.division_id = c.id AND v.valid_to IS NULL AND v.valid_from = %(as_of)s",
            given,
        )
        cursor.execute(
            "UPDATE places_divisionversion v SET valid_to = %(as_of)s FROM changed_division c"
            " WHERE v.division_id = c.id AND v.valid_to IS NULL AND v.valid_from < %(as_of)s",
            given,
        )
        cursor.execute(
            "INSERT INTO places_divisionversion"
            " (division_id, code, name, level, parent_id, path, valid_from, note, came_with_id)"
            " SELECT c.id, c.code, c.name, c.level, c.parent_id, c.path, %(as_of)s, c.note, %(import)s"
            " FROM changed_division c WHERE NOT EXISTS (SELECT FROM places_divisionversion v"
            " WHERE v.division_id = c.id AND v.valid_to IS NULL)",
            given,
        )
        cursor.execute(
            "UPDATE places_division d SET code = c.code, name = c.name, level = c.level, parent_id = c.parent_id,"
            " path = c.path FROM changed_division c WHERE d.id = c.id"
        )
        cursor.execute("DROP TABLE changed_division")
    return corrected


def close(codes: list[str], existing: Mapping[str, Existing], *, as_of: date) -> list[int]:
    """Close divisions that a full table no longer names; returns the versions that ended.

    Rows that point to them stay as they are.
    """
    ids = [existing[code].id for code in codes]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE places_divisionversion SET valid_to = greatest(valid_from, %s)"
            " WHERE division_id = ANY(%s) AND valid_to IS NULL RETURNING id",
            [as_of, ids],
        )
        ended = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("UPDATE places_division SET closed_on = %s WHERE id = ANY(%s)", [as_of, ids])
    return ended
