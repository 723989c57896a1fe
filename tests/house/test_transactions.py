"""Actions use the kit's transactions, which try again; a constraint's error is looked at before it is explained."""

import ast
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parents[2] / "baiying"
# Composition and the piece itself; the demo writes to the owner's connection while it loads.
_OWN = {"kit/db/transaction.py", "kit/db/functions.py", "demo/actions.py"}


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(HOME.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(HOME).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_actions_use_the_transactions_that_try_again() -> None:
    wrong = [
        where
        for where, tree in _sources()
        if "/actions" in where and where not in _OWN
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "django.db"
        and any(name.name == "transaction" for name in node.names)
    ]
    assert not wrong, f"write `from baiying.kit.db import transaction`: {wrong}"


def test_a_constraint_is_recognised_by_its_name() -> None:
    wrong = [
        f"{where}:{handler.lineno}"
        for where, tree in _sources()
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler)
        and handler.type is not None
        and "IntegrityError" in ast.unparse(handler.type)
        and "constraint_of" not in ast.unparse(handler)
    ]
    assert not wrong, f"ask errors.constraint_of(error) which constraint refused: {wrong}"
