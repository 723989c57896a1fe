"""What stands where: rooms, their floors and their sources, found by themselves for the tests of the house."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "baiying"
# Not rooms with a door: the ground floors, which all may use, and the composition on top.
FURNITURE = {"kit", "ui", "config"}


@cache
def rooms() -> tuple[str, ...]:
    """Every room that is there."""
    return tuple(sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")))


@cache
def floors() -> tuple[frozenset[str], ...]:
    """The floors from the ground up, as `.importlinter` holds them; rooms of one floor stand together."""
    text = (ROOT / ".importlinter").read_text(encoding="utf-8")
    listed = text.split("[importlinter:contract:floors]")[1].split("layers =\n")[1].split("\n\n")[0]
    return tuple(frozenset(re.findall(r"\w+", line)) for line in reversed(listed.splitlines()))


def floor_of(room: str) -> int:
    return next(number for number, names in enumerate(floors()) if room in names)


def is_below(lower: str, upper: str) -> bool:
    return floor_of(lower) < floor_of(upper)


@cache
def sources() -> tuple[tuple[str, Path, ast.Module], ...]:
    """Every module but migrations: the room, the file, what it says."""
    return tuple(
        (path.relative_to(PACKAGE).parts[0], path, ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    )


def inside(path: Path) -> str:
    """The name of a room's file, or of the package of files, without what stands in it: views, actions, rules."""
    return path.relative_to(PACKAGE).parts[1].removesuffix(".py")


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The texts in code, with their lines; what only explains is left out."""
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "{x}" for part in node.values]
            explained |= {id(part) for part in node.values}
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.lineno, node.value
