"""What one cell says: a number that a spreadsheet ruined, a class that became a date, a name in an old code. Pure.

Each reader gives what the cell says or raises BadCell, whose code says what is wrong and how it is cured.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from baiying.kit.values import days, documents, identifiers, names
from baiying.rosters.rules.sheet import Cell

# What a spreadsheet leaves of a long number where it writes it as text.
_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?E\+?\d{1,3}$", re.IGNORECASE)
_WHOLE = re.compile(r"^\d{16,18}$")
_DAY_TEXT = re.compile(r"^(\d{1,2})月(\d{1,2})日$")
_MONTH_TEXT = re.compile(r"^(\d{1,2})-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A name of which the old machine had no sign: a question mark in its place, or its parts described in brackets.
_UNSURE = re.compile(r"[?？□■〓]|\([^()]{1,8}\)|（[^（）]{1,8}）|[\ue000-\uf8ff]|[\u2ff0-\u2ffb]")
_YES = frozenset({"是", "√", "✓", "✔", "1", "y", "yes", "true", "有", "领导"})
MOST_GROUP = 40

TYPES = {
    "": documents.CITIZEN, "身份证": documents.CITIZEN, "居民身份证": documents.CITIZEN,
    "二代身份证": documents.CITIZEN,
    "港澳台居民居住证": documents.RESIDENCE, "居住证": documents.RESIDENCE, "外国人永久居留身份证": documents.FOREIGN,
    "永久居留证": documents.FOREIGN, "港澳居民来往内地通行证": documents.HK_MACAO, "港澳通行证": documents.HK_MACAO,
    "回乡证": documents.HK_MACAO, "台湾居民来往大陆通行证": documents.TAIWAN, "台胞证": documents.TAIWAN,
    "护照": documents.PASSPORT, "外国护照": documents.PASSPORT,
}  # fmt: skip


class BadCell(ValueError):
    """What is wrong with a cell: lost_end, number_kind, number_length, number_check, ..."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Number:
    kind: str
    text: str
    birth: date | None


def id_number(cell: Cell, kind: str, *, typed: bool, on: date) -> Number | None:
    """The number of a document; None where none is given.

    A cell that the spreadsheet holds as a number has lost what stands behind its fifteenth digit. That the rest may
    pass the check digit (it does for one in eleven that ends in 0) proves nothing: it is refused whatever it is (U01).
    In text that was pasted or read from csv the same loss shows as 4.11E+17, or as three noughts at the end.
    Raises BadCell: lost_end, date_cell, number_kind, number_length, number_signs, number_date, number_check,
    number_shape.
    """
    text = identifiers.tidy(unquoted(cell.text))
    if not text:
        return None
    if cell.kind == "d":
        raise BadCell("date_cell")
    if cell.kind == "n":
        raise BadCell("lost_end")
    if _SCIENTIFIC.match(text) or (typed and _WHOLE.match(text) and text.endswith("000")):
        raise BadCell("lost_end")
    of = TYPES.get(kind) or TYPES.get(unicodedata.normalize("NFKC", kind).strip().replace(" ", ""))
    if of is None:
        raise BadCell("number_kind")
    try:
        read = documents.read(of, text, on=on)
    except identifiers.BadIdentifier as bad:
        raise BadCell(_NUMBER_CODES.get(bad.code, "number_shape")) from None
    return Number(read.kind, read.number, read.birth_date)


_NUMBER_CODES = {
    "length": "number_length", "characters": "number_signs", "last": "number_signs", "date": "number_date",
    "future": "number_date", "checksum": "number_check", "shape": "number_shape", "another": "number_shape",
}  # fmt: skip


def unquoted(text: str) -> str:
    """What programs write so that a spreadsheet keeps a number as it stands: ="4110…" or a mark in front."""
    if text.isalnum():
        return text
    match = re.fullmatch(r'=\s*"([^"]*)"', text.strip())
    return match[1] if match else text.strip().lstrip("'’‘`").strip()


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is kept. `unsure`: a sign of it is missing, and the invitation greets with the surname alone."""

    text: str
    unsure: bool = False


def name(cell: Cell) -> Name:
    """A name without blanks between its signs, in the code of today. Raises BadCell: no_name, name_signs,
    name_length."""
    text = names.folded(cell.text).strip()
    if not text:
        raise BadCell("no_name")
    if _UNSURE.search(text):
        surname = re.sub(rf"[^{names.HAN}A-Za-z].*$", "", text)
        if not surname:
            raise BadCell("name_signs")
        return Name(surname[:1], unsure=True)
    try:
        return Name(names.name(cell.text))
    except names.BadName as bad:
        raise BadCell("name_length" if bad.code in {"length", "row"} else "name_signs") from None


def name_or_none(cell: Cell) -> Name | None:
    """As `name`; None where nothing stands."""
    return name(cell) if cell.text.strip() else None


def phone(cell: Cell) -> str:
    """A mobile number, however it is written; empty where none is. Raises BadCell: phone, phone_landline."""
    text = unquoted(cell.text)
    if not text:
        return ""
    try:
        return identifiers.mobile_phone(text)
    except identifiers.BadIdentifier as bad:
        raise BadCell("phone_landline" if bad.code == "no_texts" else "phone") from None


def birth(cell: Cell, *, on: date) -> date | None:
    """A date of birth; None where none is. Raises BadCell: birth (no such day, or not past), birth_number."""
    text = unquoted(cell.text)
    if not text:
        return None
    if cell.kind == "n" and not re.fullmatch(r"(?:19|20)\d{6}", text):
        raise BadCell("birth_number")
    day = days.read(text[:10] if cell.kind == "d" else text)
    if day is None or day > on or day.year < 1900:
        raise BadCell("birth")
    return day


@dataclass(frozen=True, slots=True)
class Group:
    """A class or department. `was_date`: the spreadsheet made a date of it, and the text is what it was meant to be."""

    text: str
    was_date: bool = False


def group(cell: Cell) -> Group:
    """A class or department; empty where none is. Class 3-1 that became the first of March is 3-1班, to be confirmed
    (U02).

    Raises BadCell: group_length.
    """
    month_day = _month_and_day(cell)
    if month_day is not None:
        return Group(f"{month_day[0]}-{month_day[1]}班", was_date=True)
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell.text))
    if len(text) > MOST_GROUP:
        raise BadCell("group_length")
    return Group(text)


def _month_and_day(cell: Cell) -> tuple[int, int] | None:
    if cell.kind == "d":
        match = re.match(r"(\d{4})-(\d\d)-(\d\d)", cell.text)
        return (int(match[2]), int(match[3])) if match else None
    text = cell.text.strip()
    if found := _DAY_TEXT.match(text):
        return int(found[1]), int(found[2])
    if found := _MONTH_TEXT.match(text):
        return _MONTHS.index(found[2].lower()) + 1, int(found[1])
    return None


def leader(cell: Cell) -> bool:
    return unicodedata.normalize("NFKC", cell.text).strip().lower() in _YES


# What a class is called without its dress: 高一(3)班 and 高一3班 are one, 三年级1班 and 301 are offered as one.
_CHINESE = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9"}


def group_key(text: str) -> str:
    """By what two ways of writing a class are offered as one; never joined unasked."""
    plain = re.sub(r"[年级班第()（）\[\]\-－—.·]", "", unicodedata.normalize("NFKC", text))
    plain = "".join(_CHINESE.get(sign, sign) for sign in plain)
    found = re.fullmatch(r"(\d)0?(\d{1,2})", plain)
    return f"{found[1]}-{int(found[2])}" if found else plain
