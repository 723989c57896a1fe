"""What a page shows of a list, or the answer that takes the page's place: a file, or the address of what was typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from baiying.kit.forms import fault_of_length, fault_of_record
from baiying.ui import pages, sought, taken
from baiying.ui.listing import bulk, files, saved
from baiying.ui.listing.asked import FILE, REASON, SORT, WORDS, Asked, read
from baiying.ui.listing.bulk import Act
from baiying.ui.listing.spec import Column, Listing, Rows
from baiying.ui.sought import KEY

_MOST_COUNTED = 1000
_MOST_ON_SCREEN = 8
_SHORTEST_REASON, _LONGEST_REASON = 2, 200
# A number of a person is said by its end, if that is the smaller part of it.
_LEAST_OF_A_NUMBER, _SHOWN_OF_A_NUMBER = 8, 4


@dataclass(frozen=True, slots=True)
class Cell:
    value: Any
    title: str
    link: str
    number: bool
    nowrap: bool
    act: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row; its key and what is read out with its tick, where something can be done with many."""

    cells: Sequence[Cell]
    key: str = ""

    @property
    def name(self) -> str:
        return strip_tags(str(self.cells[0].value))


@dataclass(frozen=True, slots=True)
class Shown:
    """For the template; with `answer` set there is nothing to show."""

    asked: Asked
    page: "pages.Stretch[Any]"
    rows: Sequence[Line]
    found: int = 0
    reason_error: str = ""
    reason: str = ""
    answer: HttpResponseBase | None = None
    acts: Sequence[Act] = ()
    takes: bool = True
    views: Sequence[saved.View] = ()
    shares: bool = False

    @property
    def view(self) -> saved.View | None:
        """The view that is looked at, if it is the reader’s own."""
        return next((one for one in self.views if one.now and one.own), None)

    @property
    def all_found(self) -> str | None:
        """The query of all that was found, to be ticked at once; None where this page is all of it.

        A number that came in an address, and so has no key, stands in none again: all of it would be the whole list.
        """
        more = self.page.older or self.page.newer
        return self.asked.address() if more and not self.is_loose else None

    @property
    def is_loose(self) -> bool:
        """Whether the words stand in no address at all, so that nothing leads on to the same rows."""
        return self.asked.hides_words and not self.asked.key

    @property
    def most_at_once(self) -> int:
        return bulk.MOST

    @property
    def listing(self) -> Listing:
        return self.asked.listing

    @property
    def searches(self) -> bool:
        return self.listing.search is not None

    @property
    def words(self) -> str:
        return "" if self.asked.hides_words else self.asked.words

    @property
    def narrowed(self) -> bool:
        return self.asked.is_narrowed

    @property
    def not_found(self) -> str:
        """What was looked for, where nothing was found; a number of a person by its end alone."""
        if self.asked.is_over:
            return _("这次查找已经过期")
        if not self.asked.words:
            return _("没有找到")
        if not self.asked.hides_words:
            return _("没有找到“%(words)s”") % {"words": self.asked.words}
        digits = [sign for sign in self.asked.words if sign.isdigit()]
        if len(digits) < _LEAST_OF_A_NUMBER:
            return _("没有找到您填的号码")
        return _("没有找到尾号是 %(end)s 的号码") % {"end": "".join(digits[-_SHOWN_OF_A_NUMBER:])}

    @property
    def looked_in(self) -> str:
        """By what the words were compared."""
        if self.asked.is_over:
            return _("查找的字不写在网址里，只保留一个工作日，退出登录就没有了。请在上面再填一次。")
        if not self.asked.words:
            return _("换一种写法，或去掉上面的一个条件。")
        return _("是按“%(what)s”找的。换一种写法，或去掉上面的一个条件。") % {"what": self.listing.search_label}

    @property
    def counted(self) -> str:
        """How many were found, up to what is worth counting; empty where nothing was asked."""
        if not self.narrowed or self.asked.is_over:
            return ""
        if self.found > _MOST_COUNTED:
            return _("%(n)s 条以上") % {"n": _MOST_COUNTED}
        return _("%(n)s 条") % {"n": self.found}

    @property
    def heads(self) -> Iterator[dict[str, Any]]:
        """The head of each column: where a press on it leads, and which way it runs now."""
        for one in self.asked.columns:
            now = self.asked.sort is one
            address = ""
            if one.sort:
                back = now and self.asked.down
                wish = None if back else f"-{one.key}" if now else one.key
                address = self.asked.address(**{SORT: wish})
            way = ("descending" if self.asked.down else "ascending") if now else "none" if one.sort else ""
            yield {"title": one.title, "address": address, "way": way, "number": one.number, "act": one.act}

    @property
    def filters(self) -> list[dict[str, Any]]:
        return [one.drawn(self.asked.query) for one in self.listing.filters]

    @property
    def unread(self) -> list[str]:
        """What was asked for and could not be read: the list shows more than somebody thinks."""
        said = [(one.label, one.unread(self.asked.query)) for one in self.listing.filters]
        return [_("%(label)s：没有看懂“%(words)s”，没有按它筛选。") % {"label": a, "words": b} for a, b in said if b]

    @property
    def chosen(self) -> list[dict[str, str]]:
        """What narrows the list, each with the address that takes it off."""
        gone: dict[str, Any]
        found = []
        for one in self.listing.filters:
            if said := one.said(self.asked.query):
                gone = dict.fromkeys(one.names)
                found.append(
                    {
                        "words": _("%(label)s：%(words)s") % {"label": one.label, "words": said},
                        "address": self.asked.address(**gone),
                    }
                )
        if self.asked.words and not self.is_loose:
            said = _("“%(words)s”") % {"words": self.words} if self.words else _("按号码")
            found.append({"words": said, "address": self.asked.address(**{WORDS: None, KEY: None})})
        return found

    @property
    def columns(self) -> list[dict[str, Any]]:
        """What may be shown or hidden."""
        seen = set(self.asked.columns)
        return [
            {"key": one.key, "title": one.title, "on": one in seen} for one in self.listing.columns if not one.fixed
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of the filters carries along: everything else is a field of it."""
        query = self.asked.kept()
        return [(name, str(query[name])) for name in (*self.listing.keeps, SORT, KEY, WORDS) if name in query]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What a search by GET carries along: everything but its words."""
        query = self.asked.kept()
        return [(name, str(value)) for name in query if name != WORDS for value in query.getlist(name)]

    @property
    def is_wide(self) -> bool:
        """More columns than a screen holds: the table then scrolls by itself."""
        return len(self.asked.columns) > _MOST_ON_SCREEN

    @property
    def whole(self) -> str:
        return f"?{self.asked.bare()}"

    @property
    def here(self) -> str:
        return self.asked.address()

    @property
    def older(self) -> str:
        return self._page(pages.OLDER, self.page.older)

    @property
    def newer(self) -> str:
        return self._page(pages.NEWER, self.page.newer)

    def _page(self, way: str, place: str) -> str:
        return self.asked.address(**{way: place}) if place and not self.is_loose else ""


def of(
    listing: Listing,
    request: HttpRequest,
    rows: Rows,
    *,
    area_id: int | None = None,
    acts: Sequence[Act] = (),
    takes: bool = True,
) -> Shown:
    """Read the request and show the list's page; a POST may bring words, ask for the file, or act on rows.

    The caller has narrowed `rows` to what may be seen. `area_id` is where a file is written down in the audit. With
    `acts` the rows, which then have public ids, get ticks. Who may read and not take away sets `takes` off.
    Raises PermissionDenied for a file asked for all the same.
    """
    asked = read(listing, request)
    if (act := bulk.asked_for(request, acts)) is not None:
        return Shown(asked, pages.Stretch([]), [], answer=bulk.answer(listing, request, rows, asked, act))
    if (pressed := saved.answer(asked, request)) is not None:
        return Shown(asked, pages.Stretch([]), [], answer=pressed)
    narrowed = asked.rows(rows)
    reason, wrong = "", ""
    if request.method == "POST" and request.POST.get(FILE):
        if not takes:
            raise PermissionDenied
        reason = request.POST.get(REASON, "").replace("\0", "").strip()
        if listing.personal and len(reason) < _SHORTEST_REASON and not taken.fetched(request):
            wrong = _("请写一句用途：名单上是别人的个人信息。")
        wrong = wrong or fault_of_length(reason, _LONGEST_REASON) or fault_of_record(reason)
        if not wrong:
            taking = files.Taking(request, reason, area_id)
            return Shown(asked, pages.Stretch([]), [], answer=files.answer(asked, narrowed, taking))
    elif request.method == "POST" and (found := _found_under(asked, request)) is not None:
        return Shown(asked, pages.Stretch([]), [], answer=found)
    page = pages.stretch(narrowed, request.GET, listing.size)
    return Shown(
        asked=asked,
        page=page,
        rows=_lines(asked, page),
        found=narrowed.order_by()[: _MOST_COUNTED + 1].count() if asked.is_narrowed else 0,
        reason=reason,
        reason_error=wrong,
        acts=acts,
        takes=takes,
        views=saved.views(asked, request),
        shares=saved.may_share(request),
    )


def _found_under(asked: Asked, request: HttpRequest) -> HttpResponseRedirect | None:
    """The address of what was typed, to which Back leads too: of a list of persons with a key in place of the words.
    None for a number where no session keeps it."""
    key = sought.keep(request, asked.words) if asked.listing.personal else ""
    if not key and asked.hides_words:
        return None
    changes = {KEY: key, WORDS: None} if key else {WORDS: asked.words or None}
    return _see_other(f"{request.path}?{asked.address(**changes)}")


def _see_other(address: str) -> HttpResponseRedirect:
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer


def _lines(asked: Asked, page: "pages.Stretch[Any]") -> list[Line]:
    found = list(page)
    return [
        Line([_cell(one, row) for one in asked.columns], str(getattr(model, "public_id", "")))
        for model, row in zip(found, asked.listing.rows_of(found), strict=True)
    ]


def _cell(one: Column, row: Any) -> Cell:
    return Cell(one.cell(row), str(one.title), one.link(row) if one.link else "", one.number, one.nowrap, one.act)
