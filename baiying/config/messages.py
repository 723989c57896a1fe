"""Message catalogues without GNU tools: collect the texts of code and templates, and compile what was translated.

Every room has its own catalogue, so that two rooms' work never meets in one file. A text that several rooms use stands
in each of them, with the same English; a house test says so.
"""

import io
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
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
# Nothing in the head changes with a collection, a day or a version of Babel: two people's collections must merge.
_HEAD = """\
# English for Baiying.
msgid ""
msgstr ""
"Project-Id-Version: Baiying\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_Key = tuple[str | None, str | tuple[str, ...]]


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


def gather(home: Path) -> dict[str, Catalog]:
    """Every room's texts, each once, without translations."""
    found: dict[str, Catalog] = defaultdict(lambda: Catalog("en", "django", charset="utf-8"))
    for where, message, context in texts_of(home):
        found[where.split("/")[1]].add(message, None, [(where, 0)], context=context)
    return found


def catalogue_of(room: Path) -> Path:
    """Where a room's English stands; Django finds it there by itself if the room is an installed app."""
    return room / _CATALOGUE


def texts_in(catalogue: Path) -> list[Message]:
    """The texts of one catalogue with what they are in English; none if there is no such file."""
    if not catalogue.exists():
        return []
    with catalogue.open("rb") as source:
        return [message for message in read_po(source, locale="en", domain="django") if message.id]


def key(message: Message) -> _Key:
    """What makes two uses the same text."""
    return message.context, message.id if isinstance(message.id, str) else tuple(message.id)


def collect(home: Path) -> tuple[int, int]:
    """Write every room's texts into its catalogue; gives how many there are and how many lack English.

    English that a room lacks is taken from another room that has it.
    """
    gathered = gather(home)
    before = sorted(home.rglob(str(_CATALOGUE)))
    known = {key(text): text for path in before for text in texts_in(path) if is_told(text)}
    for path in before:
        if path not in {catalogue_of(home / room) for room in gathered}:
            path.unlink()
    total = missing = 0
    for room, catalogue in gathered.items():
        target = catalogue_of(home / room)
        own = {key(text): text for text in texts_in(target)}
        for text in catalogue:
            if text.id:
                _tell(text, own.get(key(text)), known.get(key(text)))
                total, missing = total + 1, missing + (not is_told(text))
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            out.write(_HEAD.encode())
            write_po(out, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=True)
    return total, missing


def _tell(text: Message, own: Message | None, elsewhere: Message | None) -> None:
    """Give a text the English that it has already, here or in another room."""
    if own is not None:
        text.user_comments = own.user_comments
    found = own if own is not None and is_told(own) else elsewhere
    if found is not None:
        text.string = found.string


def is_told(text: Message) -> bool:
    """Whether a text has English, in every number if it has a plural."""
    return all(text.string) if isinstance(text.string, (tuple, list)) else bool(text.string)


def compile_all(home: Path) -> None:
    """Make the binary catalogue of every translation file, and remove those whose file is gone."""
    for source in home.rglob("locale/*/LC_MESSAGES/*.po"):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        draft = source.with_suffix(".mo.new")
        with draft.open("wb") as out:
            write_mo(out, catalogue)
        draft.replace(source.with_suffix(".mo"))
    for compiled in home.rglob("locale/*/LC_MESSAGES/*.mo"):
        if not compiled.with_suffix(".po").exists():
            compiled.unlink()


if __name__ == "__main__":
    if sys.argv[1:] == ["collect"]:
        settings.configure(USE_I18N=False)
        total, missing = collect(paths.ROOT / "baiying")
        sys.stdout.write(f"{total} texts, {missing} without English\n")
    compile_all(paths.ROOT / "baiying")
