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


# What a press of these brings is a page that asks first, on the same address: sent the plain way, "back" and a reload
# afterwards would ask to send the form again, or show the browser's own page of an error.
_ASKS_FIRST = (
    "hours/parts/all_left.html",
    "hours/all_left.html",
    "ui/components/listing.html",
    "ui/bulk.html",
)


def test_what_a_press_asks_first_does_not_stand_in_the_way_of_back() -> None:
    root = Path(baiying.__file__).parent
    for name in _ASKS_FIRST:
        (path,) = root.glob(f"*/templates/{name}")
        forms = [one for one in _FORM.findall(path.read_text()) if 'method="post"' in one and "by-listing" not in one]
        assert forms, name
        assert all("data-in-place" in one for one in forms), name
