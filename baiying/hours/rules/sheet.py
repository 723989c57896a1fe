"""Reading a paper sheet: who a line names, and a block pasted from a spreadsheet. Values in, values out."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from baiying.kit.values import names, sounds

_NUMBER = re.compile(r"V\d{6,}", re.IGNORECASE)
_FOUR = re.compile(r"(?<!\d)(?:\d{7})?(\d{4})$")
# Heads of columns that people paste along.
_HEADS = ("姓名", "编号", "志愿者编号", "name")
_ROW_NUMBER = re.compile(r"^\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Who:
    """A volunteer number; or a name, the last four digits of a phone, or both."""

    name: str = ""
    last_four: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pasted block: its number there, whom it names, and the two times as they were written."""

    at: int
    who: str
    came: str = ""
    left: str = ""


def read_who(typed: str) -> Who:
    """What was written of a person. Full-width signs and spaces between the characters of a name do not matter."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if (number := _NUMBER.search(text)) is not None:
        return Who(number=number[0].upper())
    digits = _FOUR.search(text)
    if digits is None:
        return Who(name=plain_name(text))
    return Who(name=plain_name(text[: digits.start()]), last_four=digits[1])


def plain_name(text: str) -> str:
    return re.sub(r"[\s()·•,，]+", "", unicodedata.normalize("NFKC", text))


def same_name(known: str, wanted: str) -> bool:
    return plain_name(known) == wanted


# Of so few signs one alone says too little; a longer text is no name.
_TWO_SIGNS, _MOST_SIGNS = 2, 8


def nearest(wanted: str, known: Iterable[str]) -> set[str]:
    """Of the known names those that differ from what was written in one sign: only those that sound the same where
    there are any."""
    signs = plain_name(wanted)
    if not _TWO_SIGNS <= len(signs) <= _MOST_SIGNS or not names.is_han(signs):
        return set()
    near = {name for name in known if _differ_in_one(plain_name(name), signs)}
    alike = {name for name in near if sounds.alike(plain_name(name), signs)}
    return alike or (near if len(signs) > _TWO_SIGNS else set())


def _differ_in_one(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def read_block(text: str) -> list[Line]:
    """The lines of a block of a spreadsheet: name, and perhaps when somebody came and left, with tabs between.

    A number of the row in front, a head of columns and empty lines are passed over; a phone in a column of its own is
    taken with the name.
    """
    found = []
    for at, raw in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in raw.split("\t")]
        if len(cells) > 1 and _ROW_NUMBER.match(cells[0]):
            cells = cells[1:]
        if not any(cells) or plain_name(cells[0]).lower() in _HEADS:
            continue
        rest = [cell for cell in cells[1:] if cell]
        # 0905 alone may be the end of a phone; two of them at the end of a line are times.
        last = [cell for cell in rest[-2:] if _is_time(cell) or _is_bare(cell)]
        times = last if len(last) == 2 else [cell for cell in rest if _is_time(cell)]
        more = [cell for cell in rest if cell not in times and _names(cell)]
        came, left = times[0] if times else "", times[1] if len(times) > 1 else ""
        found.append(Line(at, " ".join([cells[0], *more[:1]]), came, left))
    return found


def _is_time(cell: str) -> bool:
    text = unicodedata.normalize("NFKC", cell)
    return re.fullmatch(r"\d{1,2}[:点时.]\d{2}分?(:\d{2})?", text) is not None


def _is_bare(cell: str) -> bool:
    return re.fullmatch(r"([01]\d|2[0-4])[0-5]\d", unicodedata.normalize("NFKC", cell)) is not None


def _names(cell: str) -> bool:
    return _NUMBER.search(cell) is not None or re.fullmatch(r"1\d{10}|\d{4}", cell.strip()) is not None
