"""The lists of activities of a unit or an office: how they are searched, narrowed and shown."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from baiying.activities import queries
from baiying.activities.models import Activity, ActivityState
from baiying.activities.views import words
from baiying.activities.views.results import with_results
from baiying.kit import clock
from baiying.kit.db import folding
from baiying.places import access as areas
from baiying.ui import formats, listing
from baiying.ui.templatetags.ui import state

TABS = {
    "coming": _("接下来"),
    "drafts": _("方案"),
    "past": _("以前的"),
}
_ORDERS = {"coming": ("starts_on", "id"), "drafts": ("-id",), "past": ("-ends_on", "-id")}


def of_tab(rows: Any, tab: str, at: datetime) -> Any:
    """The activities that stand under a tab: published ones until their last day is over."""
    today = clock.local_date(at)
    if tab == "drafts":
        return rows.filter(state__in=[ActivityState.DRAFT, ActivityState.SUBMITTED])
    if tab == "past":
        ended = Q(state__in=[ActivityState.CANCELLED, ActivityState.WITHDRAWN])
        over = Q(state=ActivityState.PUBLISHED, ends_on__lt=today)
        return rows.filter(ended | over).exclude(queries.dropped())
    return rows.filter(state=ActivityState.PUBLISHED, ends_on__gte=today)


def _days(row: Any) -> str:
    first = formats.date_text(row.starts_on)
    return first if row.ends_on == row.starts_on else f"{first} – {formats.date_text(row.ends_on)}"


def _places(row: Any, tab: str) -> str:
    """Of what is over all shifts; of what runs the coming ones, and beside them that there were others (O2)."""
    if not row.all_places:
        return "—"
    whole, coming = f"{row.all_taken} / {row.all_places}", f"{row.taken} / {row.places}"
    if tab == "past" or not row.next_start:
        return whole
    if row.places == row.all_places:
        return coming
    return gettext("%(coming)s（连同以前的 %(whole)s）") % {"coming": coming, "whole": whole}


def _places_in_file(tab: str) -> tuple[listing.Column, ...]:
    """Each number by itself; of what runs the coming shifts, and the whole beside them."""
    whole = (
        listing.Column("all_taken", _("已录用"), lambda row: row.all_taken if row.all_places else ""),
        listing.Column("all_places", _("名额"), lambda row: row.all_places or ""),
    )
    if tab == "past":
        return whole
    return (
        *whole,
        listing.Column("taken", _("以后班次已录用"), lambda row: row.taken if row.next_start else ""),
        listing.Column("places", _("以后班次名额"), lambda row: row.places if row.next_start else ""),
    )


def _state(row: Any, today: date) -> SafeString:
    tone, said = words.activity_words(row, today)
    return state(tone, str(said))


def _results() -> tuple[listing.Column, ...]:
    """What came of what is over: sums of its shifts, to the minute."""
    return (
        listing.Column("came", _("到场人次"), lambda row: row.served.came, number=True),
        listing.minutes_column("credit", _("信用时长"), _("信用时长（分钟）"), lambda row: row.served.credit),
        listing.minutes_column("minutes", _("全部时长"), _("全部时长（分钟）"), lambda row: row.served.minutes),
    )


def _filters(tab: str, *, watches: bool, area_id: int | None) -> tuple[listing.Filter, ...]:
    found: list[listing.Filter] = []
    if watches:
        found.append(areas.by_area(area_id))
    column = "ends_on" if tab == "past" else "starts_on"
    if tab != "drafts":
        found.append(listing.Days("day", _("日期"), column=column))
    if tab == "past":
        states = [("over", _("已结束")), ("called_off", _("已取消"))]
        found.append(listing.Choice("state", _("状态"), options=states, apply=_ended))
    return tuple(found)


def _ended(rows: listing.Rows, wish: str) -> listing.Rows:
    over = Q(state=ActivityState.PUBLISHED)
    return rows.filter(over if wish == "over" else ~over)


def activities_list(tab: str, at: datetime, *, watches: bool, area_id: int | None) -> listing.Listing:
    """The activities under a tab; `watches` says that the reader is an office, `area_id` of which area."""
    today = clock.local_date(at)

    def rows_of(found: Sequence[Activity]) -> Sequence[Any]:
        rows = queries.with_shifts(found, at)
        return with_results(rows) if tab == "past" else rows

    return listing.Listing(
        key=f"activities.{tab}",
        title=pgettext_lazy("many", "活动"),
        order=_ORDERS[tab],
        keeps=("tab",),
        part=TABS[tab],
        search=lambda rows, typed: rows.filter(folding.called("title", typed) | folding.called("team__name", typed)),
        search_label=_("活动或队伍的名称"),
        rows_of=rows_of,
        columns=(
            listing.Column(
                "title", _("活动"), lambda row: row.title, fixed=True, width=30,
                link=lambda row: reverse("activities:record", args=[row.public_id]),
            ),
            listing.Column("team", _("队伍"), lambda row: row.team.name, width=24),
            listing.Column("area", _("地区"), lambda row: row.area.name, extra=True, width=20),
            listing.span_column(
                "days", _("日期"), lambda row: (row.starts_on, row.ends_on), cell=_days, sort=("starts_on",)
            ),
            listing.Column(
                "places", _("已录用/名额"), lambda row: _places(row, tab), number=True, in_file=_places_in_file(tab)
            ),
            listing.Column(
                "waiting", _("候补"), lambda row: "—" if tab == "past" else row.waiting, number=True,
                value=lambda row: "" if tab == "past" else row.waiting,
            ),
            *(_results() if tab == "past" else ()),
            listing.Column("state", _("状态"), lambda row: _state(row, today)),
        ),
        filters=_filters(tab, watches=watches, area_id=area_id),
    )  # fmt: skip


def tab_words(here: str, tab: str, drafts: int | None) -> list[tuple[Any, str, bool, int | None]]:
    """The tabs for the page, with how many plans are being written."""
    return [
        (label, f"{here}?tab={name}", name == tab, (drafts or None) if name == "drafts" else None)
        for name, label in TABS.items()
    ]
