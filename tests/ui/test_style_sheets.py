"""A class is styled in one place: two sheets that both lay claim to a name undo each other."""

import re
from collections import defaultdict

from baiying.config import paths

_PLAIN = re.compile(r"^(\.[\w-]+) \{", re.MULTILINE)


def test_no_two_sheets_say_what_one_class_is() -> None:
    homes = defaultdict(set)
    for sheet in (paths.ROOT / "baiying" / "ui" / "static" / "ui" / "css").glob("*.css"):
        for name in _PLAIN.findall(sheet.read_text(encoding="utf-8")):
            homes[name].add(sheet.name)
    assert len(homes) > 50
    assert {name: sheets for name, sheets in homes.items() if len(sheets) > 1} == {}
