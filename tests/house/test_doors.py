"""What an import linter cannot see: rooms are entered by their doors, foreign keys point down, only actions write."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "baiying"
FURNITURE = {"kit", "ui", "config"}
DOORS = {"queries", "actions", "access", "facts", "rights"}
FLOORS = [
    "kit", "ui", "notices", "places", "accounts", "people", "teams", "activities", "hours", "needs", "certificates",
    "mobilisation", "supplies", "figures", "contests", "honours", "coordination", "assessment", "dashboards",
    "exchange", "demo", "desk", "config",
]  # fmt: skip


def sources() -> Iterator[tuple[str, Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        yield path.relative_to(PACKAGE).parts[0], path, ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def allowed_door(room: str, target: str, path: Path) -> bool:
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
        if not allowed_door(room, target, path)
    ]
    assert not wrong, "Use queries, actions, access or facts of the other room:\n" + "\n".join(wrong)


def test_foreign_keys_point_down() -> None:
    wrong = []
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in FLOORS:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and getattr(field, "many_to_one", False) and field.related_model is not None:
                other = field.related_model._meta.app_label  # type: ignore[union-attr]
                if other in FLOORS and FLOORS.index(other) > FLOORS.index(room):
                    wrong.append(f"{model.__name__}.{field.name} -> {other}")
    assert not wrong, "A lower room may not point up:\n" + "\n".join(wrong)


WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
MAY_WRITE = {"actions", "bulk"}


_SAVE_ARGUMENTS = {"update_fields", "force_insert", "force_update", "using"}


def saves_a_row(call: ast.Call) -> bool:
    """Spreadsheets and drafts are saved as well, but never by a call of this shape."""
    return not call.args and {k.arg for k in call.keywords} <= _SAVE_ARGUMENTS


def writes(tree: ast.Module) -> Iterator[int]:
    actions = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and "actions" in f"{node.module}.{node.names[0].name}"
        for name in node.names
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
            continue
        chain = ast.unparse(node.func.value)
        if chain.split(".")[0] in actions:
            continue
        if (
            ".objects" in chain
            or chain.endswith((".filter()", ".select_for_update()"))
            or (node.func.attr == "save" and saves_a_row(node))
        ):
            yield node.lineno


def test_only_actions_and_bulk_write() -> None:
    wrong = []
    for room, path, tree in sources():
        if room in {"kit", "config", "__init__.py"}:
            continue
        inside = path.relative_to(PACKAGE / room).parts
        if inside[0].removesuffix(".py") in MAY_WRITE:
            continue
        wrong += [f"{path.relative_to(ROOT)}:{line}" for line in writes(tree)]
    assert not wrong, "Writes belong in actions.py:\n" + "\n".join(wrong)


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
    rooms = [p for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").exists()]
    missing = [p.name for p in rooms if p.name != "locale" and not (p / "README.md").exists()]
    assert not missing, f"One screen of README.md is missing in: {missing}"
