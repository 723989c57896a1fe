"""Putting back what an import of divisions changed in the tree, as long as nothing hangs on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from baiying.places.models import DivisionImport

# Tables of the tree itself: what they say of an import's rows goes or is put back with them.
_OWN = ("places_division", "places_divisionversion", "places_site", "places_sitestatechange")

_TOUCHED = """
SELECT division_id FROM places_divisionversion WHERE came_with_id = %(import)s
UNION SELECT division_id FROM places_divisionversion WHERE id = ANY(%(closed)s)
"""
_ADDED = """
SELECT v.division_id FROM places_divisionversion v WHERE v.came_with_id = %(import)s
  AND NOT EXISTS (SELECT FROM places_divisionversion o WHERE o.division_id = v.division_id AND o.id < v.id)
  AND NOT v.id = ANY(%(corrected)s)
"""
_REFERENCES = """
SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = %s::regclass AND c.conparentid = 0
"""
_LATER = """
SELECT EXISTS (SELECT FROM places_divisionversion v WHERE v.division_id = ANY(%(touched)s)
               AND v.came_with_id > %(import)s)
    OR EXISTS (SELECT FROM places_division d WHERE d.id = ANY(%(touched)s) AND d.closed_on IS NOT NULL
               AND NOT d.id = ANY(%(closed_ids)s))
    OR EXISTS (SELECT FROM places_division d WHERE d.parent_id = ANY(%(added)s) AND NOT d.id = ANY(%(added)s))
"""
# A site that was made for the area and of which nobody has said anything yet.
_TOUCHED_SITES = """
SELECT s.division_id FROM places_site s WHERE s.division_id = ANY(%(added)s) AND NOT s.id = ANY(%(moved)s)
  AND (s.state <> 'not_built' OR s.address <> '' OR s.phone <> '' OR s.opening_hours <> '' OR s.longitude IS NOT NULL
       OR EXISTS (SELECT FROM places_sitestatechange c WHERE c.site_id = s.id))
"""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why an import cannot be undone: `unknown` (of before undo was kept), `merged` (something hung on an area that
    became part of another, and has followed), `later` (changed since), `hangs`, `planned` (at a site that went along
    with its area something was planned where the site is now: it would stay there while the site goes back).

    `names` are some of the areas on which something hangs, `count` how many there are.
    """

    why: str
    count: int = 0
    names: tuple[str, ...] = ()


def hindrance(row: DivisionImport) -> Hindrance | None:
    """What stands against undoing this import; None if nothing does."""
    if row.before is None:
        return Hindrance("unknown")
    if row.counts.get("merged") and not row.before.get("bare"):
        # The rooms have moved their rows, and which lay where before is no longer to be told apart.
        return Hindrance("merged")
    with connection.cursor() as cursor:
        given = _given(cursor, row)
        cursor.execute(_LATER, given)
        if cursor.fetchone()[0]:
            return Hindrance("later")
        hanging = _hanging(cursor, given)
        if hanging:
            cursor.execute("SELECT name FROM places_division WHERE id = ANY(%s) ORDER BY code LIMIT 3", [list(hanging)])
            return Hindrance("hangs", len(hanging), tuple(name for (name,) in cursor.fetchall()))
        planned = _planned_at_moved(cursor, given["moved"])
        if planned:
            cursor.execute("SELECT name FROM places_site WHERE id = ANY(%s) ORDER BY id LIMIT 3", [list(planned)])
            return Hindrance("planned", len(planned), tuple(name for (name,) in cursor.fetchall()))
    return None


def _given(cursor: Any, row: DivisionImport) -> dict[str, Any]:
    before = row.before or {}
    given: dict[str, Any] = {
        "import": row.pk,
        "closed": list(before.get("closed", [])),
        "corrected": [one[0] for one in before.get("corrected", [])],
        "moved": [site_id for site_id, _area_id in before.get("sites", [])],
    }
    cursor.execute(_TOUCHED, given)
    given["touched"] = _ids(cursor)
    cursor.execute(_ADDED, given)
    given["added"] = _ids(cursor)
    cursor.execute("SELECT division_id FROM places_divisionversion WHERE id = ANY(%(closed)s)", given)
    given["closed_ids"] = _ids(cursor)
    return given


def _ids(cursor: Any) -> list[int]:
    return [pk for (pk,) in cursor.fetchall()]


