"""The list of what was decided about hours: searched, narrowed, and taken away as a file (O9, R143)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries as account_rows
from baiying.hours import queries
from baiying.hours.models import Proposal, Source
from baiying.hours.queries.reviews import ACTIVITY
from baiying.kit.db import folding
from baiying.places import access as areas
from baiying.places import queries as places
from baiying.ui import listing
from baiying.ui.templatetags.ui import state


@dataclass(frozen=True, slots=True)
class Row:
    """One decision, as the list shows it."""

    proposal: Any
    title: str
    decided_by: str


def decided_list(area_id: int | None) -> listing.Listing:
    """What a second person decided, the newest first; `area_id` is None for whoever decides for a unit only."""
    # Who decides for a unit has no areas to choose among.
    below = [_below(area_id)] if area_id is not None else []
    return listing.Listing(
        key="decided_hours",
        title=_("已复核的时长"),
        personal=True,
        people=lambda rows: rows.values_list("attendance__person_id", flat=True),
        search=_found,
        search_label=_("姓名或活动"),
        rows_of=_rows_of,
        keeps=("state",),
        # Rows of many words: fifty would not stay under 60 kB.
        size=40,
        columns=(
            listing.Column("name", _("志愿者"), _name, link=_review, fixed=True),
            listing.Column("title", _("活动"), lambda row: row.title, width=28),
            listing.Column("team", _("队伍"), _team, extra=True, width=20),
            listing.span_column(
                "when", _("时间"), lambda row: (row.proposal.starts_at, row.proposal.ends_at), nowrap=True,
                sort=("starts_at",),
            ),
            listing.minutes_column("minutes", _("时长"), _("分钟"), lambda row: row.proposal.minutes),
            listing.Column("source", _("来源"), _source),
            listing.Column("words", _("提出的说明"), lambda row: row.proposal.words, extra=True, width=40),
            listing.Column("result", _("结果"), _result, width=24),
            listing.Column("who", _("谁决定的"), lambda row: row.decided_by),
            listing.at_column(
                "decided", _("决定时间"), lambda row: row.proposal.approved_at or row.proposal.refused_at
            ),
        ),
        filters=(
            listing.Choice(
                "result", _("结果"), options=[("approved", _("通过")), ("refused", _("不通过"))],
                apply=lambda rows, which: rows.filter(approved_at__isnull=which == "refused"),
            ),
            listing.Choice(
                "part", _("哪一种"), options=lambda: Proposal._meta.get_field("part").flatchoices,
                apply=lambda rows, part: rows.filter(part=part),
            ),
            listing.Choice(
                "source", _("来源"), options=lambda: Source.choices,
                apply=lambda rows, source: rows.filter(source=source),
            ),
            *below,
            listing.Days("on", _("服务日期"), column="served_on"),
        ),
    )  # fmt: skip


def _found(rows: listing.Rows, words: str) -> listing.Rows:
    return rows.filter(folding.called("attendance__person__name", words) | folding.called(f"{ACTIVITY}__title", words))


def _rows_of(found: Sequence[Any]) -> list[Row]:
    names = account_rows.names_of({one.decided_by_id for one in found})
    return [Row(one, str(queries.occasion_of(one.attendance).title), names.get(one.decided_by_id, "")) for one in found]


def _below(area_id: int) -> listing.Choice:
    return listing.Choice("area", _("地区"), options=lambda: areas.areas_below(area_id), apply=_of_area)


def _name(row: Row) -> str:
    return str(row.proposal.attendance.person.shown_name)


def _review(row: Row) -> str:
    return reverse("hours:review", args=[row.proposal.public_id])


def _team(row: Row) -> str:
    shift = row.proposal.attendance.shift
    return shift.activity.team.name if shift else "—"


def _source(row: Row) -> str:
    said = str(row.proposal.get_source_display())
    return said if row.proposal.part == "whole" else f"{said} · {row.proposal.get_part_display()}"


def _result(row: Row) -> Any:
    shown = state("jade", gettext("通过")) if row.proposal.approved_at else state("brick", gettext("不通过"))
    words = row.proposal.decision_words
    return format_html('{} <span class="by-quiet">{}</span>', shown, words) if words else shown


def _of_area(rows: listing.Rows, pid: str) -> listing.Rows:
    area = places.division(pid)
    if area is None:
        return rows
    of_visit = Q(attendance__shift__isnull=True, attendance__area__path__contains=[area.pk])
    return rows.filter(Q(**{f"{ACTIVITY}__area__path__contains": [area.pk]}) | of_visit)
