"""Whole numbers that somebody typed are read by `kit.values.numbers.whole` and by nothing else.

`int` fails at more than 4300 digits, and at signs that `isdigit` takes for digits; each reader of its own forgot one.
"""

import re

import pytest

from tests.house.rooms import PACKAGE

pytestmark = pytest.mark.rules
_OWN = re.compile(r"\bint\(.*\.is(?:digit|decimal|numeric)\(|\.is(?:digit|decimal|numeric)\(.*\bint\(")
# Checked by their length too, or not from people.
KNOWN = {"kit/values/numbers.py", "kit/sheets/web.py", "kit/addresses.py"}


def test_no_room_reads_whole_numbers_by_itself() -> None:
    found = []
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        if name in KNOWN or name.startswith(("config/", "demo/")):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [f"{name}:{n} {line.strip()}" for n, line in enumerate(lines, 1) if _OWN.search(line)]
    assert not found, "Read it by kit.values.numbers.whole: " + "; ".join(found)
