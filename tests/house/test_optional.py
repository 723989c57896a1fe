"""“（选填）” stands beside what may be left empty only: what another answer asks for is named in `sometimes`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from baiying.places.forms import ImportSites
from baiying.ui.templatetags.ui import may_stay_empty
from tests.house.rooms import ROOT

FORMS = sorted(path for path in (ROOT / "baiying").rglob("*.py") if "forms" in path.as_posix())


def _optional(form: ast.ClassDef) -> set[str]:
    """Fields of a form that are not required by themselves."""
    found = set()
    for node in ast.walk(form):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            for key in node.value.keywords:
                if key.arg == "required" and isinstance(key.value, ast.Constant) and key.value.value is False:
                    found |= set(_named(node.targets[0]))
    return found


def _named(target: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        yield str(target.slice.value)


def _asked_for(form: ast.ClassDef) -> set[str]:
    """Fields at which the form itself says that something is to be filled in."""
    found = set()
    for node in ast.walk(form):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add_error"):
            continue
        name, said = node.args[0], ast.unparse(node.args[1])
        if isinstance(name, ast.Constant) and isinstance(name.value, str) and any(one in said for one in ASKS):
            found.add(name.value)
    return found


ASKS = ("请写", "请填", "请选择", "请说明", "要写", "请抄写")


def _sometimes(form: ast.ClassDef) -> set[str]:
    for node in form.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if target is not None and ast.unparse(target) == "sometimes":
            return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return set()


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_form_may_ask_for_is_not_called_optional(path: Path) -> None:
    for form in ast.walk(ast.parse(path.read_text())):
        if isinstance(form, ast.ClassDef):
            missing = (_asked_for(form) & _optional(form)) - _sometimes(form)
            assert not missing, f"{form.name} asks for {missing}: name them in `sometimes`"
            assert _sometimes(form) <= _optional(form), f"{form.name} names what it has not, or what is required"


def test_the_page_reads_it() -> None:
    form = ImportSites()
    assert not may_stay_empty(form["file"]), "there is no import without a table"
    assert may_stay_empty(form["without_refused"])
    assert not may_stay_empty(form["datum"]), "it is required"
