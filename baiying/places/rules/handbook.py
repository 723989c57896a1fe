"""The text of a handbook: plain lines with headings and lists, as officials type them. Pure."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "paragraph", "points", "steps"]

# "# 准备" or "一、准备"; "- 带证件" or "· 带证件"; "1. 先看" or "1、先看" or "（1）先看".
_HEADING = re.compile(r"#{1,3}\s*(?P<marked>.+)|(?P<counted>[一二三四五六七八九十]{1,3}、[^。；，]{1,30})")
_POINT = re.compile(r"[-*·•]\s*(.+)")
_STEP = re.compile(r"(?:\d{1,2}(?:[.．](?!\d)|、)|[（(]\d{1,2}[)）])\s*(.+)")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph with its lines, or a list with its items. Only text: nothing in it is ever markup."""

    kind: Kind
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """What is typed, in blocks: a blank line ends one, a list goes on while its marks do."""
    found: list[tuple[Kind, list[str]]] = []
    open_kind: Kind | None = None
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            open_kind = None
            continue
        kind, words = _read(line)
        if kind == open_kind and kind != "heading":
            found[-1][1].append(words)
        else:
            found.append((kind, [words]))
        open_kind = kind
    return [Block(kind, tuple(lines)) for kind, lines in found]


def _read(line: str) -> tuple[Kind, str]:
    if match := _HEADING.fullmatch(line):
        return "heading", match["marked"] or match["counted"]
    if match := _POINT.fullmatch(line):
        return "points", match[1]
    if match := _STEP.fullmatch(line):
        return "steps", match[1]
    return "paragraph", line
