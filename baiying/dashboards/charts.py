"""The charts of a city page, prepared for the ui's chart component."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from baiying.dashboards import words
from baiying.figures.queries import Child, Figure, Front, Month, Tier, Unit, bands
from baiying.ui import formats
from baiying.ui.charts import Chart, Node, Series

# More bars than this are not read any more; the table below shows all.
MOST_BARS = 40
# Smaller rectangles have no room for a name on a phone.
MOST_RECTANGLES = 20


def _number(value: Decimal | None, unit: Unit) -> float | None:
    # The chart component takes shares as they are and hours as minutes.
    if value is None:
        return None
    return float(value * 60) if unit is Unit.HOURS else float(value)


def _unit(unit: Unit) -> str:
    return {Unit.SHARE: "percent", Unit.HOURS: "hours", Unit.PER_100: "count"}[unit]


def comparison(shown: Sequence[tuple[Child, str]], whole: Figure, code: str, definition_url: str) -> Chart:
    """Bars of the areas below by one measure, with the target of the whole as a line. Items: (child, address)."""
    rows = shown[:MOST_BARS]
    unit = whole.definition.unit
    pairs = [child.pair(code) for child, _url in rows]
    series = [Series(words.tier_name("all"), [_number(p.all.value, unit) for p in pairs])]
    if whole.definition.tiered:
        series.insert(0, Series(words.tier_name("credit"), [_number(p.credit.value, unit) for p in pairs]))
    else:
        series[0] = Series(words.name_text(whole), series[0].values)
    target = _number(whole.target, unit)
    return Chart(
        title=_("各地%(name)s") % {"name": words.name_text(whole)},
        unit=_unit(unit),
        labels=[child.name for child, _url in rows],
        urls=[url for _child, url in rows],
        series=series,
        target=target,
        target_label=_("目标 %(goal)s") % {"goal": words.goal(whole.target, unit)} if whole.target is not None else "",
        label_heading=_("地区"),
        note=_("这里画出前 %(n)s 个，其余见下表。") % {"n": MOST_BARS} if len(shown) > MOST_BARS else "",
        definition_url=definition_url,
        as_of=whole.as_of,
    )


def _by_place(found: Sequence[Month], year: int, whole: int | None) -> str:
    """What the months count, and why they do not add up to the hours of those who live here."""
    said = _("按服务发生的地方统计，谁服务的都算在内，后来注销或监护人撤回了的也算；总时长按居住地，只算现在注册的人。")
    months = sum(one.all_minutes for one in found if one.year == year)
    if whole is None or months == whole:
        return said
    both = {"months": formats.minutes_text(months), "whole": formats.minutes_text(whole)}
    return formats.sentences(said, _("所以这里各月合计 %(months)s，和按居住地的 %(whole)s 不同。") % both)


def trend(found: Sequence[Month], year: int, today: date, as_of: datetime, *, whole: int | None = None) -> Chart:
    """Hours by month, this year's credit and all time against last year's. `whole`: the hours of those who live there,
    from which the months differ; None where they are rounded for the public."""
    by_month = {(m.year, m.month): m for m in found}
    begins = min(by_month, default=(year, 1))  # before the first record nothing is known, which is not zero
    last = today.month if today.year == year else 12

    def line(of: int, credit: bool, until: int) -> list[float | None]:
        values: list[float | None] = []
        for month in range(1, 13):
            cell = by_month.get((of, month))
            minutes = 0 if cell is None else cell.credit_minutes if credit else cell.all_minutes
            values.append(float(minutes) if month <= until and (of, month) >= begins else None)
        return values

    series = [
        Series(_("%(year)s 全部") % {"year": year}, line(year, False, last)),
        Series(_("%(year)s 信用") % {"year": year}, line(year, True, last)),
    ]
    if any(m.year == year - 1 for m in found):
        series.append(Series(_("%(year)s 全部") % {"year": year - 1}, line(year - 1, False, 12)))
    note = _by_place(found, year, whole)
    unfinished = formats.sentences(note, _("%(month)s 月还没过完。") % {"month": last})
    return Chart(
        title=_("每月服务时长"),
        unit="hours",
        labels=[_("%(month)s月") % {"month": month} for month in range(1, 13)],
        series=series,
        label_heading=_("月份"),
        note=unfinished if today.year == year else note,
        as_of=as_of,
    )


def distribution(front: Front, width: int) -> Chart | None:
    """How many registered volunteers have how many hours; for the public only between the thresholds shown."""
    found = front.bars or {tier: bands(front.cell.bins(tier), width) for tier in Tier}
    if not found[Tier.ALL]:
        return None
    (no_credit, *credit), (nothing, *both) = (found[tier] for tier in (Tier.CREDIT, Tier.ALL))
    without = {"nothing": words.people(nothing.persons), "credit": words.people(no_credit.persons)}
    return Chart(
        title=_("时长分布（各小时段的人数）"),
        unit="count",
        labels=[words.band_text(b.low, b.high) for b in credit],
        series=[
            Series(words.tier_name("credit"), [b.persons for b in credit]),
            Series(words.tier_name("all"), [b.persons for b in both]),
        ],
        label_heading=_("全年时长"),
        note=_("有记录的注册志愿者，各有多少小时。没有任何记录的：%(nothing)s；没有信用时长的：%(credit)s。") % without,
        as_of=front.as_of,
    )


def treemap(shown: Sequence[tuple[Child, str]], size: str, whole: Figure, code: str) -> Chart:
    """Areas as rectangles: size by hours or people, colour by the chosen measure. Needs no boundaries."""
    tier = whole.tier or Tier.ALL
    by_hours = size == "hours"
    nodes = [
        Node(
            name=child.name,
            size=child.cell.all_minutes if by_hours else child.cell.registered,
            value=_number(child.pair(code).of[tier].value, whole.definition.unit),
            url=url,
        )
        for child, url in shown
        # What is hidden is no zero: it has no colour, so it has no place here.
        if child.cell.registered and child.pair(code).of[tier].missing != "few"
    ]
    most = sorted(nodes, key=lambda node: -node.size)[:MOST_RECTANGLES]
    note = _("面积是%(size)s，颜色是%(name)s。") % {
        "size": _("全部时长") if by_hours else _("注册志愿者人数"),
        "name": words.name_text(whole),
    }
    if len(nodes) > len(most):
        note += _("这里是最大的 %(n)s 个。") % {"n": len(most)}
    return Chart(
        title=_("各地的分量：按时长") if by_hours else _("各地的分量：按注册志愿者"),
        unit=_unit(whole.definition.unit),
        nodes=most,
        label_heading=_("地区"),
        size_heading=_("全部时长") if by_hours else _("注册志愿者"),
        size_unit="hours" if by_hours else "count",
        value_heading=words.name_text(whole),
        note=note,
        as_of=whole.as_of,
    )
