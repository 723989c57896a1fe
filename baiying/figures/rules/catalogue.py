"""The catalogue: every figure's definition, and the arithmetic from a counted cell to a figure.

Pure: values in, values out. Texts are message ids in Chinese; pages translate them when they show them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from baiying.kit.values.floors import Bound, Floor

# Histogram bins of a cell: 0 = nothing, n = from n-1 up to n hours, TOP = 100 hours and more.
TOP = 101
NO_BINS: tuple[int, ...] = (0,) * (TOP + 1)


def _(text: str) -> str:
    """Marks a text for the catalogue of translations."""
    return text


class Tier(StrEnum):
    CREDIT = "credit"
    ALL = "all"


class Unit(StrEnum):
    SHARE = "share"
    HOURS = "hours"
    PER_100 = "per_100"


@dataclass(frozen=True, slots=True)
class FigureRules:
    """Which population and which thresholds a city publishes by (dated, per area).

    Source: targets found in city tests differ (8, 13, 15 or 18 per cent of urban, total or permanent residents;
    20 or 25 hours a year), so nothing is fixed; the default is permanent residents and 20 hours.
    """

    KIND: ClassVar[str] = "figures"
    SOURCE: ClassVar[str] = "平台默认：常住人口；每年 20 小时"

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {"thresholds": (1, 400), "default_threshold": (1, 400)}

    population_kind: str = "permanent"
    thresholds: tuple[int, ...] = (10, 20, 25, 50)
    default_threshold: int = 20


@dataclass(frozen=True, slots=True)
class PrivacyRules:
    """From how many registered people on an area's figures are shown to the public.

    Source: Personal Information Protection Law art. 4 and 73(4): what cannot identify anybody is not personal
    information; ten is the platform's caution, a city may raise it.
    """

    KIND: ClassVar[str] = "privacy"
    SOURCE: ClassVar[str] = "平台默认：不少于 10 人才公开"
    FLOORS: ClassVar[tuple[Floor, ...]] = (
        Floor(
            "least_people",
            Bound.AT_LEAST,
            10,
            "PIPL-73",
            _("《个人信息保护法》第四条、第七十三条：公开的数据不能认出个人。不能少于 10 人。"),
            date(2021, 11, 1),
        ),
    )

    least_people: int = 10


def of_fewer(before: PrivacyRules, after: PrivacyRules) -> bool:
    """Whether figures of smaller groups begin to be public (PIPL art. 55)."""
    return after.least_people < before.least_people


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure means, in words a reader can check."""

    code: str
    version: int
    name: str
    short: str
    sentence: str
    formula: str
    numerator: str
    denominator: str
    unit: Unit
    tiered: bool = True
    takes_threshold: bool = False
    needs_population: bool = False
    source: str = ""

    window: str = _("自然年：当年 1 月 1 日起，当年计到统计时刻，往年计到 12 月 31 日")
    attribution: str = _(
        "按志愿者的居住地归属；一个人在一年里只归一个地方，只计一次。"
        "当年按现在的居住地和区划，往年按当年最后一天的居住地和区划"
    )


_REGISTERED = _(
    "注册志愿者：完成实名核验（未满 18 周岁的并经监护人同意）、注册未终止的人。"
    "当年按现在的状态，往年按当年最后一刻的状态，以后的变化不再改动往年"
)

