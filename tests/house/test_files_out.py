"""Nothing leaves the house as a file but by the one way that notes, marks and counts it (ui.taken)."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.rooms import PACKAGE, sources

# What answers with a file, and why it need not be noted.
MAY_ANSWER = {
    "ui/taken.py": "the one way",
    "ui/workbooks.py": "makes the workbook that the one way gives out",
    "activities/views/calendars.py": "a calendar of public activities, or one’s own days by one’s own secret address",
}
_ANSWERS = {"FileResponse", "StreamingHttpResponse", "content_disposition_header", "Workbook"}
_SAYS = ("content-disposition", "text/csv", "application/pdf", "application/zip", "spreadsheetml")


def ways_out(tree: ast.AST) -> Iterator[int]:
    """Lines that answer with a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            owner = getattr(getattr(node.func, "value", None), "id", "")
            if name in _ANSWERS or (owner, name) == ("workbooks", "answer"):
                yield node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.lower().startswith(_SAYS) or "spreadsheetml" in node.value:
                yield node.lineno
        elif isinstance(node, ast.ImportFrom) and f"{node.module}" == "baiying.ui.workbooks":
            yield from (node.lineno for one in node.names if one.name == "answer")


def test_no_file_leaves_by_another_way() -> None:
    found = {path.relative_to(PACKAGE).as_posix(): line for _room, path, tree in sources() for line in ways_out(tree)}
    wrong = {where: line for where, line in found.items() if where not in MAY_ANSWER and not where.startswith("kit/")}
    assert not wrong, f"files leave through baiying/ui/taken.py, which notes them: {wrong}"
    assert not MAY_ANSWER.keys() - found.keys(), "no longer answers with a file"


@pytest.mark.parametrize(
    "line",
    [
        "FileResponse(x)", "http.StreamingHttpResponse(x)", "workbooks.answer(x, y, z)", "Workbook(f)",
        "r['Content-Disposition'] = 'attachment'", "HttpResponse(x, content_type='text/csv')",
        "from baiying.ui.workbooks import Sheet, answer",
    ],
)  # fmt: skip
def test_every_way_out_is_seen(line: str) -> None:
    assert list(ways_out(ast.parse(line)))
