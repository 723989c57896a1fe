"""What an address asks of a list, read once; what the list does not know is as if it were not there."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, QueryDict

from baiying.ui import sought
from baiying.ui.listing.spec import Column, Listing, Rows

WORDS, SORT, COLUMN, FILE, REASON = "q", "sort", "col", "file", "reason"
LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A reading of the address. `key`: under which the words of a search that may name a person stand in it
    (ui.sought); `is_over`: it names a search that this log-in has no longer, so that nothing is shown for it.
    """

    listing: Listing
    query: QueryDict
    words: str
    sort: Column | None
    down: bool
    columns: tuple[Column, ...]
    key: str = ""
    is_over: bool = False

    @property
    def hides_words(self) -> bool:
        """Whether the words are a number of a person: they are kept in no view and not printed back."""
        return self.listing.personal and any(sign.isdigit() for sign in self.words)

    @property
    def is_narrowed(self) -> bool:
        return self.is_over or bool(self.words) or any(one.said(self.query) for one in self.listing.filters)

    def rows(self, rows: Rows) -> Rows:
        """The list's rows, narrowed and in order."""
        if self.is_over:
            # Never the whole list instead of the few that were looked for.
            return rows.none()
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

    def stored(self) -> str:
        """The query as it may be kept for later, when no session knows the key: with the words, but no number."""
        query = self.kept()
        query.pop(sought.KEY, None)
        if self.words and not self.hides_words:
            query[WORDS] = self.words
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
        if self.key:
            query[sought.KEY] = self.key
        elif self.words and not self.hides_words:
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
    return read_query(listing, request.GET, request, request.POST.get(WORDS))


def read_query(listing: Listing, query: QueryDict, request: HttpRequest, typed: str | None = None) -> Asked:
    """The same of any query of the reader's session; `typed` words, also none, go before those of the query."""
    listing = replace(listing, filters=tuple(one.for_one_reading() for one in listing.filters))
    key = query.get(sought.KEY, "")[:20] if listing.personal and typed is None else ""
    kept = sought.words_of(request, key) if key else ""
    given = kept or (query.get(WORDS, "") if typed is None else typed)
    words = given.replace("\0", "").strip()[:LONGEST_WORDS]
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
        key=key if kept else "",
        is_over=kept is None,
    )