CATALOGUE: tuple[Definition, ...] = (
    Definition(
        code="registration_rate",
        version=2,
        name=_("注册率"),
        short=_("注册志愿者占人口"),
        sentence=_("一个地方的注册志愿者，占这个地方人口的比例。"),
        formula=_("注册志愿者人数 ÷ 人口数"),
        numerator=_REGISTERED,
        denominator=_("所选口径的人口数（默认常住人口），注明年份、来源和修订号"),
        unit=Unit.SHARE,
        tiered=False,
        needs_population=True,
        source=_("各地创建测评常用口径"),
    ),
    Definition(
        code="share_any",
        version=2,
        name=_("有记录的占比"),
        short=_("全年有任何时长记录"),
        sentence=_("注册志愿者里，这一年有过任何服务时长记录的人占多少。"),
        formula=_("当年时长大于 0 的注册志愿者人数 ÷ 注册志愿者人数"),
        numerator=_("当年时长合计大于 0 的注册志愿者人数"),
        denominator=_REGISTERED,
        unit=Unit.SHARE,
        source=_("各地创建测评“有服务时间记录的比例”"),
    ),
    Definition(
        code="share_hours",
        version=2,
        name=_("活跃度"),
        short=_("全年不少于 N 小时"),
        sentence=_("注册志愿者里，这一年服务时长不少于 N 小时的人占多少。N 由本地设定。"),
        formula=_("当年时长不少于 N 小时的注册志愿者人数 ÷ 注册志愿者人数"),
        numerator=_("当年时长合计不少于 N 小时的注册志愿者人数"),
        denominator=_REGISTERED,
        unit=Unit.SHARE,
        takes_threshold=True,
        source=_("“活跃度，即每名注册志愿者年累计时长不少于若干小时”"),
    ),
    Definition(
        code="mean_hours",
        version=2,
        name=_("人均时长"),
        short=_("每名注册志愿者"),
        sentence=_("这一年的服务时长，平均到每一名注册志愿者有多少小时，没有服务的人也算在内。"),
        formula=_("注册志愿者当年时长合计 ÷ 注册志愿者人数"),
        numerator=_("注册志愿者当年时长合计（小时）"),
        denominator=_REGISTERED,
        unit=Unit.HOURS,
        source=_("各地创建测评“人均服务时间”"),
    ),
    Definition(
        code="mean_hours_active",
        version=2,
        name=_("参加者人均时长"),
        short=_("每名有记录的志愿者"),
        sentence=_("这一年的服务时长，平均到每一名有时长记录的注册志愿者有多少小时。"),
        formula=_("注册志愿者当年时长合计 ÷ 当年时长大于 0 的注册志愿者人数"),
        numerator=_("注册志愿者当年时长合计（小时）"),
        denominator=_("当年时长合计大于 0 的注册志愿者人数"),
        unit=Unit.HOURS,
        source=_("平台口径，供对照"),
    ),
    Definition(
        code="active_per_100",
        version=2,
        name=_("每百名注册志愿者参加人数"),
        short=_("每百人中参加的人数"),
        sentence=_("每一百名注册志愿者里，这一年有多少人有时长记录。"),
        formula=_("100 × 当年时长大于 0 的注册志愿者人数 ÷ 注册志愿者人数"),
        numerator=_("当年时长合计大于 0 的注册志愿者人数"),
        denominator=_REGISTERED,
        unit=Unit.PER_100,
        source=_("浙江口径“每百名注册志愿者中参加活动人数”"),
    ),
)
BY_CODE: Mapping[str, Definition] = {d.code: d for d in CATALOGUE}
FRONT = ("registration_rate", "share_any", "share_hours", "mean_hours")
FURTHER = ("mean_hours_active", "active_per_100")


@dataclass(frozen=True, slots=True)
class Cell:
    """One area in one year, counted."""

    registered: int = 0
    credit_minutes: int = 0
    all_minutes: int = 0
    credit_bins: Sequence[int] = NO_BINS
    all_bins: Sequence[int] = NO_BINS

    def bins(self, tier: Tier) -> Sequence[int]:
        return self.credit_bins if tier is Tier.CREDIT else self.all_bins

    def minutes(self, tier: Tier) -> int:
        return self.credit_minutes if tier is Tier.CREDIT else self.all_minutes

    def at_least(self, hours: int, tier: Tier) -> int:
        """Registered people with at least so many hours; 0 hours means any minute at all."""
        return sum(self.bins(tier)[hours + 1 :])


def rest(whole: Cell, parts: Sequence[Cell]) -> Cell:
    """The cell of those who are in the whole and in none of the parts."""
    return Cell(
        registered=whole.registered - sum(p.registered for p in parts),
        credit_minutes=whole.credit_minutes - sum(p.credit_minutes for p in parts),
        all_minutes=whole.all_minutes - sum(p.all_minutes for p in parts),
        credit_bins=[n - sum(p.credit_bins[i] for p in parts) for i, n in enumerate(whole.credit_bins)],
        all_bins=[n - sum(p.all_bins[i] for p in parts) for i, n in enumerate(whole.all_bins)],
    )


