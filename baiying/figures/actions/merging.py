"""What a merge of areas makes of their targets (kit.rooms: merging; R152)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from baiying.figures import queries, rules
from baiying.figures.actions.targets import set_target
from baiying.figures.models import Target
from baiying.figures.rules import merging
from baiying.kit import kept
from baiying.kit.kept import Kept, translate
from baiying.kit.values.actor import Actor
from baiying.ui import formats
from baiying.ui.joins import Join, Line, Merging, named


class _For(NamedTuple):
    """What a target is for, but for its area."""

    year: int
    definition: str
    tier: str
    threshold_hours: int | None


def _goal_text(definition: str, value: str) -> str:
    return queries.goal(Decimal(value), rules.BY_CODE[definition].unit)


def _goals_text(definition: str, parts: list[tuple[str, str]]) -> str:
    return formats.listed([f"{name} {_goal_text(definition, value)}" for name, value in parts])


def _year_and_measure(year: int, definition: str, tier: str, threshold_hours: int | None) -> str:
    return f"{queries.measure(definition, tier, threshold_hours)} · {year}"


_goal = kept.writer("figures.goal", _goal_text)
_goals = kept.writer("figures.goals", _goals_text)
_about = kept.writer("figures.year_and_measure", _year_and_measure)


def targets(joins: Sequence[Join], at: datetime) -> Merging:
    """Targets from the year of the merge on: alike in all parts they are set for the new area, else they are asked for.

    Earlier years keep the areas and the targets that they had.
    """
    ids = [pk for one in joins for pk in one.ids]
    # The merges of one table are all of one day.
    rows = Target.objects.filter(area_id__in=ids, year__gte=joins[0].since.year).order_by("pk")
    latest = {
        (r.area_id, _For(r.year, r.definition, r.tier, r.threshold_hours)): r.value
        for r in rows
        if r.definition in rules.BY_CODE
    }
    had: dict[int, dict[_For, Decimal]] = {pk: {} for pk in ids}
    for (area_id, key), value in latest.items():
        if value is not None:
            had[area_id][key] = value
    lines: list[Line] = []
    carried: list[tuple[Join, _For, Decimal]] = []
    for join in joins:
        settled = merging.settle({pk: had[pk] for pk in join.ids}, join.into_id if join.stood else None)
        carried += [(join, key, value) for key, value in settled.carried.items()]
        lines += _lines(join, settled)
    return Merging(lines, lambda actor, at: _carry(carried, actor, at))


def _lines(join: Join, settled: merging.Settled[_For]) -> list[Line]:
    found = [
        Line(
            join.into_name, _about(*key),
            translate("各部分都是 %(goal)s，合并后还是这个目标。") % {"goal": _goal(key.definition, str(value))},
        )
        for key, value in settled.carried.items()
    ]  # fmt: skip
    for key, had in settled.asked.items():
        parts = _goals(key.definition, [[join.names[pk], str(value)] for pk, value in had.items()])
        words = translate("%(parts)s。比率和人均不能相加，请在“目标”里为%(new)s另设。")
        found.append(Line(join.into_name, _about(*key), words % {"parts": parts, "new": join.into_name}, asked=True))
    for key, value in settled.stands.items():
        words = translate("已有目标 %(goal)s，不动。") % {"goal": _goal(key.definition, str(value))}
        found.append(Line(join.into_name, _about(*key), words))
    return found


def _carry(carried: Sequence[tuple[Join, _For, Decimal]], actor: Actor, at: datetime) -> None:
    for join, key, value in carried:
        names = named([name for _pk, name in join.parts])
        words: Kept = translate("区划合并：%(names)s原来都是这个目标") % {"names": names}
        assert join.into_id is not None
        set_target(
            area_id=join.into_id, year=key.year, definition=key.definition, tier=key.tier,
            threshold_hours=key.threshold_hours, value=value, words=words[:200], actor=actor, at=at,
        )  # fmt: skip
