"""What was typed outlives a signal that is lost: forms are sent by the page that stands (`data-in-place` of ui.js)."""

import re
from pathlib import Path

import baiying

_FORM = re.compile(r"<form\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>")


def test_every_form_that_one_types_into_is_sent_in_place() -> None:
    lost = []
    for path in sorted(Path(baiying.__file__).parent.rglob("templates/**/*.html")):
        name = "/".join(path.parts[-2:])
        if "gallery" in path.parts:
            continue
        for form in _FORM.findall(path.read_text()):
            typed = re.search(r'class="by-form[" ]', form) and "get" not in re.findall(r'method="(\w+)"', form)
            if typed and "data-in-place" not in form and "hx-post" not in form:
                lost.append(f"{name}: {form}")
    assert not lost, "\n".join(["Without a signal the browser's own page takes the place of these:", *lost])
