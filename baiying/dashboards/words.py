"""Figures as readers see them: value, what stands above and below the line, source, target."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baiying.figures.queries import Figure, Pair, PopulationUsed, Unit, amount, rounded
from baiying.figures.queries import goal as goal
from baiying.figures.queries import tier_name as tier_name
from baiying.ui import formats


def population_kind(kind: str) -> str:
    names = {
        "permanent": _("常住人口"),
        "registered": _("户籍人口"),
        "built_up": _("建成区人口"),
        "aged_13": _("13 岁及以上人口"),
    }
    return names.get(kind, kind)


def minutes(figure: Figure) -> int | None:
    """A time in minutes, for those who show it large; none for other figures and for what is missing or withheld."""
    if figure.missing or figure.value is None or figure.definition.unit is not Unit.HOURS:
        return None
    return formats.minutes_of(figure.value)


def value_text(figure: Figure) -> str:
    """The value, or why there is none: never a zero that stands for "unknown"."""
    if figure.missing == "few":
        return _("不公开")
    if figure.missing == "population":
        return _("未填人口")
    if figure.missing:
        return _("还没有人")
    said = amount(figure.value, figure.definition.unit)
    return _("%(rate)s（请核对人口）") % {"rate": said} if figure.exceeds else said


def both_text(pair: Pair) -> str:
    """By credit time and by all time; once where time plays no part."""
    every = value_text(pair.all)
    return f"{value_text(pair.credit)} / {every}" if pair.definition.tiered else every


def unit_text(figure: Figure) -> str:
    """What stands after `value_text`, where that does not say it itself."""
    return _("人") if not figure.missing and figure.definition.unit is Unit.PER_100 else ""


def people(n: int) -> str:
    return ngettext("%(n)s 人", "%(n)s 人", n) % {"n": f"{n:,}"}


def fraction_text(figure: Figure) -> str:
    """Numerator and denominator with their units; or that too few people stand behind them."""
    if figure.hidden_below:
        return _("人数不足 %(n)s，或与别的数相减会不足 %(n)s") % {"n": figure.hidden_below}
    above = (
        amount(figure.numerator, Unit.HOURS) if figure.definition.unit is Unit.HOURS else people(int(figure.numerator))
    )
    below = people(figure.denominator) if figure.denominator else "—"
    return f"{above} ÷ {below}"


def name_text(figure: Figure) -> str:
    """The definition's name, with its threshold where it takes one."""
    name = _(figure.definition.name)
    if figure.threshold_hours is None:
        return name
    return _("%(name)s（不少于 %(n)s 小时）") % {"name": name, "n": figure.threshold_hours}


def population_text(population: PopulationUsed | None) -> str:
    """Which population stands below the line: kind, persons, year, source and revision."""
    if population is None:
        return _("这个地方还没有填人口，注册率算不出来。")
    return _("%(kind)s %(persons)s 人，%(year)s 年，来源：%(source)s，第 %(revision)s 版") % {
        "kind": population_kind(population.kind),
        "persons": f"{population.persons:,}",
        "year": population.year,
        "source": population.source,
        "revision": population.revision,
    }


def impossible() -> str:
    """What stands beside a rate above 100 %."""
    return _("超过 100%：注册的人比人口还多。多半是人口数旧了、口径不对，或者有人已经搬走。请先核对，不要当作达标。")


def rate_by(registered: int, population: PopulationUsed) -> str:
    """The registration rate by another population."""
    rate = Decimal(registered) / population.persons
    said = formats.about(formats.percent_text(rate), population_text(population))
    return formats.sentences(said, impossible()) if rate > 1 else said


def target_text(figure: Figure) -> str:
    """The target and how far the value is from it; empty without a target."""
    if figure.target is None:
        return ""
    unit = figure.definition.unit
    aim = goal(figure.target, unit)
    value = figure.value
    if value is None or figure.exceeds:
        return _("目标 %(goal)s") % {"goal": aim}
    if value >= figure.target:
        return _("目标 %(goal)s，已达到") % {"goal": aim}
    gap = figure.target - value
    if unit is Unit.SHARE:
        return _("目标 %(goal)s，还差 %(gap)s 个百分点") % {"goal": aim, "gap": rounded(gap * 100, 1)}
    return _("目标 %(goal)s，还差 %(gap)s") % {"goal": aim, "gap": amount(gap, unit)}


def band_text(low: int | None, high: int | None) -> str:
    """A bar of the distribution."""
    if low is None:
        return _("没有记录")
    if high is None:
        return _("%(n)s 小时及以上") % {"n": low}
    return f"{low}–{high}"


def short_text(figure: Figure) -> str:
    """What the name means, in a few words."""
    if figure.threshold_hours is None:
        return _(figure.definition.short)
    return _("全年不少于 %(n)s 小时的人占多少") % {"n": figure.threshold_hours}


def points(share: Decimal) -> str:
    """A difference of shares in percentage points."""
    return rounded(share * 100, 1)
