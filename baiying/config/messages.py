"""The message catalogues: collected from sources and templates, kept in .po files, compiled without gettext tools.

The source language is Simplified Chinese, so its catalogue is the source itself; `locale/en` holds the English.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, extract, mofile, pofile
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
ENGLISH = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
# What templatize makes of {% translate %}, {% blocktranslate %} and _("...") in tags.
_CALL = re.compile(r"\b(gettext|ngettext|pgettext|npgettext|_)\(")

Found = tuple[str, int, str | tuple[str, ...], str | None]


def collect() -> Iterator[Found]:
    """Every text for people: file, line, text (or singular and plural), context."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _from_python(path, path.read_bytes())
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        yield from _from_template(path)


def _from_python(path: Path, source: bytes) -> Iterator[Found]:
    name = str(path.relative_to(PACKAGE.parent))
    for line, texts, _, context in extract.extract("python", io.BytesIO(source), KEYWORDS):
        yield name, line, texts, context


def _from_template(path: Path) -> Iterator[Found]:
    """Each call that templatize leaves is read alone: what stands between them is not Python."""
    name = str(path.relative_to(PACKAGE.parent))
    plain = templatize(path.read_text(encoding="utf-8"), origin=name)
    for call in _CALL.finditer(plain):
        end = _end_of_call(plain, call.end())
        snippet = plain[call.start() : end].encode()
        line = plain.count("\n", 0, call.start()) + 1
        for _, texts, _, context in extract.extract("python", io.BytesIO(snippet), KEYWORDS):
            yield name, line, texts, context


def _end_of_call(text: str, position: int) -> int:
    quote, depth = "", 1
    while position < len(text) and depth:
        character = text[position]
        if quote:
            if character == "\\":
                position += 1
            elif character == quote:
                quote = ""
        elif character in "'\"":
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
        position += 1
    return position


def update() -> tuple[int, int]:
    """Bring the English catalogue up to date with the sources. Returns texts in all, texts without English."""
    template = Catalog(charset="utf-8", fuzzy=False)
    for name, line, texts, context in collect():
        template.add(texts, locations=[(name, line)], context=context)
    catalogue = _read()
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with open(ENGLISH, "wb") as file:
        pofile.write_po(file, catalogue, width=120, sort_output=True, no_location=True, omit_header=False)
    return len(catalogue), sum(1 for m in catalogue if m.id and not all(_strings(m.string)))


def _strings(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _read() -> Catalog:
    if not ENGLISH.exists():
        return Catalog(locale="en", charset="utf-8", fuzzy=False, project="Baiying")
    with open(ENGLISH, "rb") as file:
        return pofile.read_po(file, locale="en")


def compile_all() -> None:
    """Write the .mo file beside the .po file if the .po file is newer."""
    target = ENGLISH.with_suffix(".mo")
    if not ENGLISH.exists() or (target.exists() and target.stat().st_mtime > ENGLISH.stat().st_mtime):
        return
    with open(target, "wb") as file:
        mofile.write_mo(file, _read())
