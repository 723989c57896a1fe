"""What is typed is never cut without a word: browsers cut a paste at `maxlength`, so only search fields have one (the
words stand in them). And a search finds words however they are spaced."""

import re
from pathlib import Path

from django import forms

from baiying.ui.templatetags.ui import control

ROOT = Path(__file__).parents[2] / "baiying"


def test_no_field_of_a_template_but_a_search_has_a_maxlength() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {field}"
        for path in ROOT.rglob("templates/**/*.html")
        for field in re.findall(r"<(?:input|textarea)[^>]*maxlength[^>]*>", path.read_text())
        if 'type="search"' not in field
    ]
    assert not found, found


def test_no_field_of_a_form_has_one() -> None:
    class Short(forms.Form):
        number = forms.CharField(max_length=8, widget=forms.TextInput(attrs={"maxlength": 8}))
        words = forms.CharField(max_length=300, widget=forms.Textarea)

    drawn = "".join(str(control(field)) for field in Short())
    assert "<input" in drawn
    assert "maxlength" not in drawn


def test_searches_compare_by_the_key_that_knows_no_blanks() -> None:
    """kit.db.folding.called; a single word of kit.values.finding.runs has no blanks."""
    loose = re.compile(r"__icontains=(?!word\b)|__folded__contains=(?!word\.text\b)")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in ROOT.rglob("*.py")
        if path.name != "folding.py"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if loose.search(line)
    ]
    assert not found, found