def _hanging(cursor: Any, given: dict[str, Any]) -> set[int]:
    """Added divisions that a row of another table names, and divisions whose new version one does."""
    found: set[int] = set()
    cursor.execute(_TOUCHED_SITES, given)
    found.update(_ids(cursor))
    cursor.execute(
        "SELECT v.id, v.division_id FROM places_divisionversion v WHERE v.came_with_id = %(import)s"
        " AND NOT v.id = ANY(%(corrected)s)",
        given,
    )
    versions = dict(cursor.fetchall())
    cursor.execute(
        "SELECT s.id, s.division_id FROM places_site s"
        " WHERE s.division_id = ANY(%(added)s) AND NOT s.id = ANY(%(moved)s)",
        given,
    )
    sites = dict(cursor.fetchall())
    added = {pk: pk for pk in given["added"]}
    for table, owner in (("places_division", added), ("places_divisionversion", versions), ("places_site", sites)):
        found.update(_named_elsewhere(cursor, table, owner))
    return found


def are_bare(area_ids: Sequence[int]) -> bool:
    """Whether nothing but their sites hangs on areas: then nothing follows where they become part of another."""
    with connection.cursor() as cursor:
        return not _named_elsewhere(cursor, "places_division", {pk: pk for pk in area_ids})


def site_is_named(site_id: int) -> bool:
    """Whether any table but a site's own history names it."""
    with connection.cursor() as cursor:
        return bool(_named_elsewhere(cursor, "places_site", {site_id: site_id}))


def _named_elsewhere(cursor: Any, table: str, owner: dict[int, int]) -> set[int]:
    if not owner:
        return set()
    cursor.execute(_REFERENCES, [table])
    found: set[int] = set()
    for other, column in cursor.fetchall():
        if other not in _OWN:
            cursor.execute(
                f'SELECT DISTINCT "{column}" FROM {other} WHERE "{column}" = ANY(%s)',
                [list(owner)],
            )
            found.update(owner[pk] for pk in _ids(cursor))
    return found


def _planned_at_moved(cursor: Any, site_ids: Sequence[int]) -> set[int]:
    """Sites that went along, at which a row of another room stands with the area that they are in now."""
    found: set[int] = set()
    if not site_ids:
        return found
    cursor.execute(_REFERENCES, ["places_site"])
    sites = [(table, column) for table, column in cursor.fetchall() if table not in _OWN]
    cursor.execute(_REFERENCES, ["places_division"])
    areas: dict[str, list[str]] = {}
    for table, column in cursor.fetchall():
        areas.setdefault(table, []).append(column)
    for table, column in sites:
        for area in areas.get(table, []):
            cursor.execute(
                f'SELECT DISTINCT o."{column}" FROM {table} o JOIN places_site s ON s.id = o."{column}"'
                f' WHERE s.id = ANY(%s) AND o."{area}" = s.division_id',
                [list(site_ids)],
            )
            found.update(_ids(cursor))
    return found


def put_back(row: DivisionImport) -> None:
    """Take out what the import added, put back what it changed and closed. Ask `hindrance` first, the tree locked."""
    with connection.cursor() as cursor:
        given = _given(cursor, row)
        for site_id, area_id in (row.before or {}).get("sites", []):
            cursor.execute("UPDATE places_site SET division_id = %s WHERE id = %s", [area_id, site_id])
        cursor.execute("DELETE FROM places_site WHERE division_id = ANY(%(added)s)", given)
        cursor.execute(
            "WITH gone AS (DELETE FROM places_divisionversion WHERE came_with_id = %(import)s"
            " AND NOT id = ANY(%(corrected)s) RETURNING division_id) SELECT DISTINCT division_id FROM gone",
            given,
        )
        reopened = set(_ids(cursor)) - set(given["added"])
        cursor.execute("DELETE FROM places_division WHERE id = ANY(%(added)s)", given)
        _correct(cursor, (row.before or {}).get("corrected", []))
        cursor.execute(
            "UPDATE places_divisionversion v SET valid_to = NULL WHERE v.id IN (SELECT DISTINCT ON (division_id) id"
            " FROM places_divisionversion WHERE division_id = ANY(%s) ORDER BY division_id, valid_from DESC, id DESC)",
            [sorted(reopened)],
        )
        cursor.execute("UPDATE places_divisionversion SET valid_to = NULL WHERE id = ANY(%(closed)s)", given)
        cursor.execute(
            "UPDATE places_division d SET code = v.code, name = v.name, level = v.level, parent_id = v.parent_id,"
            " path = v.path, closed_on = NULL, successor_id = NULL FROM places_divisionversion v"
            " WHERE v.division_id = d.id AND v.valid_to IS NULL AND d.id = ANY(%(touched)s)",
            given,
        )


def _correct(cursor: Any, versions: Sequence[Sequence[Any]]) -> None:
    cursor.executemany(
        "UPDATE places_divisionversion SET code = %s, name = %s, level = %s, parent_id = %s, path = %s, note = %s,"
        " came_with_id = %s WHERE id = %s",
        [[*rest, pk] for pk, *rest in versions],
    )
