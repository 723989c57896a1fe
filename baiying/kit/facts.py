"""What happened, told to rooms above: an audit row and one job row per listener, in the same transaction."""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from baiying.kit import audit, jobs
from baiying.kit.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Fact:
    """Base of all facts: a frozen dataclass named in the past tense, in a room's facts.py.

    `subject` names the table-like noun; the field `<subject>_id` of the fact says which row.
    """

    subject: ClassVar[str] = ""


# Filled by config/wiring.py alone: fact -> names of the jobs that want to hear of it.
_listeners: dict[type[Fact], tuple[str, ...]] = {}


def listen(table: dict[type[Fact], tuple[str, ...]]) -> None:
    """Set who hears what. Called once, by config/wiring.py."""
    _listeners.clear()
    _listeners.update(table)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def publish(fact: Fact, *, actor: Actor, at: datetime, area_id: int | None = None) -> None:
    """Write the audit row and queue the listeners' jobs. Listeners get the fact's fields as keyword arguments."""
    detail = {f.name: _plain(getattr(fact, f.name)) for f in dataclasses.fields(fact)}
    audit.record(
        type(fact).__name__,
        actor=actor,
        at=at,
        subject=(fact.subject, detail.get(f"{fact.subject}_id")),
        area_id=area_id,
        detail=detail,
    )
    for name in _listeners.get(type(fact), ()):
        jobs.enqueue(name, **detail)
