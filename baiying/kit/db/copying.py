"""Set-based loading of a room's own tables by COPY: for rows of a bulk.py, held equal to its actions by a test.

A row is a dataclass whose fields are named as the columns (`person_id`, not `person`). Fields it lacks get the
model's defaults, a public id its random letters; an `id` of 0 is taken from the table's sequence and set on the row.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, router

from baiying.kit.db.fields import ALPHABET, LENGTH, PublicIdField


class Row(Protocol):
    """A dataclass with an id."""

    id: int


R = TypeVar("R", bound=Row)

_LETTERS = bytes(ord(ALPHABET[i % len(ALPHABET)]) if i < 256 - 256 % len(ALPHABET) else 0 for i in range(256))
_WASTE = bytes(range(256 - 256 % len(ALPHABET), 256))


def public_ids(count: int) -> Iterator[str]:
    """Many random public ids at once, each as good as `new_public_id()`."""
    wanted = count * LENGTH
    text = b""
    while len(text) < wanted:
        text += os.urandom(wanted + wanted // 16 + 64).translate(_LETTERS, _WASTE)
    for at in range(0, wanted, LENGTH):
        yield text[at : at + LENGTH].decode("ascii")


def period(starts_at: datetime, ends_at: datetime) -> str:
    """The range of instants as COPY reads it, its end exclusive."""
    return f"[{starts_at.isoformat()},{ends_at.isoformat()})"


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Numbers from the table's own sequence."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [number for (number,) in cursor.fetchall()]


def add(model: type[models.Model], rows: Sequence[R], *, together: str = "") -> Sequence[R]:
    """COPY the rows into the model's table and give them back with their ids, which follow the given order.

    `together` names a column: rows that share it are written one after the other, which halves the work of indexes
    that begin with it.
    """
    if not rows:
        return rows
    assert router.db_for_write(model) == connection.alias
    new = [row for row in rows if not row.id]
    for row, number in zip(new, next_ids(model, len(new)) if new else (), strict=True):
        row.id = number
    given = [f.name for f in fields(rows[0])]  # type: ignore[arg-type]
    more = _defaults(model, given)
    columns = ", ".join(f'"{_column(model, name)}"' for name in [*given, *(name for name, _ in more)])
    read = attrgetter(*given)
    convert = [(i, _converter(model, name)) for i, name in enumerate(given)]
    converters = [(i, c) for i, c in convert if c is not None]
    makers = [maker(len(rows)) for _, maker in more]
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy,
    ):
        for row in sorted(rows, key=attrgetter(together)) if together else rows:
            values = list(read(row))
            for i, converter in converters:
                values[i] = converter(values[i])
            values.extend(next(maker) for maker in makers)
            copy.write_row(values)
    return rows


def _column(model: type[models.Model], attname: str) -> str:
    for field in model._meta.concrete_fields:
        if field.attname == attname:
            return str(field.column)
    raise LookupError(f"{model.__name__} has no column {attname}")


def _field(model: type[models.Model], attname: str) -> "models.Field[Any, Any]":
    return next(f for f in model._meta.concrete_fields if f.attname == attname)


def _converter(model: type[models.Model], attname: str) -> Callable[[Any], Any] | None:
    if isinstance(_field(model, attname), models.JSONField):
        return lambda value: None if value is None else json.dumps(value, ensure_ascii=False)
    if isinstance(_field(model, attname), ArrayField):
        return list
    return None


def _forever(value: Any) -> Callable[[int], Iterator[Any]]:
    def values(_count: int) -> Iterator[Any]:
        while True:
            yield value

    return values


def _defaults(model: type[models.Model], given: Iterable[str]) -> list[tuple[str, Callable[[int], Iterator[Any]]]]:
    """What the columns hold that the rows say nothing of."""
    found: list[tuple[str, Callable[[int], Iterator[Any]]]] = []
    for field in model._meta.concrete_fields:
        if field.attname in given or field.generated:
            continue
        if isinstance(field, PublicIdField):
            found.append((field.attname, public_ids))
        elif field.has_default():
            value = field.get_default()
            found.append((field.attname, _forever(json.dumps(value) if isinstance(field, models.JSONField) else value)))
        elif field.null:
            continue
        else:
            raise LookupError(f"{model.__name__}.{field.attname} has neither a value nor a default")
    return found
