"""What a list is: its columns, filters and order, described once by the room that has it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from baiying.kit import clock
from baiying.kit.values import days
from baiying.ui import formats
from baiying.ui.workbooks import Sheet

Rows = QuerySet[Any]
Options = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `cell` is what the page shows of a row, `value` what the file has (the cell's text where missing).

    `sort` names fields or annotations that are never NULL, ascending; `extra` columns are hidden until they are chosen;
    `fixed` ones cannot be hidden. The first column of a list is its link. `act` marks what one presses in a row: it
    stands on the screen only, neither on paper nor in a file.
    """

    key: str
    title: Any
    cell: Callable[[Any], Any]
    value: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    sort: tuple[str, ...] = ()
    number: bool = False
    nowrap: bool = False
    extra: bool = False
    fixed: bool = False
    act: bool = False
    width: int = 14
    # The heading in a file where its value is another than the cell: minutes as a number.
    file_title: Any = ""
    # What a cell of several numbers is in a file: one column for each, that a spreadsheet adds up.
    in_file: "tuple[Column, ...]" = ()


def in_file(value: date | datetime | None) -> str:
    """A day, or a moment to the minute in China, as a spreadsheet sorts it."""
    if value is None:
        return ""
    return f"{clock.local(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()


def span_column(key: str, title: Any, ends: "Callable[[Any], tuple[Any, Any]]", **more: Any) -> Column:
    """From when to when: words on the page, two columns that sort in a file."""
    more.setdefault("cell", lambda row: formats.span_text(*ends(row)))
    more.setdefault("width", 24)
    first = Column(f"{key}_from", _("开始"), lambda row: in_file(ends(row)[0]), width=18)
    last = Column(f"{key}_to", _("结束"), lambda row: in_file(ends(row)[1]), width=18)
    return Column(key, title, in_file=(first, last), **more)


def at_column(key: str, title: Any, when: "Callable[[Any], datetime | date | None]", **more: Any) -> Column:
    """A moment, or a day: words on the page, in a file as a spreadsheet sorts it."""
    more.setdefault("cell", lambda row: _said(when(row)))
    more.setdefault("width", 18)
    return Column(key, title, value=lambda row: in_file(when(row)), nowrap=True, **more)


def _said(value: datetime | date | None) -> str:
    if value is None:
        return "—"
    return formats.datetime_text(value) if isinstance(value, datetime) else formats.date_text(value)


