"""Everything that is locked is a kind with a rank, taken through kit.db.locks, and stands in the written order."""

import ast
import re
from pathlib import Path

import pytest

from tests.house import rooms

README = rooms.PACKAGE / "kit" / "db" / "README.md"
# What asks the database itself, and why that is no part of the order.
_OWN = {
    "kit/db/locks.py": "the piece itself",
    "kit/chain/sealing.py": "stands below kit.db, tries and never waits",
    "kit/queue.py": "one row of the queue's own table, and nothing is locked after it",
    "kit/resealing.py": "one table, piece by piece, each a transaction of its own, by the command of a key's change",
    "config/migrating.py": "a lock of the whole session, of the owner's process, in which no action runs",
}
# Locks that a function or trigger of the database takes, and the kind that names each.
_IN_SQL = {
    "activities/sql/sign_up.sql": "OWN_SIGNUPS",
    "hours/sql/check_in.sql": "SHIFT",
    "activities/sql/refuse_merged.sql": "MERGED_PERSON",
    "hours/sql/refuse_merged.sql": "MERGED_PERSON",
    "teams/sql/refuse_merged.sql": "MERGED_PERSON",
    "activities/sql/refuse_merged_team.sql": "MERGED_TEAM",
    "teams/sql/refuse_merged_team.sql": "MERGED_TEAM",
    "accounts/sql/last_one_stays.sql": "LAST_OF_A_KIND",
    "teams/sql/last_admin_stays.sql": "LAST_ADMIN",
}
_LOCKS = re.compile(r"select_for_update|pg_(try_)?advisory|FOR (NO KEY )?(UPDATE|SHARE)\b|FOR KEY SHARE")


def _name(path: Path) -> str:
    return path.relative_to(rooms.PACKAGE).as_posix()


def _kinds() -> dict[str, tuple[str, int, str]]:
    """The constant of each kind: its name, its rank, and where it is declared."""
    found = {}
    for _room, path, tree in rooms.sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                call = node.value
                if isinstance(call.func, ast.Name) and call.func.id == "Kind" and len(call.args) == 2:
                    name, rank = (ast.literal_eval(one) for one in call.args)
                    if isinstance(rank, int):
                        found[ast.unparse(node.targets[0])] = (name, rank, _name(path))
    return found


def test_no_room_locks_but_through_the_declared_kinds() -> None:
    wrong = [
        f"{_name(path)}:{node.lineno}"
        for _room, path, tree in rooms.sources()
        if _name(path) not in _OWN
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "select_for_update")
    ]
    wrong += [
        f"{_name(path)}:{line}"
        for _room, path, tree in rooms.sources()
        if _name(path) not in _OWN
        for line, text in rooms.strings(tree)
        if _LOCKS.search(text)
    ]
    assert not wrong, f"lock through kit.db.locks, by a function in the room's locked.py: {wrong}"


def _joins_what_it_locks(tree: ast.AST) -> list[int]:
    """Where rows are joined to what is locked in the same statement: in what is given to take, or after it."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "take":
            found += [node.lineno for argument in node.args if "select_related" in ast.unparse(argument)]
        if isinstance(node, ast.Attribute) and node.attr in {"select_related", "prefetch_related"}:
            called = {ast.unparse(one.func) for one in ast.walk(node.value) if isinstance(one, ast.Call)}
            found += [node.lineno for name in called if name == "take" or name.split(".")[0] == "locked"]
    return found


def test_nothing_is_joined_to_what_is_locked() -> None:
    wrong = [
        f"{_name(path)}:{line}"
        for _room, path, tree in rooms.sources()
        if _name(path) not in _OWN
        for line in _joins_what_it_locks(tree)
    ]
    assert not wrong, f"lock the row alone, and read what belongs to it afterwards (kit.db.locks.hold): {wrong}"


@pytest.mark.parametrize(
    "line",
    [
        "take(A, Row.objects.select_related('x')).get(pk=1)",
        "take(A, Row.objects.all()).select_related('x')",
        "list(locked.shifts(1).filter(x=2).select_related('post'))",
    ],
)
def test_every_shape_of_a_join_to_what_is_locked_is_seen(line: str) -> None:
    assert _joins_what_it_locks(ast.parse(line))


def test_what_the_database_locks_by_itself_has_a_kind_too() -> None:
    found = {
        _name(path)
        for path in rooms.PACKAGE.rglob("sql/*.sql")
        if _LOCKS.search(re.sub(r"--.*", "", path.read_text(encoding="utf-8")))
    }
    assert found == set(_IN_SQL), "name the kind in the room's locked.py and here"
    assert set(_IN_SQL.values()) <= set(_kinds())


def test_kinds_stand_in_the_rooms_locked_py() -> None:
    wrong = [where for _name_, _rank, where in _kinds().values() if not where.endswith("/locked.py")]
    assert not wrong, f"a room's kinds and what takes them stand in its locked.py: {wrong}"


def test_the_written_order_is_the_order_of_the_ranks() -> None:
    declared = sorted(((rank, name) for name, rank, _where in _kinds().values()))
    assert len({rank for rank, _ in declared}) == len(declared), "no two kinds share a rank"
    written = re.findall(r"^\| (\d+) \| ([^|]+) \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert [(int(rank), name.strip()) for rank, name in written] == declared
