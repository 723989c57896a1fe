"""A measure, a value and a target in words, by the catalogue's units."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from baiying.figures.rules import BY_CODE, Unit
from baiying.ui import formats


def tier_name(tier: str) -> str:
    """Which time is counted."""
    return _("只算信用时长") if tier == "credit" else _("信用加荣誉")


def rounded(value: Decimal, places: int) -> str:
    """A number without its unit, to so many places."""
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


def amount(value: Decimal | None, unit: Unit) -> str:
    """A value by its unit: a share with its sign, a time in hours and minutes, a number without a unit."""
    if value is None:
        return "—"
    if unit is Unit.SHARE:
        return formats.percent_text(value)
    return formats.minutes_text(formats.minutes_of(value)) if unit is Unit.HOURS else rounded(value, 1)


def goal(value: Decimal, unit: Unit) -> str:
    """A target as it was set: a share to its last decimal, where values are rounded to one."""
    if unit is not Unit.SHARE or value * 1000 == int(value * 1000):
        return amount(value, unit)
    return f"{(value * 100).normalize():f}%"


def measure(definition: str, tier: str, threshold_hours: int | None) -> str:
    """What a target is for: the definition, its threshold, its kind of time."""
    meant = BY_CODE.get(definition)
    name = _(meant.name) if meant else definition
    if threshold_hours is not None:
        name = _("%(name)s（不少于 %(n)s 小时）") % {"name": name, "n": threshold_hours}
    return f"{name} · {tier_name(tier)}" if tier else name
