"""Numbers of the state: citizen ID, unified social credit code, mobile phone. Pure checks and masks."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_USCC_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_PHONE = re.compile(r"1[3-9]\d{9}")


class BadIdentifier(ValueError):
    """Why a number is not one: `code` is length, characters, date, future or checksum."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class CitizenId:
    number: str
    birth_date: date
    sex: str  # "male" or "female"


def tidy(text: str) -> str:
    """Full-width to ASCII, no blanks or hyphens, upper case: what people type and mean the same by."""
    # What is left when a blank has gone may join anew: once more, until nothing changes. Numbers take one turn.
    for _ in range(8):
        before = text
        text = re.sub(r"[\s\-‐-―－]", "", unicodedata.normalize("NFKC", text)).upper()
        if text == before:
            break
    return text


def citizen_id(text: str, *, on: date) -> CitizenId:
    """Read an 18-character citizen ID number (GB 11643-1999).

    The area part may be historic and is never checked. Refuses: length, characters, date, future, checksum.
    """
    number = tidy(text)
    if len(number) != 18:
        raise BadIdentifier("length")
    if not (number[:17].isascii() and number[:17].isdigit() and number[17] in "0123456789X"):
        raise BadIdentifier("characters")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise BadIdentifier("date") from None
    if born.year < 1850:
        raise BadIdentifier("date")
    if born > on:
        raise BadIdentifier("future")
    if citizen_id_check(number[:17]) != number[17]:
        raise BadIdentifier("checksum")
    return CitizenId(number, born, "male" if int(number[16]) % 2 else "female")


def citizen_id_check(first17: str) -> str:
    """The check character that belongs to the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return _ID_CHECKS[sum(int(d) * w for d, w in zip(first17, _ID_WEIGHTS, strict=True)) % 11]


def credit_code(text: str) -> str:
    """Read a unified social credit code (GB 32100-2015). Refuses: length, characters, checksum."""
    code = tidy(text)
    if len(code) != 18:
        raise BadIdentifier("length")
    if any(c not in _USCC_CHARS for c in code):
        raise BadIdentifier("characters")
    if credit_code_check(code[:17]) != code[17]:
        raise BadIdentifier("checksum")
    return code


def credit_code_check(first17: str) -> str:
    """The check character that belongs to the first 17 characters (GB 32100-2015, mod 31)."""
    total = sum(_USCC_CHARS.index(c) * w for c, w in zip(first17, _USCC_WEIGHTS, strict=True))
    return _USCC_CHARS[(31 - total % 31) % 31]


def mobile_phone(text: str) -> str:
    """Read a mainland mobile number; a leading +86 or 0086 is dropped. Refuses: length, characters."""
    number = tidy(text)
    for prefix in ("+86", "0086"):
        number = number.removeprefix(prefix)
    if len(number) == 13 and number.startswith("86"):
        number = number[2:]
    if len(number) != 11:
        raise BadIdentifier("length")
    if not _PHONE.fullmatch(number):
        raise BadIdentifier("characters")
    return number


def mask_phone(number: str) -> str:
    return f"{number[:3]}****{number[-4:]}"


def mask_id(number: str) -> str:
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}" if len(number) > 8 else "*" * len(number)


def mask_name(name: str) -> str:
    """The surname and stars: 张三丰 -> 张**, 张三 -> 张*."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def age_on(birth_date: date, day: date) -> int:
    """Whole years completed on the day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
