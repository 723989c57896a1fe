"""A table as somebody sends it: cells with what they are, numbered rows, headings as people write them. Pure."""

import re
import unicodedata
from dataclasses import dataclass

_NOISE = re.compile(r"[\s_\-·:：*\"'()（）\[\]【】/、]+")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: its text, and whether the program that made it holds it as text, a number or a date."""

    text: str = ""
    kind: str = "t"  # t, n or d


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False


def plain(text: str) -> str:
    """A heading without brackets, blanks, stars and case: "身份证号（18位）*" is 身份证号."""
    folded = unicodedata.normalize("NFKC", text)
    if folded.isalnum():
        return folded.lower()
    return _NOISE.sub("", _BRACKETS.sub("", folded)).lower()


def letter(column: int) -> str:
    """How a spreadsheet calls a column: 0 is A, 27 is AB."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
