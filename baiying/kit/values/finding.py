"""Finding texts by what people type, without an extension of the database. Pure.

A text is kept as a set of terms under a GIN index; what is typed becomes ways, each a set of terms of which a text
must have all. Terms are pairs of neighbouring signs (交通), pairs around a gap (交_引), pairs of syllables (jiao'tong')
and of initials ('jt). So a word is found as written, by its sound, by its initials, and with one sign wrong.

Trigrams of an extension were tried against it: half of all Chinese words have two signs and so not one trigram, and a
database without a Chinese locale throws the signs away.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from baiying.kit.values import names, sounds

Way = tuple[str, ...]
_HAN_RUN = re.compile(f"[{names.HAN}]+")
# An area is called by its office as well: 西大办事处 is 西大街道, 董庄居委会 is 董庄社区 or 董庄村.
_OFFICE = re.compile(f"([{names.HAN}]{{2,}}?)(?:办事处|街道办|居民委员会|居委会|村民委员会|村委会)")
# Longer words than these are not searched for with a wrong sign, or as initials.
_MOST_SIGNS, _MOST_INITIALS = 8, 8
_MOST_SOUNDS = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word that what is found must have: as it stands in `text`, else in one of the ways.

    `codes`: what the word says that no text does: "@care" a service category, "#03" a kind of recipient.
    """

    text: str
    ways: tuple[Way, ...] = ()
    codes: frozenset[str] = frozenset()


def folded(text: str) -> str:
    """What was typed, in the form in which everything is compared.

    One sign for each that means the same, small letters, half-width, nothing that cannot be seen, single blanks.
    """
    return " ".join(names.folded(text).lower().split())


def runs(text: str) -> list[str]:
    """The words of a text: what stands between blanks and marks."""
    return "".join(c if c.isalnum() else " " for c in folded(text)).split()


def pairs(*texts: str) -> list[str]:
    """The pairs of neighbouring signs of all texts, each once, in order; a lone sign stands alone."""
    found: dict[str, None] = {}
    for text in texts:
        for run in runs(text):
            found.update(dict.fromkeys(_pairs(run)))
    return list(found)


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [a + b for a, b in pairwise(run)]


def terms(*texts: str) -> list[str]:
    """Everything that texts are found by, each once."""
    found: dict[str, None] = {}
    for text in texts:
        for run in runs(text):
            found.update(dict.fromkeys(_pairs(run)))
            for han in _HAN_RUN.findall(run):
                found.update(dict.fromkeys(_around(han)))
                found.update(dict.fromkeys(_spoken(han)))
    return list(found)


def spoken(text: str) -> frozenset[str]:
    """By what sounds alone a text is found: its pairs of syllables and of initials."""
    return frozenset(term for run in runs(text) for han in _HAN_RUN.findall(run) for term in _spoken(han))


def area_of_office(word: str) -> str:
    """The area that is called by its office: 董庄居委会 is 董庄; empty for another word."""
    office = _OFFICE.fullmatch(word)
    return office[1] if office else ""


def _around(han: str) -> list[str]:
    return [f"{han[i]}_{han[i + 2]}" for i in range(len(han) - 2)]


def _spoken(han: str) -> list[str]:
    readings = [sounds.readings(sign) for sign in han]
    said = [f"{one}'" for of_one in readings for one in of_one]
    for first, second in pairwise(readings):
        said += [f"{a}'{b}'" for a, b in product(first, second)]
        said += [f"'{a[0]}{b[0]}" for a, b in product(first, second)]
    return said


def ways(word: str) -> list[Way]:
    """How a folded word without blanks is found: as it is written, an area's office also as the area, and letters also
    as pinyin and as initials.

    Empty for a single sign: a set of pairs does not know it.
    """
    if len(word) < 2:
        return []
    found: list[Way] = [tuple(_pairs(word))]
    if area := area_of_office(word):
        found.append(tuple(_pairs(area)))
    if word.isascii() and word.isalpha() and len(word) <= 30:
        found += [_syllables(cut) for cut in sounds.spelled(word)]
        if len(word) <= _MOST_INITIALS and sounds.may_be_initials(word):
            found.append(tuple(f"'{a}{b}" for a, b in pairwise(word)))
    return list(dict.fromkeys(found))


def _syllables(spoken: Sequence[str]) -> Way:
    if len(spoken) == 1:
        return (f"{spoken[0]}'",)
    return tuple(f"{a}'{b}'" for a, b in pairwise(spoken))


def nearly(word: str) -> list[Way]:
    """How a Chinese word is found that has a sign wrong: by its sound, or by all the others at their places."""
    if not 2 <= len(word) <= _MOST_SIGNS or not _HAN_RUN.fullmatch(word):
        return []
    spoken = product(*(sounds.readings(sign) for sign in word))
    found: list[Way] = [_syllables(said) for said, _ in zip(spoken, range(_MOST_SOUNDS), strict=False)]
    if len(word) > 2:
        found += [_without(word, at) for at in range(len(word))]
    return list(dict.fromkeys(way for way in found if way))


def _without(word: str, at: int) -> Way:
    left, right = word[:at], word[at + 1 :]
    bridge = (f"{left[-1]}_{right[0]}",) if left and right else ()
    return (*(p for side in (left, right) if len(side) > 1 for p in _pairs(side)), *bridge)


def holds(has: Collection[str], wanted: Sequence[Way]) -> bool:
    """Whether a text with these terms is found in one of the ways."""
    return any(all(term in has for term in way) for way in wanted)
