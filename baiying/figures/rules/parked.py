"""The rates of an area without the parked, beside those with them (U40). Pure: values in, values out."""

from dataclasses import replace

from baiying.figures.rules.catalogue import Cell, Definition, Unit

# Numbers of the parked that the public sees are rounded down to so many people.
PEOPLE_STEP = 10


def _(text: str) -> str:
    """Marks a text for the catalogue of translations."""
    return text


PARKED = Definition(
    code="parked",
    version=1,
    name=_("休眠的志愿者"),
    short=_("注册志愿者里休眠的人"),
    sentence=_("很久没有任何活动、问过没有回音或本人说暂时不做的注册志愿者。他们仍然注册，一键就恢复。"),
    formula=_("休眠的注册志愿者人数；各项比率另外算一遍：注册志愿者人数减去休眠人数，其余不变"),
    numerator=_(
        "在统计时刻（往年按当年最后一刻）休眠、计为注册志愿者、当年没有服务时长的人。"
        "几个月没有活动要问、等多少天，按当地当日的规则（默认 24 个月、60 天）；每天早上数一次"
    ),
    denominator=_("没有分母，是人数"),
    unit=Unit.PER_100,
    tiered=False,
    source=_("平台口径：清理前后的比率都看得到，休眠不让比率变好看"),
)


def awake(cell: Cell, parked: int) -> Cell:
    """The cell without its parked, who are counted and have no time in the year: above the line nothing changes."""

    def fewer(bins: tuple[int, ...]) -> tuple[int, ...]:
        return (bins[0] - parked, *bins[1:])

    return replace(
        cell,
        registered=cell.registered - parked,
        credit_bins=fewer(tuple(cell.credit_bins)),
        all_bins=fewer(tuple(cell.all_bins)),
    )


def shown_parked(cell: Cell, parked: int, least: int) -> int:
    """How many parked the public reads of an area: none where they, the others registered, or the others without any
    time would be fewer than `least`; rounded down, so that areas taken from one another give nobody away."""
    others, idle = cell.registered - parked, cell.all_bins[0] - parked
    if parked < least or others < least or 0 < idle < least:
        return 0
    return parked - parked % PEOPLE_STEP
