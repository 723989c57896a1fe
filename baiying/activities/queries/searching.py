"""What a search means: each word as ways to find it, with categories, places and the times that it named."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from baiying.activities.rules import asking, everyday
from baiying.activities.rules.plans import ActivityRules
from baiying.kit import clock
from baiying.kit.values import finding
from baiying.places import queries as places

LONGEST = 40


@dataclass(frozen=True, slots=True)
class Word:
    """One word that must be found: in one of the ways, or by the place that is called so."""

    text: str
    ways: tuple[finding.Way, ...]
    areas: tuple[int, ...] = ()

    @property
    def is_one_sign(self) -> bool:
        return len(self.text) == 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """`written`: the terms of what was typed as it stands, for what comes first. `days`: first and last day, or None.

    `nearly` says that a wrong sign was allowed for.
    """

    words: tuple[Word, ...] = ()
    written: finding.Way = ()
    weekdays: frozenset[int] = frozenset()
    parts: frozenset[str] = frozenset()
    days: tuple[date, date] | None = None
    nearly: bool = False
    asked: asking.Asked = field(default_factory=asking.Asked)


NOTHING = Meaning()


def meaning(text: str, categories: Iterable[tuple[str, str]], at: datetime, *, nearly: bool = False) -> Meaning:
    """Reads a search by the city's dictionary. `categories`: code and name, in the reader's language.

    `nearly` allows each Chinese word one wrong sign; for a search that found nothing.
    """
    typed = text.strip()[:LONGEST]
    if not typed:
        return NOTHING
    newest, minute = places.newest(), int(at.timestamp()) // 60
    words_known = _dictionary(minute, newest, clock.local_date(at))
    asked = asking.read(typed, words_known)
    areas = places.named_areas(minute) if asked.words else []
    named = list(categories)
    words = tuple(_word(word, words_known, named, areas, nearly=nearly) for word in asked.words)
    # The name of the whole city leaves nothing out; it only brings to the front what says it.
    everywhere = _everywhere(minute, newest) if any(word.areas for word in words) else frozenset()
    words = tuple(word for word in words if not everywhere.intersection(word.areas))
    return Meaning(
        words,
        tuple(finding.pairs(asked.whole)) if len(asked.whole) > 1 else (),
        asked.weekdays,
        asked.parts,
        asking.days_of(asked.span, clock.local_date(at)),
        nearly,
        asked,
    )


def _word(
    word: str,
    known: everyday.Dictionary,
    categories: list[tuple[str, str]],
    areas: places.NamedAreas,
    *,
    nearly: bool,
) -> Word:
    ways = finding.ways(word)
    similar = finding.nearly(word) if nearly else []
    found: dict[finding.Way, None] = dict.fromkeys((*ways, *similar))
    for meant in known.get(word, ()):
        is_code = meant[0] in (everyday.CATEGORY, everyday.RECIPIENT)
        found.update(dict.fromkeys([(meant,)] if is_code else finding.ways(meant)))
    for code, name in categories:
        if finding.holds(_terms_of(str(name)), ways):
            found[(everyday.CATEGORY + code,)] = None
    return Word(word, tuple(found), places.called(areas, (*ways, *similar)))


@lru_cache(maxsize=4096)
def _terms_of(name: str) -> frozenset[str]:
    return frozenset(finding.terms(name))


def everyday_words(at: datetime) -> everyday.Dictionary:
    """What people say for words of the field, the city's own with them: for the lists of every room."""
    return _dictionary(int(at.timestamp()) // 60, places.newest(), clock.local_date(at))


@lru_cache(maxsize=4)
def _dictionary(_minute: int, _newest: tuple[int, int], today: date) -> everyday.Dictionary:
    """The shipped words and those of the city, read anew each minute."""
    top = places.start_of_tree()
    rules = places.rule_set(ActivityRules, area_path=top.path if top else (), on=today).rules
    return everyday.dictionary(rules.everyday_words)


@lru_cache(maxsize=4)
def _everywhere(_minute: int, _newest: tuple[int, int]) -> frozenset[int]:
    """The areas that hold every other."""
    top = places.start_of_tree()
    return frozenset(top.path) if top else frozenset()
