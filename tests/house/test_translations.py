"""English: every text has one, with the same placeholders. tests/walks/test_in_english.py opens the pages."""

import functools
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.apps import apps
from django.conf import settings

from baiying.config import messages, paths

HOME = paths.ROOT / "baiying"
CHINESE = re.compile(r"[\u3400-\u9fff]+")
CHINESE_MARKS = re.compile(r"[，。；：（）「」！？]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|</?\w+>")


def catalogues() -> dict[str, list[Message]]:
    return {
        path.name: messages.texts_in(messages.catalogue_of(path)) for path in sorted(HOME.iterdir()) if path.is_dir()
    }


def texts() -> list[Message]:
    return [message for catalogue in catalogues().values() for message in catalogue]


def pairs() -> Iterator[tuple[Message, str, str]]:
    """Every English beside the Chinese that it stands for."""
    for message in texts():
        if isinstance(message.id, tuple):
            yield from ((message, message.id[1], english) for english in message.string)
        else:
            yield message, message.id, str(message.string)


@functools.cache
def without_english() -> list[tuple[str, str]]:
    """The texts that some room uses and its catalogue does not translate: the room, the text."""
    told = {
        (room, *messages.key(message))
        for room, catalogue in catalogues().items()
        for message in catalogue
        if messages.is_told(message) and not message.fuzzy
    }
    return sorted(
        (room, message.id if isinstance(message.id, str) else message.id[0])
        for room, used in messages.gather(HOME).items()
        for message in used
        if message.id and (room, *messages.key(message)) not in told
    )


def say(wrong: list[str], sentence: str) -> None:
    """Fail in a few lines: what is wrong, without the way there."""
    if wrong:
        shown = [*wrong[:40], f"… and {len(wrong) - 40} more"] if len(wrong) > 40 else wrong
        pytest.fail("\n".join([sentence, *shown]), pytrace=False)


def test_every_text_has_its_english() -> None:
    wrong = [
        f"{messages.catalogue_of(HOME / room).relative_to(paths.ROOT)}: {text}" for room, text in without_english()
    ]
    say(wrong, "Run `.venv/bin/baiying messages`, then give these their English:")


def test_a_text_that_several_rooms_use_has_one_english() -> None:
    """Django merges the rooms' catalogues into one: of two translations one would win by the order of rooms."""
    found: dict[object, set[str]] = {}
    for message in texts():
        if messages.is_told(message):
            found.setdefault(messages.key(message), set()).add(str(message.string))
    say([" | ".join(sorted(each)) for each in found.values() if len(each) > 1], "Choose one, in every room:")


def test_every_catalogue_is_one_that_django_finds() -> None:
    found = {Path(app.path) / "locale" for app in apps.get_app_configs()} | set(map(Path, settings.LOCALE_PATHS))
    kept = {path.parents[2] for path in HOME.rglob("locale/*/LC_MESSAGES/*.po")}
    assert kept <= found


def test_no_text_is_used_both_alone_and_with_a_plural() -> None:
    """Alone it would be given the English for one."""
    plural, alone = set(), set()
    for _where, message, _context in messages.texts_of(HOME):
        (plural if isinstance(message, tuple) else alone).add(message[0] if isinstance(message, tuple) else message)
    say(sorted(plural & alone), "Give these another form or context:")


def test_placeholders_are_the_same_in_both_languages() -> None:
    wrong = [
        f"{chinese} | {english}"
        for _, chinese, english in pairs()
        if english and sorted(PLACEHOLDER.findall(chinese)) != sorted(PLACEHOLDER.findall(english))
    ]
    say(sorted(set(wrong)), "The names in %(…)s differ:")


# Two texts of a template right behind each other, at most a condition between them: Chinese needs no blank there.
TEXT = re.compile(r'\{% translate "([^"]+)" %\}|\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}', re.DOTALL)
NOTHING_BETWEEN = re.compile(r"(?:\{% (?:if|endif)[^%]*%\})*")
BEGINS_A_SENTENCE = re.compile(r"[A-Za-z“%(]")


def without_a_blank(template: str, english: dict[str, str]) -> Iterator[str]:
    """Pairs of English sentences that a template sets next to each other without a blank."""
    found = [(m.start(), m.end(), m[1] or re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", m[2])) for m in TEXT.finditer(template)]
    for (_, ends, first), (begins, _, second) in pairwise(found):
        one, other = english.get(first, ""), english.get(second, "")
        stands_next = NOTHING_BETWEEN.fullmatch(template[ends:begins]) and BEGINS_A_SENTENCE.match(other)
        if stands_next and one and not one.endswith(" "):
            yield f"{one} | {other}"


def test_english_sentences_stand_apart() -> None:
    """Where a template sets two sentences next to each other, the English of the first ends in a blank."""
    wrong = []
    for room, catalogue in catalogues().items():
        english = {m.id: str(m.string) for m in catalogue if isinstance(m.id, str) and m.context is None}
        for path in sorted((HOME / room).rglob("templates/**/*.html")):
            wrong += [f"{path.name}: {one}" for one in without_a_blank(path.read_text(encoding="utf-8"), english)]
    say(sorted(set(wrong)), "End the first with a blank:")
    known = {"一。": "One.", "二。": "Two."}
    glued = '{% translate "一。" %}{% if x %}{% translate "二。" %}{% endif %}'
    assert list(without_a_blank(glued, known)) == ["One. | Two."]
    assert not list(without_a_blank(glued, known | {"一。": "One. "}))


def test_what_is_said_of_many_is_the_english_of_many() -> None:
    """A text with the context "many" has a context because its English is another one."""
    alone = {m.id: m.string for m in texts() if m.context is None}
    many = {m.id: m.string for m in texts() if m.context == "many"}
    say([f"{text}: {english}" for text, english in many.items() if alone.get(text) == english], "Say these of many:")
    assert many


def test_english_uses_english_marks() -> None:
    wrong = [f"{chinese} | {english}" for _, chinese, english in pairs() if CHINESE_MARKS.search(english)]
    say(sorted(set(wrong)), "Chinese marks in English:")


def test_what_is_meant_as_many_or_as_one_is_so_in_english() -> None:
    """Chinese has one word for both; a text with its context must not take the English of the bare one."""
    contexts = [(message.context, str(message.id), str(message.string)) for message in texts() if message.context]
    wrong = [
        f"{context}: {text}: {english}"
        for context, text, english in contexts
        if context == "many" and english[-1] != "s"
    ]
    wrong += [
        f"{context}: {text}: {english}"
        for context, text, english in contexts
        if context == "one" and english[-1] == "s"
    ]
    say(wrong, "One, or many:")
