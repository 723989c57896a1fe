"""Numbers of the state: citizen ID, unified social credit code, mobile phone. Pure checks and masks."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# A digit is summed as its code, which is that of the nought more than the digit.
_OF_NOUGHTS = ord("0") * sum(_ID_WEIGHTS)
_ID_CHECKS = "10X98765432"
_USCC_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CITIZEN = re.compile(r"[0-9]{17}[0-9X]")
_PHONE = re.compile(r"1[3-9]\d{9}")
# What people and programs put for the last sign of an ID number: multiplication signs, the Cyrillic and the Greek one.
_LIKE_X = str.maketrans(dict.fromkeys("×✕✖⨉╳ХхΧχ", "X"))
# Area code and number, with an extension; free numbers; the short numbers of public services.
_AREA_AND_NUMBER = r"0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}"
_LANDLINE = re.compile(rf"{_AREA_AND_NUMBER}(X\d{{1,6}})?")
_SERVICE = re.compile(r"[48]00\d{7}|1[02]\d{3,4}|9[56]\d{3,4}")
# Who registers bodies (GB 32100-2015, table 1) and the kinds each of them knows.
_REGISTERED = {
    "1": "1239", "2": "19", "3": "123459", "4": "19", "5": "123459", "6": "129", "7": "129", "8": "19", "9": "1239",
    "A": "19", "N": "1239", "Y": "1",
}  # fmt: skip


class BadIdentifier(ValueError):
    """Why a number is not one: `code` is length, characters, last, date, future, checksum, and what a reader adds."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


# Nobody was born after it; digits beyond are no date of birth.
_NOBODY_YET = date(2050, 1, 1)


@dataclass(frozen=True, slots=True)
class CitizenId:
    number: str
    birth_date: date
    sex: str  # "male" or "female"


def tidy(text: str) -> str:
    """Full-width to ASCII, upper case; no blanks, hyphens, brackets, or signs that cannot be seen: what people type and
    paste and mean the same by."""
    if text.isascii() and text.isalnum():
        # So most numbers come, and whole rosters of them: nothing of such a text is taken out.
        return text.upper()
    # What is left when a blank has gone may join anew: once more, until nothing changes. Numbers take one turn.
    for _ in range(8):
        before = text
        text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
        text = re.sub(r"[\s\-‐-―－−()\[\]]", "", text).upper()
        if text == before:
            break
    return text


def citizen_id(text: str, *, on: date) -> CitizenId:
    """Read an 18-character citizen ID number (GB 11643-1999).

    The area part may be historic and is never checked. Refuses: length, characters, last (only the last sign cannot be
    read), date, future, checksum.
    """
    number = tidy(text)
    if len(number) != 18:
        raise BadIdentifier("length")
    if not _CITIZEN.fullmatch(number):
        number = number[:17] + number[17].translate(_LIKE_X)
        if not _CITIZEN.fullmatch(number):
            raise BadIdentifier("last" if number[:17].isascii() and number[:17].isdigit() else "characters")
    born = _born(number[6:14])
    if born is None:
        raise BadIdentifier("date")
    if born > on:
        raise BadIdentifier("future")
    if citizen_id_check(number[:17]) != number[17]:
        raise BadIdentifier("checksum")
    return CitizenId(number, born, "male" if int(number[16]) % 2 else "female")


@lru_cache(maxsize=8192)
def _born(digits: str) -> date | None:
    """The day that eight digits are, of a human who may live; None where there is none. A roster has few of them."""
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if born.year >= 1850 else None


