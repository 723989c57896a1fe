"""What an address asks of a list, read once; what the list does not know is as if it were not there."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, QueryDict

from baiying.ui.listing.spec import Column, Listing, Rows

WORDS, SORT, COLUMN, FILE, REASON = "q", "sort", "col", "file", "reason"
LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A reading of the address (and of the words of a POST, which may be a number that belongs in no address)."""

    listing: Listing
    query: QueryDict
    words: str
    sort: Column | None
    down: bool
    columns: tuple[Column, ...]

    @property
    def hides_words(self) -> bool:
        """Whether the words are a number of a person: they stand in no address and are not printed back."""
        return self.listing.personal and any(sign.isdigit() for sign in self.words)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words) or any(one.said(self.query) for one in self.listing.filters)

    def rows(self, rows: Rows) -> Rows:
        """The list's rows, narrowed and in order."""
        if self.words and self.listing.search is not None:
            rows = self.listing.search(rows, self.words)
        for one in self.listing.filters:
            rows = one.narrow(rows, self.query)
        return self.listing.slim(rows).order_by(*self.order())

    def order(self) -> tuple[str, ...]:
        if self.sort is None:
            return self.listing.order
        way = "-" if self.down else ""
        return tuple(f"{way}{name}" for name in (*self.sort.sort, "id"))

    def address(self, **changes: Any) -> str:
        """The query of the same view with something changed (None takes it out); always from the first page."""
        query = self.kept()
        for name, value in changes.items():
            query.setlist(name, [] if value is None else value if isinstance(value, list) else [str(value)])
        return query.urlencode()

    def bare(self) -> str:
        """The query of the whole list."""
        query = QueryDict(mutable=True)
        for name in self.listing.keeps:
            if value := self.query.get(name, "")[:40]:
                query[name] = value
        return query.urlencode()

    def kept(self) -> QueryDict:
        """What of the address this list understands."""
        query = QueryDict(mutable=True)
        known = [*self.listing.keeps, *(name for one in self.listing.filters for name in one.names)]
        if self.words and not self.hides_words:
            query[WORDS] = self.words
        for name in known:
            if value := self.query.get(name, "").strip()[:40]:
                query[name] = value
        if self.sort is not None:
            query[SORT] = f"{'-' if self.down else ''}{self.sort.key}"
        if self.columns != usual(self.listing):
            query.setlist(COLUMN, [one.key for one in self.columns if not one.fixed])
        return query


def usual(listing: Listing) -> tuple[Column, ...]:
    """The columns of who has chosen none."""
    return tuple(one for one in listing.columns if not one.extra)


def read(listing: Listing, request: HttpRequest) -> Asked:
    return read_query(listing, request.GET, request.POST.get(WORDS, ""))


def read_query(listing: Listing, query: QueryDict, typed: str = "") -> Asked:
    """The same of any query; `typed` words go before those of the query."""
    listing = replace(listing, filters=tuple(one.for_one_reading() for one in listing.filters))
    words = (typed or query.get(WORDS, "")).replace("\0", "").strip()[:LONGEST_WORDS]
    wish = query.get(SORT, "")
    sort = listing.column(wish.removeprefix("-"))
    chosen = set(query.getlist(COLUMN))
    columns = tuple(one for one in listing.columns if one.fixed or one.key in chosen) if chosen else usual(listing)
    return Asked(
        listing=listing,
        query=query,
        words=words if listing.search is not None else "",
        sort=sort if sort is not None and sort.sort else None,
        down=wish.startswith("-"),
        columns=columns or listing.columns[:1],
    )
