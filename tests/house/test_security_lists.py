"""Each line of docs/security-lists.md names tests that exist, or says that none holds it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def lines() -> list[str]:
    text = (ROOT / "docs/security-lists.md").read_text(encoding="utf-8")
    return [row for row in text.splitlines() if row.startswith("| ") and not row.startswith(("| section", "| clause"))]


def test_every_line_names_tests_or_says_what_is_missing() -> None:
    assert len(lines()) > 50
    for row in lines():
        assert _NAMED.search(row) or "not held" in row or "not done" in row, row


@pytest.mark.parametrize(("file", "name"), sorted({pair for row in lines() for pair in _NAMED.findall(row)}))
def test_every_test_that_is_named_is_there(file: str, name: str) -> None:
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.M)
