"""Everyday words and the words of the field that they mean: kept as data, and a city's own beside them."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from baiying.kit.values import finding

CATEGORY, RECIPIENT = "@", "#"
_DATA = Path(__file__).parent.parent / "data" / "everyday.toml"
Dictionary = Mapping[str, tuple[str, ...]]


@cache
def shipped() -> Dictionary:
    """What comes with the program: everyday word -> words of the field, "@care" a category, "#03" recipients."""
    table: dict[str, str] = tomllib.loads(_DATA.read_text(encoding="utf-8"))["words"]
    return {finding.folded(word): tuple(meant.split()) for word, meant in table.items()}


def read(line: str) -> tuple[str, tuple[str, ...]]:
    """A city's entry "撸串:烧烤 夜市". Raises ValueError with a sentence for what is none."""
    word, _, meant = line.replace("：", ":").replace("=", ":").partition(":")
    folded, words = finding.folded(word), tuple(finding.folded(meant).split())
    if not 1 <= len(folded) <= 12 or " " in folded or not words:
        raise ValueError("日常说法要写成“撸串:烧烤 夜市”：冒号前一个词，冒号后是它在活动里的叫法，用空格分开。")
    return folded, words


def dictionary(own: Sequence[str] = ()) -> Dictionary:
    """The shipped words with a city's own: its entry adds to one of the same word."""
    found = dict(shipped())
    for line in own:
        word, meant = read(line)
        found[word] = tuple(dict.fromkeys((*found.get(word, ()), *meant)))
    return found
