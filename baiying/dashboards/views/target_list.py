"""Every target of an office's area on the one list: to be searched, narrowed, sorted and taken away as a file."""

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import queries as accounts
from baiying.accounts.access import Asking, needs
from baiying.dashboards import exports, words
from baiying.figures import queries as figures
from baiying.figures.queries import BY_CODE, Target
from baiying.figures.rights import Right
from baiying.kit.db import folding
from baiying.places import access as places
from baiying.ui import listing


@needs(Right.SET_TARGETS)
@require_http_methods(["GET", "HEAD", "POST"])
def target_list(request: Asking) -> HttpResponseBase:
    """What holds, and at a wish all that was ever set, of the own area and those below."""
    own = places.own_area_id(request.actor)
    shown = listing.of(targets_list(own), request, figures.targets_within(own), area_id=own)
    return shown.answer or render(request, "dashboards/target_list.html", {"list": shown})


class _Hands:
    """Who set the targets of a page: one look for all of them."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}

    def of(self, rows: Sequence[Target]) -> Sequence[Target]:
        self.names = accounts.names_of(sorted({row.set_by_id for row in rows if row.set_by_id}))
        return rows

    def name(self, row: Target) -> str:
        return self.names.get(row.set_by_id or 0, "—")


def measure(row: Target) -> str:
    """What a target is for, in words."""
    return figures.measure(row.definition, row.tier, row.threshold_hours)


def goal(row: Target) -> str:
    meant = BY_CODE.get(row.definition)
    return str(words.goal(row.value, meant.unit) if meant and row.value is not None else _("撤回目标"))


def _cell(row: Target) -> object:
    meant = BY_CODE.get(row.definition)
    return (exports.cell(row.value, meant.unit) if meant else row.value) or ""


def targets_list(area_id: int | None) -> listing.Listing:
    """The list; without a wish it shows what holds now, the latest set first."""
    hands = _Hands()

    def years() -> listing.Options:
        return [(str(year), str(year)) for year in figures.target_years(area_id)]

    def measures() -> listing.Options:
        there = figures.target_measures(area_id)
        return [(code, _(one.name)) for code, one in BY_CODE.items() if code in there]

    def kept(rows: listing.Rows, wish: str) -> listing.Rows:
        return figures.standing_targets(rows) if wish == "now" else rows

    def link(row: Target) -> str:
        return f"{reverse('dashboards:area_targets', args=[row.area.public_id])}?year={row.year}"

    return listing.Listing(
        key="targets",
        title=_("目标"),
        rows_of=hands.of,
        order=("-set_at", "-id"),
        search=lambda rows, text: rows.filter(folding.called("area__name", text)),
        search_label=_("地区的名称"),
        columns=(
            listing.Column("area", _("地区"), lambda row: row.area.name, link=link, fixed=True, width=24),
            listing.Column("code", _("区划代码"), lambda row: row.area.code, nowrap=True, sort=("area__code",)),
            listing.Column("year", _("年份"), lambda row: row.year, number=True, sort=("year",)),
            listing.Column("measure", _("口径"), measure, width=36),
            listing.Column(
                "goal", _("目标"), goal, number=True, nowrap=True,
                value=_cell, width=12,
            ),
            listing.Column("words", _("说明"), lambda row: row.words or "—", width=40),
            listing.Column("who", _("谁设定"), hands.name),
            listing.at_column("at", _("哪天设定"), lambda row: row.set_at, sort=("set_at",)),
        ),
        filters=(
            places.by_area(area_id),
            listing.Choice("year", _("年份"), options=years, apply=lambda rows, one: rows.filter(year=int(one))),
            listing.Choice(
                "measure", _("口径"), options=measures, apply=lambda rows, one: rows.filter(definition=one)
            ),
            listing.Choice("state", _("哪些"), options=[("now", _("只看现在有效的"))], apply=kept),
        ),
    )  # fmt: skip
