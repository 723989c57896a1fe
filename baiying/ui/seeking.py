"""Finding in a public list: one search field, a row of chips below it, and what an empty list proposes.

The list's own room says what its address means; here is what all lists share: also what words mean that are typed
into a list of names, and what other lists find where one finds nothing. Shown by ui/components/seek.html and
ui/components/proposals.html, with ui/js/near.js for the device's place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from baiying.kit import rooms
from baiying.kit.values import finding, names, points

LONGEST = 40
MOST_PROPOSALS = 4
_ON = SafeString(' aria-current="true"')


class Chip(NamedTuple):
    """One link: what it says, where it leads, whether its filter is on (then the link takes it off).

    `first`: one of the few that people come with, which elder mode does not fold either.
    """

    words: str
    address: str
    on: bool
    first: bool = False


def drawn(chips: Iterable[Chip]) -> SafeString:
    """The chips as links within the list's own page."""
    return format_html_join(
        "",
        '<a class="by-wish" href="?{}"{}>{}</a>',
        ((chip.address, _ON if chip.on else "", chip.words) for chip in chips),
    )


class Row(NamedTuple):
    """The chips of a list in their order. Elder mode shows the first and those that are on, and folds the others."""

    chips: tuple[Chip, ...]

    @property
    def every(self) -> SafeString:
        return drawn(self.chips)

    @property
    def open(self) -> SafeString:
        return drawn(one for one in self.chips if one.first or one.on)

    @property
    def folded(self) -> SafeString:
        return drawn(one for one in self.chips if not (one.first or one.on))


def address(told: Mapping[str, str]) -> str:
    """What a list's address says of what is wished; nothing of what is not."""
    return urlencode({name: value for name, value in told.items() if value})


def written(point: tuple[float, float] | None) -> str:
    """A point as near.js writes it into an address."""
    return ",".join(map(str, point)) if point else ""


def choosing(path: str, wish: str, *, upto: str = "village") -> str:
    """The page where a place is chosen, and back to the list at `path` with the same wish."""
    back = f"{path}?{wish}" if wish else path
    return f"{reverse('places:choose')}?{urlencode({'next': back, 'field': 'area', 'upto': upto, 'any': '1'})}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address of a list asks for; what cannot be read in it is left out, not refused.

    `kind` is the one choice that the list's chips offer, under the name that the list calls it.
    """

    q: str = ""
    kind: str = ""
    area: str = ""
    near: tuple[float, float] | None = None
    kind_name: str = "kind"

    @classmethod
    def of(cls, asked: QueryDict, kind_name: str, kinds: Iterable[str]) -> "Wish":
        kind = asked.get(kind_name, "")
        return cls(
            q=names.plain(asked.get("q", ""))[:LONGEST],
            kind=kind if kind in kinds else "",
            area=asked.get("area", "")[:16],
            near=points.point(asked.get("near")),
            kind_name=kind_name,
        )

    def told(self) -> dict[str, str]:
        return {"q": self.q, self.kind_name: self.kind, "area": self.area, "near": written(self.near)}

    def but(self, **changes: object) -> str:
        """The list's address with this wish, changed in some points; empty where nothing is wished."""
        return address(replace(self, **changes).told())  # type: ignore[arg-type]

    def chips(self, kinds: Iterable[tuple[str, str]]) -> Row:
        """One chip for each kind, given by its code and its name."""
        found = ((code, name, self.kind == code) for code, name in kinds)
        return Row(tuple(Chip(name, self.but(kind="" if on else code), on) for code, name, on in found))


@dataclass(frozen=True, slots=True)
class Seek:
    """What ui/components/seek.html shows: the search field, what chips stand under it, what the form keeps.

    `area` is the name of the place that the list is narrowed to. Addresses are those within the list's own page.
    `folds`: in elder mode the chips that are off are folded here; else the page has a fold of its own for them.
    """

    text: str
    example: str
    chips: Row
    kept: Mapping[str, str]
    choose: str
    area: str = ""
    without_area: str = ""
    near: bool = False
    without_near: str = ""
    folds: bool = True

    @property
    def hidden(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.kept.items() if value]


def seek(wish: Wish, path: str, *, area: str, kinds: Iterable[tuple[str, str]], example: str) -> Seek:
    """The search of a list at `path` that is narrowed by a `Wish`; `area` as in `Seek`."""
    told = wish.told()
    del told["q"]
    return Seek(
        text=wish.q,
        example=example,
        chips=wish.chips(kinds),
        kept=told,
        choose=choosing(path, wish.but(area="", near=None)),
        area=area,
        without_area=wish.but(area=""),
        near=wish.near is not None,
        without_near=wish.but(near=None),
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A link to a list that is not empty: what it gives up or what it shows instead, and how many stand there."""

    words: str
    address: str
    count: int
    how_many: str

    @property
    def link(self) -> str:
        """Within the list's own page, or to another list."""
        return self.address if self.address.startswith("/") else f"?{self.address}"


Way = tuple[str, str, Callable[[], int]]


def proposals(ways: Iterable[Way], how_many: Callable[[int], str]) -> list[Proposal]:
    """Of ways to go on (words, address, how to count) those that find something, whatever finds most first.

    `how_many` says a number with what is counted. The whole list is no proposal: a button leads there anyway.
    """
    found = [Proposal(words, there, number, how_many(number)) for words, there, number in _counted(ways)]
    return sorted((one for one in found if one.count), key=lambda one: -one.count)[:MOST_PROPOSALS]


def _counted(ways: Iterable[Way]) -> Iterator[tuple[str, str, int]]:
    for words, there, count in ways:
        if there:
            yield words, there, count()


def wanted(text: str, at: datetime, *, nearly: bool = False) -> tuple[finding.Wanted, ...]:
    """What somebody means who types into a list of names: each word by its sound, by its initials, as what it is
    called in the field (kit.rooms: everyday); with `nearly` also with a wrong sign, for a search that found nothing.
    """
    words = finding.runs(text)
    books = [told(at) for told in rooms.filling("everyday")] if words else []
    return tuple(_wanted(word, [meant for book in books for meant in book.get(word, ())], nearly) for word in words)


def _wanted(word: str, meant: list[str], nearly: bool) -> finding.Wanted:
    ways = [*finding.ways(word)[1:], *(finding.nearly(word) if nearly else ())]
    codes = frozenset(one for one in meant if one[0] in "@#")
    for one in meant:
        ways += finding.ways(one) if one not in codes else ()
    return finding.Wanted(word, tuple(dict.fromkeys(ways)), codes)


def elsewhere(text: str, path: str, at: datetime) -> list[Proposal]:
    """What the other lists find for what was typed, where the one at `path` finds nothing."""
    if not finding.runs(text):
        return []
    found = [told(text, at) for told in rooms.filling("finders")]
    return [one for one in found if one.count and not one.address.startswith(f"{path}?")]
