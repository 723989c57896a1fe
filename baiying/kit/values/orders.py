"""Which of two values of a rule set may not pass the other: a limit in detail and the whole, a first and a last. Pure.

A dataclass of rules carries its own as a class attribute `ORDERS`; page and action refuse what contradicts itself, with
a sentence that names both values. What is kept already is read without this.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Order:
    """`lesser` is not above `greater`; with `strictly`, below it.

    Of a list its highest value counts. `times`: what each is multiplied by where their units differ (seconds beside
    minutes: 1 and 60). Words are compared as they stand, so times are written 08:00.
    """

    lesser: str
    greater: str
    strictly: bool = False
    times: tuple[int, int] = (1, 1)

    def holds(self, rules: Any) -> bool:
        """Whether these rules keep to it; a list that is empty always does."""
        low, high = _highest(getattr(rules, self.lesser)), _highest(getattr(rules, self.greater))
        if low is None or high is None:
            return True
        if self.times != (1, 1):
            low, high = low * self.times[0], high * self.times[1]
        return bool(low < high) if self.strictly else bool(low <= high)


def _highest(value: Any) -> Any:
    return max(value, default=None) if isinstance(value, (list, tuple)) else value


def orders_of(kind: type[Any]) -> tuple[Order, ...]:
    """What the dataclass of a kind says of its values, one beside the other."""
    found: tuple[Order, ...] = getattr(kind, "ORDERS", ())
    return found


def contradictions(rules: Any) -> Iterator[Order]:
    """The orders that these rules break."""
    return (order for order in orders_of(type(rules)) if not order.holds(rules))
