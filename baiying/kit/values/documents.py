"""Documents by which people prove who they are: how each number is read, and by what its holder is known again. Pure.

One person has one number space: renewal digits and letters of issue are no part of what a holder is found by, and the
three cards with a number by GB 11643 are told apart by the number itself, whatever was chosen in the form.
"""

import re
from dataclasses import dataclass
from datetime import date

from baiying.kit.values import identifiers
from baiying.kit.values.identifiers import BadIdentifier

CITIZEN, RESIDENCE, FOREIGN = "citizen", "residence_permit", "foreign_permanent"
HK_MACAO, TAIWAN, PASSPORT = "hk_macao", "taiwan", "passport"
HOUSEHOLD_REGISTER = "household_register"
KINDS = (CITIZEN, RESIDENCE, HK_MACAO, TAIWAN, FOREIGN, PASSPORT)
# Their numbers say birth date and sex and end in the check sign of GB 11643: identity card, residence permit of
# Hong Kong, Macao (81, 82) and Taiwan (83) residents, permanent residence card since 2023 (9; GA 2102-2023).
NUMBERED = frozenset({CITIZEN, RESIDENCE, FOREIGN})

# Their holders are known by a part of the number: the rest changes with every renewal.
RENEWED = frozenset({HK_MACAO, TAIWAN})

# The permit of Hong Kong (H) and Macao (M): eight digits for life, two that count the renewals.
_HK_MACAO = re.compile(r"([HM]\d{8})(\d{2})?")
# The permit of Taiwan: eight digits; the booklets before 2015 added two that count the renewals and a letter of issue.
_TAIWAN = re.compile(r"(\d{8})(\d{2}[A-Z]?)?")
# The permanent residence card before 2023: three letters of the country, twelve digits.
_FOREIGN_OLD = re.compile(r"[A-Z]{3}\d{12}")
_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")
_SHAPES = {HK_MACAO: _HK_MACAO, TAIWAN: _TAIWAN, FOREIGN: _FOREIGN_OLD, PASSPORT: _PASSPORT}


@dataclass(frozen=True, slots=True)
class Document:
    """A number as it was read. `key` is what its holder is known by; birth date and sex where the number says them."""

    kind: str
    number: str
    key: str
    birth_date: date | None = None
    sex: str = ""


def read(kind: str, text: str, *, on: date) -> Document:
    """Read the number of a document of a kind.

    Refuses: length, characters, last, date, future, checksum as `identifiers.citizen_id` does; shape where a permit or
    passport has no such number; another where the ordinary box got the number of a permit.
    """
    number = identifiers.tidy(text)
    shape = _SHAPES.get(kind)
    if shape is not None and not (kind == FOREIGN and len(number) == 18):
        if not (number.isascii() and shape.fullmatch(number)):
            raise BadIdentifier("shape")
        return Document(kind, number, key(kind, number))
    if len(number) != 18 and kind == CITIZEN and (_HK_MACAO.fullmatch(number) or _FOREIGN_OLD.fullmatch(number)):
        raise BadIdentifier("another")
    known = identifiers.citizen_id(number, on=on)
    kind = kind_of(known.number)
    return Document(kind, known.number, key(kind, known.number), known.birth_date, known.sex)


def kind_of(number: str) -> str:
    """Which of the three numbered cards an 18-sign number belongs to."""
    if number.startswith("9"):
        return FOREIGN
    return RESIDENCE if number[:2] in {"81", "82", "83"} else CITIZEN


def key(kind: str, number: str) -> str:
    """What the holder of a tidy number is known by, before and after a renewal."""
    if len(number) == 18 and kind in NUMBERED:
        return number
    if kind in RENEWED:
        match = _SHAPES[kind].fullmatch(number)
        number = match.group(1) if match else number
    return f"{kind}:{number}"


def keys(number: str) -> list[str]:
    """Every key under which a tidy number of an unknown kind may be kept."""
    return list(dict.fromkeys(key(kind, number) for kind in KINDS))


_LAST = 6


@dataclass(frozen=True, slots=True)
class NumberEnd:
    """What of a number is copied from the document to compare it: its last six signs, all of one that has fewer.

    `letters`: there is no digit among them, as foreign passports may have it.
    """

    signs: int = _LAST
    letters: bool = False

    @property
    def is_whole(self) -> bool:
        return self.signs < _LAST

    def fits(self, typed: str) -> bool:
        """Whether what was typed can be that end at all: as many digits or letters, not letters alone."""
        if len(typed) != self.signs or not (typed.isascii() and typed.isalnum()):
            return False
        return self.letters or any(sign.isdigit() for sign in typed)


LAST_SIX = NumberEnd()


def end_of(number: str) -> NumberEnd:
    """Of a tidy number; of none as of any other, so that an empty record answers as every record does."""
    end = number[-_LAST:]
    return NumberEnd(len(end), not any(sign.isdigit() for sign in end)) if end else LAST_SIX


def stands_for(seen: str, kind: str) -> bool:
    """Whether a document that was seen proves a number of a kind: itself, or the household register for the identity
    card of a child that has none yet."""
    return seen == kind or (seen == HOUSEHOLD_REGISTER and kind == CITIZEN)
