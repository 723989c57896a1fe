"""Which uses of personal data would begin with a version of rules, and by which assessment each may."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from baiying.kit import rooms
from baiying.kit.rule_kinds import Filed, NewUse, Text
from baiying.kit.values.actor import Actor
from baiying.places.models import Division, RuleSet
from baiying.places.queries.rule_sets import kinds, made_of, rule_set, rule_sets


@dataclass(frozen=True, slots=True)
class Begun:
    """A use that would begin: the assessment by which it may (public id, empty where there is none that this area has
    not used yet), and where the reader files one."""

    code: str
    label: Text
    assessed: str
    to: str


def uses_of(row: RuleSet, first: date, actor: Actor) -> list[Begun]:
    """Of a version that is not yet in force, from a day on."""
    return uses_begun(row.kind, row.area, row.values, first, actor)


def uses_begun(kind: str, area: Division | None, values: dict[str, Any], first: date, actor: Actor) -> list[Begun]:
    """What begins where these values follow what holds there on that day."""
    about, path = kinds()[kind], area.path if area is not None else []
    if not about.begins:
        return []
    before = rule_set(about.rules, area_path=path, on=first).rules
    after = made_of(about.rules, values, first)
    begin = [use for use in about.begins if rooms.called(use.begins)(before, after)]
    used = {pid for row in rule_sets(kind).filter(area=area, withdrawn_at__isnull=True) for pid in row.assessed}
    return [_begun(use, _filed(use, path, actor), used) for use in begin]


def _filed(use: NewUse, path: list[int], actor: Actor) -> list[Filed]:
    return [asked(use.code, path, actor) for asked in rooms.filling("assessed")]


def _begun(use: NewUse, filed: list[Filed], used: set[str]) -> Begun:
    free = [pid for one in filed for pid in one.public_ids if pid not in used]
    return Begun(use.code, use.label, free[0] if free else "", next((one.to for one in filed if one.to), ""))
