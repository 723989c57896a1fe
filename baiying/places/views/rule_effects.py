"""What a new version of rules would change: the values side by side, and what would have counted otherwise (O1)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from baiying.kit import rooms
from baiying.kit.rooms import RuleKind
from baiying.kit.values.actor import Actor
from baiying.places import queries
from baiying.places.models import Division, RuleSet
from baiying.places.rules import values as rules
from baiying.ui import seen
from baiying.ui.effects import Effect


@dataclass(frozen=True, slots=True)
class Version:
    """What is, or would be, entered: where, from which day, and what differs from the defaults."""

    area: Division | None
    starts: date
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> Sequence[int]:
        return self.area.path if self.area is not None else ()


def changes(kind: RuleKind, version: Version, typed: dict[str, Any] | None = None) -> list[tuple[str, str, str]]:
    """What would be different from its day on, where the version is for: label, before, after.

    `typed`: only these values, of a form that cannot be read in full yet.
    """
    now = queries.rule_set(kind.rules, area_path=version.path, on=version.starts).rules
    found = []
    for one in rules.fields_of(kind.rules, kind.labels):
        if typed is not None and one.name not in typed:
            continue
        words = kind.choices.get(one.name)
        after = version.values.get(one.name, one.default) if typed is None else typed[one.name]
        said = rules.shown(getattr(now, one.name), words), rules.shown(after, words)
        if said[0] != said[1]:
            found.append((one.label, *said))
    return found


def effect(kind: RuleKind, version: Version, *, actor: Actor, at: datetime) -> Effect | None:
    """What would have counted otherwise last month; None for kinds of rules that count nothing."""
    if not kind.effect:
        return None
    supposed = RuleSet(
        kind=kind.rules.KIND, area=version.area, valid_from=version.starts, in_force_from=version.starts,
        values=version.values,
    )  # fmt: skip

    def rules_of(supposing: RuleSet | None) -> Callable[[Sequence[int]], Any]:
        reader = queries.rule_reader(kind.rules, supposing=supposing)

        @cache
        def of(path: tuple[int, ...]) -> Any:
            return reader(path, version.starts).rules

        return lambda path: of(tuple(path))

    asked = rooms.called(kind.effect)
    area_id = version.area.pk if version.area is not None else None
    return cast(
        "Effect", asked(area_id=area_id, before=rules_of(None), after=rules_of(supposed), actor=actor, at=at)
    )  # fmt: skip


def clashes(kind: RuleKind, version: Version, actor: Actor) -> list[str]:
    """What of a version does not go together with rules of other kinds; of one for everywhere, in the reader's area."""
    path = version.path or (actor.acting.area_path if actor.acting else ())
    known = {one.name for one in rules.fields_of(kind.rules, kind.labels)}
    made = kind.rules(**{name: value for name, value in version.values.items() if name in known})
    return clashes_of(kind, made, path, version.starts)


def clashes_of(kind: RuleKind, made: Any, path: Sequence[int], day: date) -> list[str]:
    """The same of rules as they hold."""
    found = (asked(kind.rules.KIND, made, path, day) for asked in rooms.filling("rule_clashes"))
    return [one for one in found if one]


def mark(version: Version, end: date | None) -> str:
    """Stands for what was shown: another as soon as anything of it is changed."""
    what = [version.area.public_id if version.area else "", version.starts, end, version.values]
    return seen.mark("rule_effects", *what)
