"""All sites of an office's area on the one list: to be searched, narrowed, sorted and taken away as a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.kit import clock
from baiying.kit.admission import Asking, may, needs
from baiying.kit.db import folding
from baiying.places import access, queries, words
from baiying.places.models import Site, SiteLevel, SiteStaff, SiteState
from baiying.places.rights import Right
from baiying.ui import listing
from baiying.ui.templatetags.ui import state

_TONES = {"built": "jade", "exempt": "amber"}


@needs(Right.SEE_COVERAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def site_list(request: Asking) -> HttpResponseBase:
    """The sites of one's area; the numbers of the coverage open to it by `within`, `level`, `state`, `standard`."""
    own = access.own_area_id(request.actor)
    kind = sites_list(own, clock.local_date(clock.now()), edits=may(request.actor, Right.EDIT_SITES))
    shown = listing.of(kind, request, queries.sites_within(own), area_id=own)
    return shown.answer or render(request, "places/site_list.html", {"list": shown})


def sites_list(area_id: int | None, on: date, *, edits: bool) -> listing.Listing:
    """The list; `edits`: a name opens the office's page, and who heads the site stands there, for who keeps it; else
    a name opens the page for everybody, and nobody is named."""
    known = queries.standards(on)
    page = "places:site_office" if edits else "places:site"

    def by_standard(rows: listing.Rows, wish: str) -> listing.Rows:
        asked = known.asked(wish)
        return rows.filter(asked) if asked is not None else rows

    def within(rows: listing.Rows, pid: str) -> listing.Rows:
        area = queries.division(pid)
        return rows.filter(division__path__contains=[area.pk]) if area is not None else rows

    heads = _Heads(on)
    return listing.Listing(
        key="sites",
        title=_("阵地名录"),
        personal=edits,
        rows_of=heads.of if edits else list,
        order=("division__code", "id"),
        search=lambda rows, text: rows.filter(folding.called("name", text) | folding.called("division__name", text)),
        search_label=_("阵地或地区的名称"),
        columns=(
            listing.Column(
                "name", _("阵地"), lambda row: row.name, link=lambda row: reverse(page, args=[row.public_id]),
                fixed=True, width=30,
            ),
            listing.Column("kind", _("类型"), lambda row: row.get_level_display(), nowrap=True),
            listing.Column("area", _("地区"), lambda row: row.division.name, extra=True, width=20),
            listing.Column(
                "code", _("区划代码"), lambda row: row.division.code, nowrap=True, sort=("division__code",)
            ),
            listing.Column("state", _("状态"), _state, value=_state_words, width=20),
            listing.Column("since", _("从哪天起"), lambda row: row.state_since, nowrap=True, sort=("state_since",)),
            *(heads.columns() if edits else ()),
            listing.Column("has", _("已有"), lambda row: _items(_in_order(known, row.haves)), width=24),
            listing.Column("lacks", _("还缺"), lambda row: _items(_lacks(known, row)), nowrap=True, width=24),
            listing.Column("address", _("地址"), lambda row: row.address, extra=True, width=30),
            listing.Column("phone", _("电话"), lambda row: row.phone, nowrap=True, extra=True),
            listing.Column("open", _("开放时间"), lambda row: row.opening_hours, extra=True, width=30),
        ),
        filters=(
            listing.Pinned("within", _("地区"), apply=within, say=_area_name),
            access.by_area(area_id, "division"),
            listing.Choice(
                "level", _("类型"), options=SiteLevel.choices, apply=lambda rows, one: rows.filter(level=one)
            ),
            listing.Choice(
                "state", _("状态"), options=SiteState.choices, apply=lambda rows, one: rows.filter(state=one)
            ),
            *((heads.choice(),) if edits else ()),
            listing.Choice("standard", _("标准"), options=lambda: _wishes(known), apply=by_standard),
        ),
    )  # fmt: skip


class _Heads:
    """Who heads the sites of a page: one look for all of them."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.found: dict[int, SiteStaff] = {}

    def of(self, rows: Sequence[Site]) -> Sequence[Site]:
        self.found = queries.heads_on([row.pk for row in rows], self.on)
        return rows

    def columns(self) -> tuple[listing.Column, ...]:
        return (
            listing.Column("head", _("站长（所长、主任）"), self.name, nowrap=True, width=18),
            listing.Column("head_since", _("从哪天起任"), self.since, nowrap=True, extra=True),
        )

    def choice(self) -> listing.Choice:
        return listing.Choice(
            "head",
            _("站长（所长、主任）"),
            options=[("none", _("建成了，没有人主持")), ("there", _("有"))],
            apply=self.narrowed,
        )

    def narrowed(self, rows: listing.Rows, wish: str) -> listing.Rows:
        return queries.headless(rows, self.on) if wish == "none" else rows.filter(queries.headed(self.on))

    def name(self, row: Site) -> str:
        return self.found[row.pk].name if row.pk in self.found else ""

    def since(self, row: Site) -> date | str:
        return self.found[row.pk].from_day if row.pk in self.found else ""


def _wishes(known: queries.Standards) -> listing.Options:
    lacks = [(f"{queries.LACKS}{item}", gettext("缺%(item)s") % {"item": words.item(item)}) for item in known.items()]
    return [(queries.MET, gettext("达到标准")), (queries.SHORT, gettext("没有达到标准")), *lacks]


def _area_name(pid: str) -> str:
    area = queries.division(pid)
    return area.name if area is not None else ""


def _state(row: Site) -> Any:
    return state(_TONES.get(row.state, "plain"), _state_words(row))


def _state_words(row: Site) -> str:
    label = str(SiteState(row.state).label)
    return gettext("%(state)s：%(why)s") % {"state": label, "why": row.exempt_reason} if row.exempt_reason else label


def _lacks(known: queries.Standards, row: Site) -> list[str]:
    if row.state != SiteState.BUILT:
        return []
    return [item for item in known.at(row.division.path).items(row.level) if item not in row.haves]


def _in_order(known: queries.Standards, haves: Sequence[str]) -> list[str]:
    """What a site has, in the order of the standards; what no standard names any more comes last."""
    ranks = {item: rank for rank, item in enumerate(known.items())}
    return sorted(haves, key=lambda item: ranks.get(item, len(ranks)))


def _items(names: list[str]) -> str:
    return gettext("、").join(words.item(name) for name in names)
