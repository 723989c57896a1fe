"""The persons behind a figure: how the list is searched, narrowed and shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts.access import Scope
from baiying.dashboards import exports, words
from baiying.dashboards.views.common import Setting
from baiying.figures import queries as figures
from baiying.figures.queries import PersonYear, Tier
from baiying.figures.rights import Right
from baiying.kit.values import identifiers
from baiying.people import queries as people
from baiying.places import access as areas
from baiying.places import queries as places
from baiying.ui import listing
from baiying.ui.workbooks import Sheet


@dataclass(frozen=True, slots=True)
class Line:
    """One person behind a figure; minutes."""

    name: str
    # Area, person and year of its address; a file has thousands of lines and no links.
    opens: tuple[str, str, int]
    volunteer_no: str
    residence: str
    credit_minutes: int
    all_minutes: int

    @property
    def url(self) -> str:
        area, person, year = self.opens
        return f"{reverse('dashboards:entries', args=[area, person])}?year={year}" if person else ""


# The cells were already narrowed to the office's area.
_EVERYWHERE = Scope(None, Right.SEE_FIGURE_ROWS)


def lines(here: Setting, cells: Sequence[PersonYear]) -> list[Line]:
    """Cells with their persons' masked names: one question for all names, one for all areas."""
    ids = [cell.person_id for cell in cells]
    pids = dict(people.persons(_EVERYWHERE).filter(pk__in=ids).values_list("pk", "public_id"))
    called = people.names_and_numbers(ids)
    residences = places.names_by_id({cell.area_id for cell in cells})
    found = []
    for cell in cells:
        name, number = called.get(cell.person_id, ("", ""))
        found.append(
            Line(
                name=identifiers.mask_name(name) if name else gettext("已注销"),
                opens=(here.area.public_id, pids.get(cell.person_id, ""), here.options.year),
                volunteer_no=number,
                residence=residences.get(cell.area_id, ""),
                credit_minutes=cell.credit_minutes,
                all_minutes=cell.all_minutes,
            )
        )
    return found


def _search(rows: listing.Rows, typed: str) -> listing.Rows:
    """By a name or a volunteer number. No other number: the list shows masked names, and would tell whose it is."""
    if any(sign.isdigit() for sign in typed) and typed[:1] not in "Vv":
        return rows.none()
    return rows.filter(person_id__in=people.persons(_EVERYWHERE, typed).order_by().values("pk"))


def _within(year: int, rows: listing.Rows, pid: str) -> listing.Rows:
    area = places.division(pid)
    return rows.filter(area_id__in=figures.within(area.pk, year)) if area is not None else rows


def _as_made(rows: listing.Rows, _value: str) -> listing.Rows:
    """What the address chose stands in the rows already: the year's persons, of one kind, by one tier."""
    return rows


def _sheet_of_meanings(here: Setting) -> list[Sheet]:
    chosen = here.options
    asked = (here.area.pk, chosen.year, chosen.threshold_hours)
    front = figures.front(*asked, at=here.at, population_kind=here.rules.population_kind)
    return [exports.notes(here.area.name, front)]


def _kinds(here: Setting) -> listing.Options:
    return [
        ("any", gettext("有记录的")),
        ("hours", gettext("不少于 %(n)s 小时的") % {"n": here.options.threshold_hours}),
        ("none", gettext("没有记录的")),
    ]


def persons_list(here: Setting, *, part: str = "") -> listing.Listing:
    """Who stands behind an area's figures of a year, most hours first; names masked, minutes exact.

    `part`: the year, where the address does not say it, for a file.
    """
    year, tier = here.options.year, here.options.tier
    column = "credit_minutes" if tier is Tier.CREDIT else "all_minutes"
    years = [(str(one), gettext("%(year)s 年") % {"year": one}) for one in figures.years(here.area.pk, here.this_year)]
    return listing.Listing(
        key="figure_persons",
        title=f"{here.area.name} {year} {pgettext('many', '志愿者')}",
        personal=True,
        part=part,
        order=(f"-{column}", "person_id"),
        search=_search,
        search_label=_("姓名或志愿者编号"),
        keeps=("hours",),
        rows_of=lambda cells: lines(here, cells),
        besides=lambda: _sheet_of_meanings(here),
        columns=(
            listing.Column("name", _("姓名"), lambda line: line.name, link=lambda line: line.url, fixed=True, width=16),
            listing.Column("number", _("志愿者编号"), lambda line: line.volunteer_no, nowrap=True, width=18),
            listing.Column("residence", _("居住地"), lambda line: line.residence, width=28),
            _minutes("credit", _("信用时长"), _("信用时长（分钟）"), "credit_minutes"),
            _minutes("all", _("全部时长"), _("全部时长（分钟）"), "all_minutes"),
        ),
        filters=(
            listing.Choice("year", _("年份"), options=years, apply=_as_made),
            listing.Choice("which", _("看哪些人"), options=_kinds(here), apply=_as_made),
            listing.Choice(
                "tier", _("按哪种时长"), options=[(str(one), words.tier_name(one)) for one in Tier], apply=_as_made
            ),
            listing.Choice(
                "area", _("地区"), options=lambda: areas.areas_below(here.area.pk),
                apply=lambda rows, pid: _within(year, rows, pid),
            ),
        ),
    )  # fmt: skip


def _minutes(key: str, title: object, in_file: object, column: str) -> listing.Column:
    """Time in hours and minutes on the page; whole minutes in a file, whose sum is the page's to the minute."""
    return listing.minutes_column(
        key, title, in_file, lambda line: int(getattr(line, column)), width=16, sort=(column,)
    )
