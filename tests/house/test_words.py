"""One word for one thing: what docs/words.md says we do not say stands in no page, message, print, catalogue (P27)."""

import functools
import re
from collections.abc import Iterator

from tests.house import rooms
from tests.house.test_translations import pairs, say

# Agreed to by somebody, word for word: these never change. The title is the law's own.
AGREED = "/templates/people/consents/"
TITLE = "个人信息保护负责人"
# Headings as other people write them over their tables: read, never said.
READ = ("baiying/places/rules/tables.py:",)
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", re.DOTALL)
CHINESE = re.compile(r"[\u3400-\u9fff]")
# 2.50 小时: a decimal of an hour, written out or filled in; a rule's own limit may be whole hours only.
DECIMAL_HOURS = re.compile(r"\d\.\d+\s*(?:</b>\s*<span>)?小时|:\.\df\}?\s*小时|floatformat[^}]*\}\}\s*小时")


def _table(heading: str) -> dict[str, str]:
    """What is not said, and what is said instead, from a table of docs/words.md."""
    text = (rooms.ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    lines = text.split(f"## {heading}\n")[1].split("\n## ")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return {word: said for said, avoided, _what in rows[1:] for word in avoided.split(" · ")}


@functools.cache
def unsaid() -> dict[str, str]:
    return _table("One word for people")


@functools.cache
def unsaid_in_english() -> dict[str, str]:
    return _table("English for people")


def texts() -> Iterator[tuple[str, str]]:
    """Every text that may reach people: where it stands, what it says. Comments and docstrings do not reach them."""
    for _room, path, tree in rooms.sources():
        for line, text in rooms.strings(tree):
            yield f"{path.relative_to(rooms.ROOT)}:{line}", text
    files = [path for kind in ("html", "txt") for path in rooms.PACKAGE.glob(f"*/templates/**/*.{kind}")]
    files += [path for path in rooms.PACKAGE.glob("*/static/**/*.js") if "vendor" not in path.parts]
    for path in sorted(files):
        where = str(path.relative_to(rooms.ROOT))
        if AGREED not in where:
            yield where, COMMENT.sub("", path.read_text(encoding="utf-8"))


def test_the_tables_are_read() -> None:
    assert unsaid_in_english()["waiting list"].startswith("waitlist")
    assert "sign up" not in unsaid()
    assert unsaid()["活动负责人"] == "领队"
    assert unsaid()["选地点"] == "选地区"


def test_one_thing_has_one_word() -> None:
    wrong = [
        f"{where}: {word} → {instead}"
        for where, text in texts()
        for word, instead in unsaid().items()
        if word in text.replace(TITLE, "") and not where.startswith(READ)
    ]
    say(wrong, "docs/words.md has another word for these:")


def test_no_catalogue_keeps_an_avoided_word() -> None:
    """Nor those of texts that were collected once and are used no more."""
    agreed = {
        text
        for path in rooms.PACKAGE.glob("people/templates/people/consents/*.html")
        for text in re.findall(r'translate "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    wrong = [
        f"{chinese}: {word} → {instead}"
        for _, chinese, _english in pairs()
        for word, instead in unsaid().items()
        if word in chinese.replace(TITLE, "") and chinese not in agreed
    ]
    say(sorted(set(wrong)), "docs/words.md has another word for these:")


def test_hours_are_never_written_as_decimals() -> None:
    """Spreadsheets say (小时) in the head of the column; what people read goes through ui.formats.minutes_text."""
    wrong = [f"{where}: {text[:80]}" for where, text in texts() if DECIMAL_HOURS.search(text)]
    say(wrong, "Write these in hours and minutes:")


def test_what_is_measured_in_minutes_is_written_by_the_one_function() -> None:
    """A `{{ minutes }} 分钟` would say 130 分钟 where every other page says 2 小时 10 分钟."""
    filled = re.compile(r"(?:%\((?:\w*minutes|grace|step|cap|length)\)s|\{\{ ?\w*minutes ?\}\})\s*(?:小时|分钟(?!内))")
    wrong = [f"{where}: {found.group()}" for where, text in texts() for found in filled.finditer(text)]
    say(wrong, "Fill these in with ui.formats.minutes_text:")


PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
# "1 people": a number and a plural, where the text has no singular. A limit (at most, fewer than) is one sentence.
COUNTED = re.compile(
    r"(?<!most )(?<!than )(?<!least )(?<!further )%\((?:n|count|total|found)\)s "
    r"(?:people|volunteers|activities|shifts|places|sites|teams|messages|sign-ups|guardians|divisions|records)\b"
)


def english() -> list[tuple[str, str, bool]]:
    """Chinese, English, and whether the text has a singular of its own."""
    return [(chinese, words, isinstance(message.id, tuple)) for message, chinese, words in pairs()]


def test_english_has_one_word_too() -> None:
    wrong = [
        f"{chinese}: {word} → {instead}"
        for chinese, words, _counted in english()
        for word, instead in unsaid_in_english().items()
        if re.search(rf"\b{re.escape(word)}(?!\w)", PLACEHOLDER.sub("", words), re.IGNORECASE)
    ]
    say(sorted(set(wrong)), "docs/words.md has other English for these:")


def test_who_leads_an_activity_is_no_team_leader_in_english() -> None:
    wrong = [
        f"{chinese} | {words}"
        for chinese, words, _counted in english()
        if "领队" in chinese and "队长" not in chinese and re.search(r"team leader", words, re.IGNORECASE)
    ]
    say(sorted(set(wrong)), "领队 is the leader; the team leader is 队长:")


def test_english_counts_one_thing_as_one() -> None:
    wrong = [f"{chinese} | {words}" for chinese, words, counted in english() if not counted and COUNTED.search(words)]
    say(sorted(set(wrong)), "Give these a plural (ngettext, blocktranslate count), or put the number last:")


def test_english_has_the_apostrophe_that_is_printed() -> None:
    wrong = [words for _chinese, words, _counted in english() if re.search(r"[A-Za-z]'(?:s|t|re|ve|ll|d|m)\b", words)]
    say(sorted(set(wrong)), "Write ’ for ':")


def test_english_is_in_sentence_case() -> None:
    """Three and more words that all begin large are a title; names of things that have one are left out."""
    title = re.compile(r"^(?:[A-Z][a-z]+ ){2,}[A-Z][a-z]+$")
    wrong = [
        words for _chinese, words, _counted in english() if title.match(words.strip()) and "Civilisation" not in words
    ]
    say(sorted(set(wrong)), "Only the first word begins large:")


# Corner brackets, and straight marks right beside Chinese words.
_OTHER_QUOTES = re.compile(r"[「」『』﹁﹂]|[\u3400-\u9fff][\"'](?=[\u3400-\u9fff%])")


def test_what_is_quoted_in_chinese_stands_between_one_kind_of_marks() -> None:
    wrong = [f"{where}: {found[0]}" for where, text in texts() for found in _OTHER_QUOTES.finditer(text)]
    wrong += [f"{where}: not closed" for where, text in texts() if text.count("“") != text.count("”")]
    assert not wrong, "“…” as everywhere:\n" + "\n".join(wrong)