def citizen_id_check(first17: str) -> str:
    """The check character that belongs to the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return _ID_CHECKS[(sum(d * w for d, w in zip(first17.encode(), _ID_WEIGHTS, strict=True)) - _OF_NOUGHTS) % 11]


def credit_code(text: str) -> str:
    """Read a unified social credit code (GB 32100-2015).

    Refuses: length, characters, citizen (it is a person's ID number), department (no registry gives such codes),
    checksum: some real ones do not check, and whoever has seen the certificate may record them.
    """
    code = tidy(text)
    if len(code) != 18:
        raise BadIdentifier("length")
    if _is_citizen(code):
        raise BadIdentifier("citizen")
    if any(c not in _USCC_CHARS for c in code):
        raise BadIdentifier("characters")
    if code[1] not in _REGISTERED.get(code[0], ""):
        raise BadIdentifier("department")
    if credit_code_check(code[:17]) != code[17]:
        raise BadIdentifier("checksum")
    return code


def _is_citizen(code: str) -> bool:
    """Whether a code is the number of a person: a date of birth in its place, and the check sign of GB 11643."""
    try:
        citizen_id(code, on=_NOBODY_YET)
    except BadIdentifier:
        return False
    return True


def credit_code_check(first17: str) -> str:
    """The check character that belongs to the first 17 characters (GB 32100-2015, mod 31)."""
    total = sum(_USCC_CHARS.index(c) * w for c, w in zip(first17, _USCC_WEIGHTS, strict=True))
    return _USCC_CHARS[(31 - total % 31) % 31]


def mobile_phone(text: str) -> str:
    """Read a mainland mobile number; a leading +86 or 0086 is dropped.

    Refuses: length; characters; no_texts (a landline or service number, to which no code can be sent).
    """
    number = tidy(text)
    if _PHONE.fullmatch(number):
        return number
    for prefix in ("+86", "0086"):
        number = number.removeprefix(prefix)
    if len(number) == 13 and number.startswith("86"):
        number = number[2:]
    if _LANDLINE.fullmatch(number) or _SERVICE.fullmatch(number):
        raise BadIdentifier("no_texts")
    if len(number) != 11:
        raise BadIdentifier("length")
    if not _PHONE.fullmatch(number):
        raise BadIdentifier("characters")
    return number


def contact_phone(text: str) -> str:
    """Read a number at which somebody can be reached: a mobile, a landline with its area code and extension, a 400 or
    800 number, a short number of a public service. Written without blanks: 0374-2961234-8, 400-800-1234.

    Refuses: length, characters as for a mobile; landline (digits that are no number with an area code).
    """
    number = re.sub(
        r"(转|分机|EXT\.?|#)", "X", tidy(re.sub(r"(?<=\d)\s*[-‐-―－−]\s*(?=\d{1,6}\s*$)", _extension, text))
    )
    number = _at_home(number)
    if _SERVICE.fullmatch(number):
        return f"{number[:3]}-{number[3:6]}-{number[6:]}" if len(number) == 10 else number
    if _LANDLINE.fullmatch(number):
        return _landline(number)
    if number.startswith("0"):
        raise BadIdentifier("landline")
    return mobile_phone(number)


def _at_home(number: str) -> str:
    """A number written for callers from abroad as it is dialled here: the area code gets its 0 back."""
    for prefix in ("+86", "0086", "86"):
        home = number.removeprefix(prefix)
        if home != number and len(home.partition("X")[0]) >= 10:
            known = _PHONE.fullmatch(home) or _SERVICE.fullmatch(home) or home.startswith("0")
            return home if known else f"0{home}"
    return number


def _extension(hyphen: re.Match[str]) -> str:
    """A hyphen before the last few digits begins an extension where a whole number stands before it."""
    before = re.sub(r"\D", "", hyphen.string[: hyphen.start()])
    return "X" if re.fullmatch(_AREA_AND_NUMBER, before) else "-"


def _landline(number: str) -> str:
    number, _, extension = number.partition("X")
    area = 3 if re.match(r"0(10|2\d)", number) else 4
    return "-".join(filter(None, (number[:area], number[area:], extension)))


def mask_phone(number: str) -> str:
    return f"{number[:3]}****{number[-4:]}"


def mask_id(number: str) -> str:
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}" if len(number) > 8 else "*" * len(number)


_MOST_STARS = 3


def mask_name(name: str) -> str:
    """The surname and stars: 张三丰 -> 张**, 张三 -> 张*. A long name is no longer for it: Maria O'Neil -> M***."""
    return name[:1] + "*" * min(max(1, len(name) - 1), _MOST_STARS) if name else ""


def latest_birthday(years: int, day: date) -> date:
    """Whoever was born on it or earlier has completed so many years on the day; the same reckoning as `age_on`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February: born on 28 February is old enough, born on 1 March is not.
        return date(day.year - years, 2, 28)


def age_on(birth_date: date, day: date) -> int:
    """Whole years completed on the day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
