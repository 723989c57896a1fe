"""What people type, without what nobody can see in it. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from baiying.kit.values import identifiers

# Marks of direction, of joining and of order, the soft hyphen, controls other than line ends and tabs: they come along
# with copying and make equal words unequal.
_UNSEEN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
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
# Digits that stand alone, one after the other, and whatever parts them.
_ONE_BY_ONE = re.compile(r"(?<!\d)\d(?:[^\w+]{1,3}\d(?!\d)){3,}(?:[^\w+]{1,3}[Xx](?![0-9A-Za-z]))?")
_WRITTEN_OUT = str.maketrans("零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸幺么两兩", "0001234567891234567892361122")


def names_number_of_somebody(text: str) -> bool:
    """Whether a text has a mobile number or an ID number in it: also circled, parted, or written out (一三八).

    Landlines and 400 numbers are of offices, and may be said to many.
    """
    seen = visible(text)
    plain = "".join(map(_as_digit, seen))
    # ① before a number counts the lines, and 一 before it is a word of the sentence: each is read both ways.
    unmarked = "".join(" " if unicodedata.category(sign) == "No" else _as_digit(sign) for sign in seen)
    said = map(_together, (unmarked, plain, plain.translate(_WRITTEN_OUT)))
    return any(_MOBILE.search(one) or _CITIZEN.search(one) for one in said)


# The same two as files have them, where a comma or a line end parts one number from the next.
_MOBILE_IN_FILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)", re.ASCII)
_CITIZEN_IN_FILE = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx](?![0-9A-Za-z])", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many different mobile numbers and ID numbers stand in a text."""

    mobiles: int = 0
    ids: int = 0


def numbers_in_file(text: str) -> Numbers:
    """Count the numbers of people in what a file holds, be it long; an ID number whose last sign is wrong is none."""
    mobiles = {re.sub(r"\D", "", one) for one in _MOBILE_IN_FILE.findall(text)}
    ids = {one.upper() for one in _CITIZEN_IN_FILE.findall(text)}
    return Numbers(len(mobiles), sum(identifiers.citizen_id_check(one[:17]) == one[17] for one in ids))


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
    return _UNSEEN.sub("", text)
