"""The office's lists of complaints: how they are searched, narrowed and shown."""

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.complaints import queries
from baiying.complaints.models import ComplaintKind
from baiying.kit import clock
from baiying.kit.db import folding
from baiying.places import access as areas
from baiying.ui import listing
from baiying.ui.templatetags.ui import due, state


def complaints_list(area_id: int | None, *, ended: bool) -> listing.Listing:
    """Open ones by what is due first, ended ones the newest first."""
    return listing.Listing(
        key="complaints",
        title=_("投诉建议"),
        personal=True,
        order=("-id",) if ended else ("due_on", "id"),
        search=lambda rows, words: rows.filter(
            folding.called("title", words) | folding.called("words", words) | folding.called("about", words)
        ),
        search_label=_("内容、对象"),
        keeps=("state",),
        part=_("已办结") if ended else _("待答复"),
        columns=(
            listing.Column("what", _("关于"), _what, link=_page, fixed=True, width=28),
            listing.Column("words", _("怎么说"), _words, value=lambda row: row.words, width=40),
            listing.Column("area", _("地区"), lambda row: row.area.name, width=16),
            listing.Column("filed", _("提交"), _filed, nowrap=True, sort=("filed_at",)),
            listing.Column("state", _("状态"), _ended if ended else _open, width=16),
            *(() if ended else (listing.Column("due", _("期限"), _due, value=queries.next_due),)),
        ),
        filters=(
            listing.Choice(
                "kind", _("哪一种"), options=ComplaintKind.choices, apply=lambda rows, kind: rows.filter(kind=kind)
            ),
            areas.by_area(area_id),
            *(() if ended else (_by_state(),)),
            listing.Days("filed", _("提交日期"), column="filed_at", moment=True),
        ),
    )  # fmt: skip


def _by_state() -> listing.Choice:
    return listing.Choice(
        "wait",
        _("状态"),
        options=[("first", _("等第一次回话")), ("taken", _("已受理"))],
        apply=lambda rows, wish: rows.filter(taken_up_at__isnull=wish == "first"),
    )


def _page(row: Any) -> str:
    return reverse("complaints:desk_complaint", args=[row.public_id])


def _what(row: Any) -> str:
    return f"{row.get_kind_display()} · {row.title}" if row.title else str(row.get_kind_display())


def _words(row: Any) -> str:
    return Truncator(row.words).chars(60)


def _filed(row: Any) -> str:
    return clock.local_date(row.filed_at).isoformat()


def _ended(row: Any) -> Any:
    return state("plain", str(row.get_outcome_display()))


def _open(row: Any) -> Any:
    if queries.state_of(row) == "taken_up":
        return state("slate", gettext("已受理"))
    return state("amber", gettext("等第一次回话"))


def _due(row: Any) -> Any:
    return due(queries.due_at(row))
