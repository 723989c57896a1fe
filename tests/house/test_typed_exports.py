"""What a list writes in words for people, a file has as numbers and days: of every list of every room."""

import ast
from pathlib import Path

import pytest

ROOMS = Path(__file__).parents[2] / "baiying"
# How lengths of time, days and moments are written for people.
_SAID = {"minutes_text", "date_text", "datetime_text", "span_text"}
_OF_FILES = {"value", "in_file"}
# Words that a file says too: no one number or day stands in them.
_WORDS = {"_terms"}


def _calls(node: ast.AST) -> set[str]:
    return {
        call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name)
    }


def _untyped(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    made = {one.name: one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    found = []
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and ast.unparse(call.func) in {"listing.Column", "Column"}):
            continue
        given = {one.arg: one.value for one in call.keywords}
        cell = given.get("cell") or (call.args[2] if len(call.args) > 2 else None)
        if cell is None or _OF_FILES & given.keys() or len(call.args) > 3:
            continue
        said = _calls(cell)
        if isinstance(cell, ast.Name) and cell.id in made and cell.id not in _WORDS:
            said = _calls(made[cell.id])
        if said & _SAID:
            found.append(f"{path.name}:{call.lineno}")
    return found


@pytest.mark.parametrize("room", sorted(path.name for path in ROOMS.iterdir() if (path / "views").is_dir()))
def test_lengths_and_days_of_a_list_are_typed_in_its_file(room: str) -> None:
    wrong = [one for path in (ROOMS / room / "views").rglob("*.py") for one in _untyped(path)]
    assert not wrong, "listing.at_column, span_column and minutes_column say both"
