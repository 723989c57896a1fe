"""Rights by name. Each room lists its own in `rights.py`; who holds which stands in its `room.py`."""

from collections.abc import Iterable, Mapping

from django.db.models import TextChoices


class Right(TextChoices):
    """Base of every room's rights: a name for machines and what a manager reads when appointing somebody."""


# Filled by config alone, from every room.py: role -> the rights it holds.
_held: dict[str, frozenset[Right]] = {}
# What an emergency needs: all that is left for some hours to whoever lost every second factor (accounts).
_urgent: set[Right] = set()


def give(held: Mapping[str, frozenset[Right]], urgent: Iterable[Right] = ()) -> None:
    """Set what each role may do, and which rights an emergency needs."""
    _held.clear()
    _held.update(held)
    _urgent.clear()
    _urgent.update(urgent)


def is_urgent(right: Right) -> bool:
    """Whether an emergency needs the right."""
    return right in _urgent


def named(name: str) -> Right:
    """A right by its name, for rooms that lie below its own. Raises KeyError for one that no role holds."""
    for held in _held.values():
        for right in held:
            if right == name:
                return right
    raise KeyError(name)


def rights_of(role: str) -> frozenset[Right]:
    """What a role may do; nothing for a role that nobody named."""
    return _held.get(role, frozenset())


def roles_with(right: str) -> list[str]:
    """The roles that hold a right."""
    return [role for role, rights in _held.items() if right in rights]
