"""What people type, without what nobody can see in it. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from baiying.kit.values import identifiers

# Marks of direction, of joining and of order, the soft hyphen, controls other than line ends and tabs: they come along
# with copying and make equal words unequal.
# Workbooks can hide what no database takes: a nought (_x0000_), and half of a sign (_xD800_).
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
    # These two join emoji, and letters of some scripts; after a Chinese or Latin character they do nothing.
    "|(?<![^\\s\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd!-~])[\u200c\u200d]"
)


# What people put between the digits of a number: blanks, dashes, dots, strokes.
_PARTED = r"[\s\-‐-―−，,、.·•_/~]{0,3}"
# A mobile number, and an ID number of 18 signs with a possible date of birth, however they are parted. Only in the
# groups in which numbers are said: two times of day and a number of people are eleven digits as well.
_MOBILE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?86{_PARTED})?1[3-9](?:\d{_PARTED}\d{{4}}{_PARTED}\d{{4}}"
    rf"|\d{_PARTED}\d{{3}}{_PARTED}\d{{5}}|\d{{2}}( ?)\d{{4}}\1\d{{3}}|\d{{3}}{_PARTED}\d{{6}})(?!\d)"
)
_CITIZEN = re.compile(
    rf"(?<!\d)\d{{6}}{_PARTED}(?:19|20)\d{{2}}{_PARTED}(?:0[1-9]|1[0-2]){_PARTED}(?:0[1-9]|[12]\d|3[01])"
    rf"{_PARTED}\d{{3}}{_PARTED}[\dXx](?![0-9A-Za-z])"
)
# An area code and seven or eight digits, the code in brackets or parted from them.
_LANDLINE = re.compile(rf"(?<!\d)0(?:10|2\d|[3-9]\d{{2}})[)）]?{_PARTED}[2-9]\d{{2,3}}{_PARTED}\d{{4}}(?!\d)")
# Digits that stand alone, one after the other, and whatever parts them.
_ONE_BY_ONE = re.compile(r"(?<!\d)\d(?:[^\w+]{1,3}\d(?!\d)){3,}(?:[^\w+]{1,3}[Xx](?![0-9A-Za-z]))?")
_WRITTEN_OUT = str.maketrans("零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸幺么两兩", "0001234567891234567892361122")


# Groups of digits with one and the same sign between them, whichever it is. Commas, 、 and colons part amounts, lists
# and times of day; + = × stand in sums.
_EVENLY = re.compile(
    r"(?<!\d)\d{1,9}(?P<part>[^\w\n,，、:：+=×*÷%]{1,3})\d{1,9}(?:(?P=part)\d{1,9}){0,6}"
    r"(?P<last>(?:(?P=part))?[Xx](?![0-9A-Za-z]))?(?!\d|(?P=part)\d)"
)
# In so many groups somebody parts a number; more are a list of days or of amounts.
_MOST_GROUPS = 4


def names_number_of_somebody(text: str) -> bool:
    """Whether a text has a mobile number or an ID number in it: see number_of_somebody."""
    return bool(number_of_somebody(text))


def number_of_somebody(text: str) -> str:
    """The first mobile number or ID number in a text, in plain digits; empty where there is none.

    Also circled, full-width, parted by whatever sign in whatever groups (13 812 345 678), or written out (一三八).
    Landlines and 400 numbers are of offices, and may be said to many; dates, amounts and houses are no numbers of
    somebody.
    """
    for one in _as_said(text):
        found = _MOBILE.search(one) or _CITIZEN.search(one)
        if found is not None or (found := next(filter(_is_number, _EVENLY.finditer(one)), None)) is not None:
            return re.sub(r"[^0-9X]", "", found[0].upper())
    return ""


def digits_said(text: str) -> str:
    """All digits of a text in a row, however they are written (３, ③, 三), and nothing else."""
    return re.sub(r"[^0-9]", "", "".join(map(_as_digit, visible(text))).translate(_WRITTEN_OUT))


def landline_in(text: str) -> str:
    """The first landline with its area code in a text, as it is dialled; empty where there is none. A 400 number or a
    short number of a service is none: it is nobody's home, and everybody can look it up."""
    for one in _as_said(text):
        if (found := _LANDLINE.search(one)) is not None:
            return re.sub(r"\D", "", found[0])
    return ""


def _as_said(text: str) -> Iterator[str]:
    """A text in each way in which its digits may be read."""
    seen = visible(text)
    plain = "".join(map(_as_digit, seen))
    # ① before a number counts the lines, and 一 before it is a word of the sentence: each is read both ways.
    unmarked = "".join(" " if unicodedata.category(sign) == "No" else _as_digit(sign) for sign in seen)
    return map(_together, (unmarked, plain, plain.translate(_WRITTEN_OUT)))


def _is_number(found: re.Match[str]) -> bool:
    """Whether evenly parted groups make a mobile number, or an ID number whose last sign is right."""
    groups = re.findall(r"\d+", found[0])
    digits = "".join(groups) + ("X" if found["last"] else "")
    if len(digits) == 18:
        return digits[:17].isdigit() and identifiers.citizen_id_check(digits[:17]) == digits[17]
    if len(digits) != 11 or len(groups) > _MOST_GROUPS or not re.match("1[3-9]", digits):
        return False
    if any(len(one) == 1 for one in groups[1:]):
        return False
    # A day and a number after it (1985 06 15 123), and a large amount in groups of three noughts.
    is_day = [len(one) for one in groups[:3]] == [4, 2, 2] and groups[0][:2] == "19"
    return not is_day and groups[-2:] != ["000", "000"]


