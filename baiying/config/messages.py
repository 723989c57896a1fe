"""Message catalogues without GNU tools: collect the texts of code and templates, and compile what was translated."""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from baiying.config import paths

_FUNCTIONS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "translate": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

# Chinese stands in the code itself; English is the translation.
_CATALOGUE = Path("locale", "en", "LC_MESSAGES", "django.po")


def texts_of(home: Path) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """Every use of a text in code and templates: the file, the text (with its plural, if it has one), the context."""
    for path in sorted([*home.rglob("*.py"), *home.glob("*/templates/**/*.html"), *home.glob("*/templates/**/*.txt")]):
        if "migrations" in path.parts:
            continue
        text = path.read_text()
        source = text if path.suffix == ".py" else templatize(text, origin=str(path))
        where = path.relative_to(home.parent).as_posix()
        for _, message, _, context in extract("python", io.BytesIO(source.encode()), keywords=_FUNCTIONS):
            yield where, message, context


def gather(home: Path) -> Catalog:
    """Every text, once, without translations."""
    found = Catalog(charset="utf-8")
    for where, message, context in texts_of(home):
        found.add(message, None, [(where, 0)], context=context)
    return found


def collect(home: Path) -> tuple[int, int]:
    """Write every text into the catalogue of translations; gives how many there are and how many lack English."""
    target = home / _CATALOGUE
    catalogue = read_po(target.open("rb"), locale="en", domain="django") if target.exists() else Catalog("en", "django")
    catalogue.update(gather(home), no_fuzzy_matching=True, keep_user_comments=True)
    catalogue.obsolete.clear()
    # Nothing in the head that changes with every collection: two people's collections must merge.
    catalogue.project, catalogue.version, catalogue.header_comment = "Baiying", "1", "# English for Baiying."
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 11, 24, tzinfo=UTC)
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = "the project"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        write_po(out, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=False)
    texts = [m for m in catalogue if m.id]
    return len(texts), sum(not (all(m.string) if isinstance(m.string, tuple) else m.string) for m in texts)


def compile_all(home: Path) -> None:
    """Make the binary catalogue of every translation file."""
    for source in home.rglob("locale/*/LC_MESSAGES/*.po"):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        draft = source.with_suffix(".mo.new")
        with draft.open("wb") as out:
            write_mo(out, catalogue)
        draft.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    if sys.argv[1:] == ["collect"]:
        settings.configure(USE_I18N=False)
        total, missing = collect(paths.ROOT / "baiying")
        sys.stdout.write(f"{total} texts, {missing} without English\n")
    compile_all(paths.ROOT / "baiying")
