"""Pages of lists that grow for ever: by the place where the last one ended, not by counting from the beginning.

Counting reads the whole list at every look, and "page 40,000" finds nothing twice in a list that grows at its head. So
such a list leads on to what is older and back to what is newer; an address of a page keeps its meaning.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

M = TypeVar("M", bound=Model)
R = TypeVar("R")

OLDER, NEWER = "older", "newer"
_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Stretch(Generic[R]):
    """A stretch of a list in its order; `older` and `newer` are where to go on from, empty where nothing follows."""

    object_list: Sequence[R]
    older: str = ""
    newer: str = ""

    def __iter__(self) -> Iterator[R]:
        return iter(self.object_list)

    def __len__(self) -> int:
        return len(self.object_list)

    def __getitem__(self, at: int) -> R:
        return self.object_list[at]


def stretch(rows: "QuerySet[M]", asked: QueryDict, size: int) -> Stretch[M]:
    """The stretch that an address asks for, of rows in an order that ends in something unique and knows no NULL.

    An address that was tampered with begins at the beginning.
    """
    order = [str(name) for name in rows.query.order_by]
    if (place := _read(rows, order, asked.get(OLDER, ""))) is not None:
        found = list(rows.filter(_beyond(order, place))[: size + 1])
        return _made(order, found[:size], older=len(found) > size, newer=True)
    if (place := _read(rows, order, asked.get(NEWER, ""))) is not None:
        back = [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order]
        found = list(rows.order_by(*back).filter(_beyond(back, place))[: size + 1])
        return _made(order, found[:size][::-1], older=True, newer=len(found) > size)
    found = list(rows[: size + 1])
    return _made(order, found[:size], older=len(found) > size, newer=False)


def _made(order: Sequence[str], rows: Sequence[M], *, older: bool, newer: bool) -> "Stretch[M]":
    if not rows:
        return Stretch(rows)
    return Stretch(rows, _place(order, rows[-1]) if older else "", _place(order, rows[0]) if newer else "")


def _place(order: Sequence[str], row: Model) -> str:
    return _BETWEEN.join(str(_value(row, name.removeprefix("-"))) for name in order)


def _value(row: Model, name: str) -> Any:
    """What a row says in an order's column: its own, an annotated one, or one of a row that it leads to."""
    if hasattr(row, name):
        return getattr(row, name)
    found: Any = row
    for step in name.split("__"):
        found = getattr(found, step)
    return found


def _read(rows: "QuerySet[M]", order: Sequence[str], place: str) -> list[Any] | None:
    parts = place.split(_BETWEEN)
    if not place or len(place) > 200 or len(parts) != len(order):
        return None
    try:
        fields = [_field(rows, name.removeprefix("-")) for name in order]
        values = [field.to_python(part) for field, part in zip(fields, parts, strict=True)]
    except (ValidationError, ValueError, OverflowError):
        return None
    # An instant without its zone was typed by hand: no page of ours says one.
    naive = any(isinstance(value, datetime) and value.tzinfo is None for value in values)
    return None if naive else values


def _field(rows: "QuerySet[M]", name: str) -> Any:
    """What reads a column's text: of the model, or of what the rows were annotated with."""
    found = rows.query.annotations.get(name)
    if found is not None:
        return found.output_field
    model: Any = rows.model
    *steps, last = name.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


def _beyond(order: Sequence[str], place: Sequence[Any]) -> Q:
    """What comes after a place in the order: (a, b) < (x, y) said so that each column may run its own way."""
    beyond = Q()
    for n, name in enumerate(order):
        same = {column.removeprefix("-"): value for column, value in zip(order[:n], place[:n], strict=True)}
        way = "lt" if name.startswith("-") else "gt"
        beyond |= Q(**same, **{f"{name.removeprefix('-')}__{way}": place[n]})
    if len(order) > 1:
        # Said again of the first column alone, so that an index by it is entered at the place.
        first, way = order[0].removeprefix("-"), "lte" if order[0].startswith("-") else "gte"
        beyond &= Q(**{f"{first}__{way}": place[0]})
    return beyond
