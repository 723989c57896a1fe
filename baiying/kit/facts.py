"""What happened, told to rooms above: an audit row and one job row per listener, in the same transaction."""

import dataclasses
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, ClassVar, TypeVar, get_args, get_type_hints

from baiying.kit import audit, jobs
from baiying.kit.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Fact:
    """Base of all facts: a frozen dataclass named in the past tense, in a room's facts.py.

    `subject` names the table-like noun; the field `<subject>_id` of the fact says which row.
    """

    subject: ClassVar[str] = ""


F = TypeVar("F", bound=Fact)

# Filled by config/wiring.py alone: fact -> names of the jobs that want to hear of it.
_listeners: dict[type[Fact], tuple[str, ...]] = {}
# Filled by `listener`: the job and the fact it understands.
_hears: dict[str, type[Fact]] = {}


def listen(table: dict[type[Fact], tuple[str, ...]]) -> None:
    """Set who hears what. Called once, by config/wiring.py."""
    _listeners.clear()
    _listeners.update(table)


def listener(
    name: str, fact: type[F], *, queue: str = "default"
) -> Callable[[Callable[[F], None]], Callable[[F], None]]:
    """Declare a job that hears a fact, in a room's jobs.py; the room's `listeners` hang it up.

    The function gets the fact itself, its dates as dates, whatever the queue made of them.
    """

    def wrap(function: Callable[[F], None]) -> Callable[[F], None]:
        @functools.wraps(function)
        def heard(**plain: Any) -> None:
            function(told_again(fact, plain))

        _hears[name] = fact
        jobs.job(name, queue=queue)(heard)
        return function

    return wrap


def heard_by(name: str) -> type[Fact] | None:
    """The fact that a job of this name understands; None for a job that hears none."""
    return _hears.get(name)


def is_heard(fact: type[Fact]) -> bool:
    """Whether anybody listens: where nobody does, a hot path spares itself the telling."""
    return bool(_listeners.get(fact))


def plain(fact: Fact) -> dict[str, Any]:
    """The fact's fields as a queue or the audit can keep them."""
    return {f.name: _plain(getattr(fact, f.name)) for f in dataclasses.fields(fact)}


def told_again(fact: type[F], given: dict[str, Any]) -> F:
    """The fact that `plain` was made of. Other fields are left out: an older version may have queued them."""
    kinds = get_type_hints(fact)
    names = [f.name for f in dataclasses.fields(fact) if f.name in given]
    return fact(**{name: _typed(kinds[name], given[name]) for name in names})


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


_TEMPORAL: tuple[type[Any], ...] = (datetime, date, time)


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    kinds = [kind, *get_args(kind)]
    for one in _TEMPORAL:
        if one in kinds and isinstance(value, str):
            return one.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def tell(fact: Fact) -> None:
    """Queue the listeners' jobs, without an audit row: for what a database function has audited already."""
    for name in _listeners.get(type(fact), ()):
        jobs.enqueue(name, **plain(fact))


def publish(fact: Fact, *, actor: Actor, at: datetime, area_id: int | None = None) -> None:
    """Write the audit row and queue the listeners' jobs."""
    publish_many([fact], actor=actor, at=at, area_id=area_id)


def publish_many(facts: Sequence[Fact], *, actor: Actor, at: datetime, area_id: int | None = None) -> None:
    """The same for many facts of one kind at one moment: one statement for the audit, one for each listener."""
    if not facts:
        return
    kind = type(facts[0])
    details = [plain(fact) for fact in facts]
    audit.record_many(
        kind.__name__,
        actor=actor,
        at=at,
        subject=kind.subject,
        area_id=area_id,
        rows=[(detail.get(f"{kind.subject}_id"), detail) for detail in details],
    )
    for name in _listeners.get(kind, ()):
        jobs.enqueue_many(name, details)
