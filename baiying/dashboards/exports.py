"""Workbooks: the numbers a reader sees, and a second sheet that says what they mean."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from baiying.dashboards import words
from baiying.dashboards.comparison import Row
from baiying.figures.queries import Figure, Front, Pair, Unit
from baiying.kit import clock
from baiying.ui.workbooks import Sheet, answer


def _value(figure: Figure) -> float | None:
    if figure.value is None:
        return None
    return round(float(figure.value), 4 if figure.definition.unit is Unit.SHARE else 2)


def _pairs(pairs: Sequence[Pair]) -> list[Figure]:
    return [f for p in pairs for f in ((p.credit, p.all) if p.definition.tiered else (p.all,))]


def _notes(place: str, front: Front) -> Sheet:
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
    return Sheet(_("口径说明"), (_("项目"), _("说明")), lines, (30, 90))


def areas(place: str, front: Front, rows: Sequence[Row]) -> FileResponse:
    """The comparison of the areas below."""
    figures = _pairs(front.pairs)
    names = [words.name_text(f) + (f" · {words.tier_name(f.tier)}" if f.tier else "") for f in figures]
    head = (_("地区"), _("注册志愿者"), _("人口"), *names)
    sheet = Sheet(_("各地"), head, _compared(front, rows), (24, 12, 12, *(16,) * 7))
    return answer(f"{place}-{front.year}", [sheet, _notes(place, front)])


def _compared(front: Front, rows: Sequence[Row]) -> Iterator[list[object]]:
    for row in rows:
        if not row.shown:
            yield [row.name, _("人数太少，不公开")]
            continue
        yield [row.name, row.registered, row.population, *(_value(f) for f in _pairs(row.child.pairs))]
    population = front.population.persons if front.population else None
    yield [_("合计"), front.cell.registered, population, *(_value(f) for f in _pairs(front.pairs))]


def persons(place: str, front: Front, rows: Iterable[tuple[str, str, str, int, int]]) -> FileResponse:
    """Persons behind the figures: masked name, volunteer number, residence, credit and all minutes."""
    head = (_("姓名"), _("志愿者编号"), _("居住地"), _("信用时长（小时）"), _("全部时长（小时）"))
    lines = ((*texts, round(credit / 60, 2), round(both / 60, 2)) for *texts, credit, both in rows)
    sheet = Sheet(pgettext("many", "志愿者"), head, lines, (16, 18, 28, 16, 16))
    return answer(f"{place}-{front.year}-志愿者", [sheet, _notes(place, front)])
