"""Sheets: the numbers a reader sees, and one that says what they mean."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from baiying.dashboards import words
from baiying.dashboards.comparison import Row
from baiying.figures.queries import PARKED, Apart, Figure, Front, Pair, Unit
from baiying.kit import clock
from baiying.ui import workbooks
from baiying.ui.workbooks import Sheet


def _value(figure: Figure) -> workbooks.Share | workbooks.Amount | None:
    return cell(figure.value, figure.definition.unit)


def cell(value: Decimal | None, unit: Unit) -> workbooks.Share | workbooks.Amount | None:
    """A figure, or the target of one, as a cell that shows it as the pages do."""
    if value is None:
        return None
    if unit is Unit.SHARE:
        return workbooks.Share(round(float(value), 6))
    return workbooks.Amount(round(float(value), 4))


def _heading(figure: Figure) -> str:
    """The name, by which hours, and in what it is counted: a share says that by its sign."""
    name = words.name_text(figure) + (f" · {words.tier_name(figure.tier)}" if figure.tier else "")
    unit = {Unit.HOURS: _("小时"), Unit.PER_100: _("人")}.get(figure.definition.unit)
    return _("%(name)s（%(unit)s）") % {"name": name, "unit": unit} if unit else name


def narrowed(front: Front) -> list[str]:
    """Which part of the figures a file holds."""
    hours = _("不少于 %(n)s 小时") % {"n": front.threshold_hours}
    said = ((_("年份"), _("%(year)s 年") % {"year": front.year}), (_("活跃度"), hours))
    return [_("%(label)s：%(words)s") % {"label": label, "words": chosen} for label, chosen in said]


def _pairs(pairs: Sequence[Pair]) -> list[Figure]:
    return [f for p in pairs for f in ((p.credit, p.all) if p.definition.tiered else (p.all,))]


def notes(place: str, front: Front, *, parked: bool = False) -> Sheet:
    """What the figures of an area mean and where they come from; `parked`: also what stands apart (U40)."""
    first = front.pairs[0].all
    lines = [
        (_("地区"), place),
        (_("统计期"), f"{first.window_from:%Y-%m-%d} — {first.window_to:%Y-%m-%d}"),
        (_("截至"), f"{clock.local(front.as_of):%Y-%m-%d %H:%M}"),
        (_("人口"), words.population_text(front.population)),
        (_("归属"), _(first.definition.attribution)),
    ]
    for pair in (*front.pairs, *front.further):
        meant = pair.definition
        name = f"{words.name_text(pair.all)} v{meant.version}"
        lines.append((name, f"{_(meant.sentence)} {_(meant.formula)}"))
        if pair.all.exceeds:
            lines.append((name, words.impossible()))
    if parked:
        lines.append((_(PARKED.name), f"{_(PARKED.sentence)} {_(PARKED.formula)}"))
    return Sheet(_("口径说明"), (_("项目"), _("说明")), lines, (30, 90))


def areas(place: str, front: Front, rows: Sequence[Row], apart: Apart | None) -> list[Sheet]:
    """The comparison of the areas below; where somebody is parked, how many, and every figure without them."""
    names = [_heading(f) for f in _pairs(front.pairs)]
    head: tuple[str, ...] = (_("地区"), _("注册志愿者"), _("人口"), *names)
    parked = apart is not None or any(row.parked for row in rows)
    if parked:
        head = (*head, _("其中休眠"), *(_("%(name)s，不算休眠") % {"name": name} for name in names))
    sheet = Sheet(_("各地"), head, _compared(front, rows, apart), (24, 12, 12, *(16,) * (len(head) - 3)))
    return [sheet, notes(place, front, parked=parked)]


def _compared(front: Front, rows: Sequence[Row], apart: Apart | None) -> Iterator[list[object]]:
    for row in rows:
        if not row.shown:
            yield [row.name, _("人数太少，不公开")]
            continue
        own = [row.name, row.registered, row.population, *(_value(f) for f in _pairs(row.child.pairs))]
        yield [*own, *_awake(row.parked, row.child.awake)]
    population = front.population.persons if front.population else None
    whole = [_("合计"), front.cell.registered, population, *(_value(f) for f in _pairs(front.pairs))]
    yield [*whole, *(_awake(apart.parked, [pair for _with, pair in apart.rates[: len(front.pairs)]]) if apart else ())]


def _awake(parked: int, pairs: Sequence[Pair]) -> list[object]:
    """Nobody parked, or none that may be told: nothing stands there, never a nought."""
    return [parked, *(_value(f) for f in _pairs(pairs))] if parked else []