def minutes_column(key: str, title: Any, in_a_file: Any, minutes: "Callable[[Any], int]", **more: Any) -> Column:
    """Time in hours and minutes on the page; whole minutes in a file, whose sum is the page's to the minute."""
    return Column(
        key, title, lambda row: formats.minutes_text(minutes(row)), number=True, value=minutes, file_title=in_a_file,
        **more,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """Something to narrow a list by; `names` are its parameters in the address."""

    key: str
    label: Any

    @property
    def names(self) -> tuple[str, ...]:
        return (self.key,)

    def for_one_reading(self) -> "Filter":
        """The same for one request: what it looks up, it looks up once."""
        return self

    def narrow(self, rows: Rows, asked: QueryDict) -> Rows:
        raise NotImplementedError

    def said(self, asked: QueryDict) -> str:
        """What was chosen, in words; empty if nothing was."""
        raise NotImplementedError

    def unread(self, asked: QueryDict) -> str:
        """What the address asks for that cannot be read, so that the list is not narrowed by it; empty if nothing."""
        return ""

    def drawn(self, asked: QueryDict) -> dict[str, Any]:
        """For the template: its kind, label and what is chosen."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Choice(Filter):
    """One of a few values. What is not among the options is as if not asked."""

    options: Callable[[], Options] | Options = ()
    apply: Callable[[Rows, str], Rows] = lambda rows, _value: rows

    def for_one_reading(self) -> "Choice":
        return replace(self, options=cache(self.options)) if callable(self.options) else self

    def choices(self) -> Options:
        return self.options() if callable(self.options) else self.options

    def chosen(self, asked: QueryDict) -> str:
        value = asked.get(self.key, "")
        return value if any(value == one for one, _label in self.choices()) else ""

    def narrow(self, rows: Rows, asked: QueryDict) -> Rows:
        value = self.chosen(asked)
        return self.apply(rows, value) if value else rows

    def said(self, asked: QueryDict) -> str:
        value = self.chosen(asked)
        return next((str(label) for one, label in self.choices() if value and one == value), "")

    def drawn(self, asked: QueryDict) -> dict[str, Any]:
        here = {"key": self.key, "options": self.choices(), "value": self.chosen(asked)}
        return {"kind": "choice", "label": self.label, **here}


@dataclass(frozen=True, slots=True)
class Pinned(Filter):
    """One value out of many, come to by a link in a row and said above the list; nothing to choose."""

    apply: Callable[[Rows, str], Rows] = lambda rows, _value: rows
    # The value in words; empty for one that means nothing, which is as if not asked.
    say: Callable[[str], str] = lambda value: value

    def narrow(self, rows: Rows, asked: QueryDict) -> Rows:
        return self.apply(rows, asked.get(self.key, "")) if self.said(asked) else rows

    def said(self, asked: QueryDict) -> str:
        value = asked.get(self.key, "")[:40]
        return self.say(value) if value else ""

    def drawn(self, asked: QueryDict) -> dict[str, Any]:
        return {"kind": "pinned", "key": self.key, "value": asked.get(self.key, "")[:40] if self.said(asked) else ""}


@dataclass(frozen=True, slots=True)
class Days(Filter):
    """From one day to another, both counted, in China; `moment` says that the column is an instant, not a day."""

    column: str = ""
    moment: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (f"{self.key}_from", f"{self.key}_to")

    def ends(self, asked: QueryDict) -> tuple[date | None, date | None]:
        first, last = (days.read(asked.get(name, "")) for name in self.names)
        return first, last

    def narrow(self, rows: Rows, asked: QueryDict) -> Rows:
        first, last = self.ends(asked)
        if first is not None:
            rows = rows.filter(**{f"{self.column}__gte": self._at(first)})
        if last is not None:
            rows = rows.filter(**{f"{self.column}__lt": self._at(last + timedelta(days=1))})
        return rows

    def said(self, asked: QueryDict) -> str:
        first, last = self.ends(asked)
        if first is None and last is None:
            return ""
        return f"{first or ''}–{last or ''}"

    def unread(self, asked: QueryDict) -> str:
        given = [asked.get(name, "").strip() for name in self.names]
        return "、".join(text[:20] for text in given if text and days.read(text) is None)

    def drawn(self, asked: QueryDict) -> dict[str, Any]:
        (first, last), (name_first, name_last) = self.ends(asked), self.names
        here = {"from": name_first, "to": name_last, "first": first, "last": last}
        return {"kind": "days", "label": self.label, **here}

    def _at(self, day: date) -> date | datetime:
        return clock.midnight(day) if self.moment else day


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. `rows_of` prepares a page's models for the cells (one look for all); `search` narrows by what was typed.

    `personal` marks lists that name persons: their files ask for a reason, and whole numbers that are searched for stay
    out of addresses. `order` ends in something unique.
    """

    key: str
    title: Any
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    order: tuple[str, ...] = ("-id",)
    search: Callable[[Rows, str], Rows] | None = None
    search_label: Any = ""
    rows_of: Callable[[Sequence[Any]], Sequence[Any]] = field(default=lambda found: found)
    personal: bool = False
    size: int = 50
    # What else of an address says which list this is (a tab); carried along, never narrowed away.
    keeps: tuple[str, ...] = ()
    # Which part of the whole that is, in words: a file says so among its conditions.
    part: Any = ""
    # Leaves in the database what no cell reads: a city's file is made of a few columns of many.
    slim: Callable[[Rows], Rows] = field(default=lambda rows: rows)
    # What a workbook of the list has besides: sheets that say what its numbers mean.
    besides: Callable[[], Sequence[Sheet]] = tuple
    # Whom the rows of a personal list are about, as ids of persons, where no column of theirs says so.
    people: Callable[[Rows], Iterable[int | None]] | None = None

    def column(self, key: str) -> Column | None:
        return next((one for one in self.columns if one.key == key), None)
