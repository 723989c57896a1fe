"""What an import linter cannot see: rooms are entered by their doors, foreign keys point down, files stay small."""

import ast

import pytest
from django.apps import apps

from tests.house.rooms import FURNITURE, PACKAGE, ROOT, floors, imports, is_below, rooms, sources

DOORS = {"queries", "actions", "access", "facts", "rights"}


def allowed_door(room: str, target: str) -> bool:
    parts = target.split(".")
    if len(parts) < 3 or parts[0] != "baiying" or parts[1] in FURNITURE | {room}:
        return True
    # The invented city and a room's own bulk loader go in by the back door, which a test holds equal to the actions.
    if room == "demo" and parts[2] in {"bulk", "rules"}:
        return True
    return parts[2] in DOORS


def test_rooms_are_entered_only_by_their_doors() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {target}"
        for room, path, tree in sources()
        if room != "config"
        for target in imports(tree)
        if not allowed_door(room, target)
    ]
    assert not wrong, "Use queries, actions, access or facts of the other room:\n" + "\n".join(wrong)


def test_foreign_keys_point_down() -> None:
    known = frozenset().union(*floors())
    wrong = []
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in known:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and getattr(field, "many_to_one", False) and field.related_model is not None:
                other = field.related_model._meta.app_label  # type: ignore[union-attr]
                if other in known and other != room and not is_below(other, room):
                    wrong.append(f"{model.__name__}.{field.name} -> {other}")
    assert not wrong, "A room may only point to rooms below:\n" + "\n".join(wrong)


@pytest.mark.parametrize("limit", [400])
def test_files_and_functions_stay_small(limit: int) -> None:
    long = []
    for _, path, tree in sources():
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > limit:
            long.append(f"{path.relative_to(ROOT)}: {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 60:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length} lines")
    assert not long, "Split by noun:\n" + "\n".join(long)


def test_every_room_has_a_readme() -> None:
    missing = [room for room in rooms() if not (PACKAGE / room / "README.md").exists()]
    assert not missing, f"One screen of README.md is missing in: {missing}"
