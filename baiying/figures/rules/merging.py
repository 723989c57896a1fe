"""Targets of areas that become one (R109, R152).

Every measure of the catalogue is a share or a mean: none may be added. A target that all parts had alike is the target
of the new area; any other is asked for. An area that stood before keeps its own. Values in, answers out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

K = TypeVar("K")


@dataclass(slots=True)
class Settled(Generic[K]):
    """`carried`: what all parts had alike; `asked`: who had which; `stands`: what the area that goes on has."""

    carried: dict[K, Decimal] = field(default_factory=dict)
    asked: dict[K, dict[int, Decimal]] = field(default_factory=dict)
    stands: dict[K, Decimal] = field(default_factory=dict)


def settle(parts: Mapping[int, Mapping[K, Decimal]], own_id: int | None) -> Settled[K]:
    """What the targets of all parts come to; `own_id`: the part that goes on, where it stood before."""
    found: Settled[K] = Settled()
    own = parts.get(own_id, {}) if own_id is not None else {}
    for key in {key: None for targets in parts.values() for key in targets}:
        had = {pk: targets[key] for pk, targets in parts.items() if key in targets}
        if key in own:
            if len(had) > 1:
                found.stands[key] = own[key]
        elif len(had) == len(parts) and len(set(had.values())) == 1:
            found.carried[key] = next(iter(had.values()))
        else:
            found.asked[key] = had
    return found