# The same two as files have them, where a comma or a line end parts one number from the next, once `_folded`.
_GAP, _STEP = r"(?:[ \-]{0,3}|[.·_/])", r"[ \-.·_/]{1,3}"
_MOBILE_IN_FILE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?(1[3-9](?:\d{_GAP}\d{{4}}{_GAP}\d{{4}}|\d{_GAP}\d{{3}}{_GAP}\d{{5}}"
    rf"|\d\d( ?)\d{{4}}\2\d{{3}}|\d{{3}}{_GAP}\d{{6}})|1{_STEP}[3-9](?:{_STEP}\d){{9}})(?!\d)",
    re.ASCII,
)
_CITIZEN_IN_FILE = re.compile(
    rf"(?<![0-9A-Za-z])[1-9](?:{_GAP}\d){{5}}{_GAP}(?:1{_GAP}9|2{_GAP}0)(?:{_GAP}\d){{2}}{_GAP}[01]{_GAP}\d{_GAP}[0-3]"
    rf"(?:{_GAP}\d){{4}}{_GAP}[\dXx](?![0-9A-Za-z])",
    re.ASCII,
)
# A number as a sheet keeps it: 1.3800138E10.
_POWER = re.compile(r"(?<![\d.])([1-9])(?:\.(\d{1,16}))?E\+?(1[0-7])(?!\d)", re.ASCII | re.IGNORECASE)
# What is seen as a blank or as a dash, and controls that end a line or a page in some programs.
_BLANKS = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\u115f\u1160\uffa0]")
_DASHES = re.compile("[\u2010-\u2015\u2212\u2043\u30fb\u2e3a\u2e3b\ufe58\ufe63\uff0d]")
_ENDS = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_LAID_OVER = re.compile("[\u0300-\u036f\u20d0-\u20f0\ufe00-\ufe0f\U000e0000-\U000e01ef]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_CIRCLED = re.compile("[\u2460-\u24ff\u2776-\u2793]")


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many different mobile numbers and ID numbers stand in a text."""

    mobiles: int = 0
    ids: int = 0


def numbers_in_file(text: str) -> Numbers:
    """Count the numbers of people in what a file holds, be it long; an ID number whose last sign is wrong is none.

    However a program or a hand writes them: full width, with blanks or dashes of any kind, signs that nobody sees,
    circled, written out (一三八), or as a power of ten.
    """
    mobiles: set[str] = set()
    ids: set[str] = set()
    for said in _readings(text):
        mobiles |= {re.sub(r"\D", "", one[1])[-11:] for one in _MOBILE_IN_FILE.finditer(said)}
        ids |= {re.sub(r"[^0-9X]", "", one[0].upper()) for one in _CITIZEN_IN_FILE.finditer(said)}
    return Numbers(len(mobiles), sum(identifiers.citizen_id_check(one[:17]) == one[17] for one in ids))


def _readings(text: str) -> set[str]:
    """A file's text folded in each way in which it may be read."""
    if text.isascii():
        return {_POWER.sub(_written_whole, _ENDS.sub("\n", text).replace("\t", " ; "))}
    seen = visible(_LAID_OVER.sub("", _ENDS.sub("\n", text.replace("\t", " ; "))))
    # ① before a number counts the lines; within one it is a digit.
    plain, unmarked = _folded(_CIRCLED.sub(lambda sign: _as_digit(sign[0]), seen)), _folded(_CIRCLED.sub(" ; ", seen))
    return {_POWER.sub(_written_whole, one) for one in (plain, unmarked, plain.translate(_WRITTEN_OUT))}


def _folded(text: str) -> str:
    same = unicodedata.normalize("NFKC", _DASHES.sub("-", _BLANKS.sub(" ", text)))
    return _OTHER_DIGIT.sub(lambda sign: str(unicodedata.decimal(sign[0])), same)


def _written_whole(found: re.Match[str]) -> str:
    """The digits of a power of ten, as many as it has; what is no whole number as it stands."""
    more, power = found[2] or "", int(found[3])
    more = more.rstrip("0")
    return found[0] if len(more) > power else found[1] + more.ljust(power, "0")


def _as_digit(sign: str) -> str:
    """A digit for every sign that is one (①, ⑴, ❶, １), nothing for what is laid over a sign (1️⃣), others as usual."""
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    return "" if unicodedata.category(sign) in {"Mn", "Me"} else unicodedata.normalize("NFKC", sign)


def _together(text: str) -> str:
    """The same text with digits that were written one by one put together."""
    return _ONE_BY_ONE.sub(lambda found: re.sub(r"[^\w]", "", found[0]), text)


def visible(text: str) -> str:
    """The same text without invisible signs. All that can be seen stays as it was typed, blanks and line ends too."""
    # Python prints none of the signs that are not seen; so most cells of a sheet are told from the rest at once.
    return text if text.isprintable() else _UNSEEN.sub("", text)