@dataclass(frozen=True, slots=True)
class PopulationUsed:
    """The denominator of a rate, with where it came from."""

    persons: int
    kind: str
    year: int
    source: str
    revision: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that carries its definition, numerator, denominator, window, source and instant (R108)."""

    definition: Definition
    tier: Tier | None
    numerator: Decimal
    denominator: int | None
    year: int
    window_from: date
    window_to: date
    as_of: datetime
    threshold_hours: int | None = None
    population: PopulationUsed | None = None
    target: Decimal | None = None
    # Few people stand behind it: neither numerator nor value is here. From how many on they would be.
    hidden_below: int = 0

    @property
    def value(self) -> Decimal | None:
        """The figure: a share from 0 to 1, hours, or persons in a hundred. None where the denominator is missing."""
        if not self.denominator or self.hidden_below:
            return None
        quotient = self.numerator / self.denominator
        return quotient * 100 if self.definition.unit is Unit.PER_100 else quotient

    @property
    def missing(self) -> str:
        """Why there is no value: "few", "population", "nobody", or "" when there is one."""
        if self.hidden_below:
            return "few"
        if self.denominator:
            return ""
        return "population" if self.definition.needs_population else "nobody"

    @property
    def exceeds(self) -> bool:
        """Whether more are registered than there are people: then the number below the line is not that of those
        above it (old, of another kind, or people who live elsewhere), and nothing is reached by it."""
        value = self.value
        return self.definition.needs_population and value is not None and value > 1

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None without a target or a value, or where the value cannot be (exceeds)."""
        value = self.value
        return None if value is None or self.target is None or self.exceeds else value >= self.target


def window(year: int, today: date) -> tuple[date, date]:
    """First and last day counted in a year, as seen on a day."""
    last = date(year, 12, 31)
    return date(year, 1, 1), min(last, max(today, date(year, 1, 1)))


def _parts(definition: Definition, cell: Cell, tier: Tier | None, threshold: int) -> tuple[Decimal, int]:
    # What stands above and below the line, but for the population.
    by = tier or Tier.ALL
    hours = Decimal(cell.minutes(by)) / 60
    match definition.code:
        case "registration_rate":
            return Decimal(cell.registered), 0
        case "share_any" | "active_per_100":
            return Decimal(cell.at_least(0, by)), cell.registered
        case "share_hours":
            return Decimal(cell.at_least(threshold, by)), cell.registered
        case "mean_hours":
            return hours, cell.registered
        case "mean_hours_active":
            return hours, cell.at_least(0, by)
    raise ValueError(definition.code)


def figure(
    code: str,
    cell: Cell,
    *,
    tier: Tier | None,
    threshold_hours: int,
    year: int,
    as_of: datetime,
    today: date,
    population: PopulationUsed | None = None,
    target: Decimal | None = None,
) -> Figure:
    """The figure of a definition for a counted cell. `threshold_hours` from 1 to 100."""
    definition = BY_CODE[code]
    above, below = _parts(definition, cell, tier, threshold_hours)
    first, last = window(year, today)
    return Figure(
        definition=definition,
        tier=tier if definition.tiered else None,
        numerator=above,
        denominator=(population.persons if population else None) if definition.needs_population else below,
        year=year,
        window_from=first,
        window_to=last,
        as_of=as_of,
        threshold_hours=threshold_hours if definition.takes_threshold else None,
        population=population if definition.needs_population else None,
        target=target,
    )


@dataclass(frozen=True, slots=True)
class Band:
    """One bar of the distribution: people with at least `low` and less than `high` hours; low None: nothing."""

    low: int | None
    high: int | None
    persons: int


def bands(bins: Sequence[int], width: int, top: int = 50) -> list[Band]:
    """The histogram in bands of equal width up to `top` hours, one for nothing and one for the rest."""
    found = [Band(None, None, bins[0])]
    for low in range(0, top, width):
        found.append(Band(low, low + width, sum(bins[low + 1 : low + width + 1])))
    return [*found, Band(top, None, sum(bins[top + 1 :]))]
