"""The areas below one with their sites, on the one list: what is built of what is due, what is lacking where."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit.db import folding
from baiying.places import queries, words
from baiying.places.models import Division, Level, SiteLevel
from baiying.places.rules.sites import MAIN
from baiying.ui import formats, listing


class Counts:
    """Built, due and met of each area below, by level: counted once for a page."""

    def __init__(self, area: Division, known: queries.Standards) -> None:
        self.area = area
        # The area's own sites stand under no area below.
        self.covered = {pk: levels for pk, levels in queries.coverage_of_children(area).items() if pk}
        self.order = known.items()
        self.met = queries.meeting_of_children(area, queries.sites_within(area.pk), known)

    def rows(self) -> listing.Rows:
        """The areas below, with the numbers by which they may be sorted."""
        rows = queries.children_of(self.area.pk).exclude(level=Level.VILLAGE).filter(pk__in=list(self.covered))
        return rows.annotate(
            all_lacking=_each({pk: sum(one.lacking for one in levels.values()) for pk, levels in self.covered.items()}),
            all_short=_each({pk: sum(one.short for one in kinds.values()) for pk, kinds in self.met.items()}),
        )

    def of(self, row: Division, kind: str) -> queries.Coverage | None:
        return self.covered.get(row.pk, {}).get(kind)

    def meeting(self, row: Division, kind: str) -> queries.Meeting | None:
        """How far the standard is met; none where there is no standard to meet."""
        found = self.met.get(row.pk, {}).get(kind)
        return found if found is not None and found.has_standard else None

    def lacking(self, kind: str = "") -> list[int]:
        """The areas in which something is due and not built: of a kind, or of any."""
        return [
            pk
            for pk, levels in self.covered.items()
            if any(one.lacking for name, one in levels.items() if not kind or name == kind)
        ]

    def without(self, item: str) -> list[int]:
        """The areas in which something built lacks an item of its standard."""
        return [pk for pk, kinds in self.met.items() if any(item in one.lacking for one in kinds.values())]

    def items(self) -> list[str]:
        """The items that are lacking somewhere below, those that most lack first."""
        total: dict[str, int] = {}
        for kinds in self.met.values():
            for one in kinds.values():
                for item, n in one.lacking.items():
                    total[item] = total.get(item, 0) + n
        return sorted(total, key=lambda item: (-total[item], item))

    def lacks_of(self, row: Division) -> dict[str, int]:
        """What the built sites of an area lack, of all kinds together, in the order of the standards."""
        kinds = self.met.get(row.pk, {}).values()
        total = {item: sum(one.lacking.get(item, 0) for one in kinds) for item in self.order}
        return {item: n for item, n in total.items() if n}


def _each(numbers: Mapping[int, int]) -> Case:
    """A number for each area that has one; else none at all."""
    whens = [When(pk=pk, then=Value(n)) for pk, n in numbers.items() if n]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _cell(counts: Counts, row: Division, kind: str) -> Any:
    """Built of due, and beside it what is exempt and what meets its standard."""
    one = counts.of(row, kind)
    if one is None:
        return ""
    said = []
    if one.exempt:
        said.append(translate("免建 %(n)s") % {"n": formats.thousands_text(one.exempt)})
    if (met := counts.meeting(row, kind)) is not None:
        said.append(translate("达标 %(n)s") % {"n": formats.thousands_text(met.met)})
    of = f"{formats.thousands_text(one.built)} / {formats.thousands_text(one.due)}"
    return format_html('{} <span class="by-quiet">{}</span>', of, " ".join(said)) if said else of


def _lacks(counts: Counts, row: Division) -> Any:
    """What is lacking, each a way to the sites that lack it."""
    page = reverse("places:site_list")
    found = [
        (f"{page}?{urlencode({'within': row.public_id, 'standard': queries.LACKS + item})}", words.item(item), f"{n:,}")
        for item, n in counts.lacks_of(row).items()
    ]
    return format_html_join(" · ", '<a class="by-nowrap" href="{}">{} {}</a>', found)


_NUMBERS = (("due", _("应建")), ("built", _("已建成")), ("lacking", _("还没建成")), ("exempt", _("免建")))


def _number(counts: Counts, kind: str, name: str) -> Callable[[Division], Any]:
    """One number of an area as a column of its own."""

    def asked(row: Division) -> Any:
        if name == "met":
            met = counts.meeting(row, kind)
            return "" if met is None else met.met
        one = counts.of(row, kind)
        return "" if one is None else getattr(one, name)

    return asked


def _numbers(counts: Counts, kind: str) -> list[listing.Column]:
    """Each number alone, for whoever takes the list away or asks for it."""
    return [
        listing.Column(
            f"{kind}_{name}", translate("%(kind)s：%(what)s") % {"kind": SiteLevel(kind).label, "what": label},
            _number(counts, kind, name), number=True, extra=True,
        )
        for name, label in (*_NUMBERS, ("met", _("达到标准")))
    ]  # fmt: skip


def areas_list(counts: Counts) -> listing.Listing:
    """The list, in the order of codes; what is lacking can be sorted and narrowed by."""

    def level(kind: str) -> listing.Column:
        return listing.Column(
            kind, SiteLevel(kind).label, lambda row: _cell(counts, row, kind), number=True, nowrap=True, width=22,
            in_file=tuple(_numbers(counts, kind)),
        )  # fmt: skip

    there = [kind for kind in MAIN if any(kind in levels for levels in counts.covered.values())]

    return listing.Listing(
        key="coverage",
        title=_("各地覆盖"),
        order=("code", "id"),
        search=lambda rows, text: rows.filter(folding.called("name", text)),
        search_label=_("地区的名称"),
        columns=(
            listing.Column(
                "name", _("地区"), lambda row: row.name, fixed=True, width=24,
                link=lambda row: reverse("places:coverage_of", args=[row.public_id]),
            ),
            listing.Column("code", _("区划代码"), lambda row: row.code, nowrap=True, extra=True, sort=("code",)),
            *(level(kind) for kind in there),
            listing.Column("lacking", _("还没建成"), lambda row: row.all_lacking, number=True, sort=("all_lacking",)),
            listing.Column(
                "short", _("建成没达标"), lambda row: row.all_short, number=True, extra=True, sort=("all_short",)
            ),
            listing.Column("lacks", _("建成的还缺什么"), lambda row: _lacks(counts, row), width=40),
            *(one for kind in there for one in _numbers(counts, kind)),
        ),
        filters=(
            listing.Choice(
                "due", _("还没建成的"),
                apply=lambda rows, wish: rows.filter(pk__in=counts.lacking("" if wish == "any" else wish)),
                options=[("any", _("有")), *((kind, SiteLevel(kind).label) for kind in there)],
            ),
            listing.Choice(
                "lacks", _("建成的还缺"), apply=lambda rows, item: rows.filter(pk__in=counts.without(item)),
                options=lambda: [(item, words.item(item)) for item in counts.items()],
            ),
        ),
        keeps=("state",),
        # Each row leads to the sites that lack something, by six addresses: fifty would not stay under 60 kB.
        size=20,
    )  # fmt: skip
