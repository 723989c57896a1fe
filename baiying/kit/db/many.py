"""Many rows by one statement that is no longer for more of them.

`bulk_create` writes every value of every row into its statement: with 30 columns the making and the reading of that
text cost more than the rows. Here each column is one value: an array where the rows differ, else what they share.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

_IN_ONE = 2000


def insert_many(rows: Sequence[models.Model], *, returning: Sequence[str]) -> list[tuple[Any, ...]]:
    """Insert rows of one table in their order; gives some columns of those that were inserted.

    Values go through their fields, as by `bulk_create`; what only the database makes (a number from a sequence) it
    makes. A row that is there already, or that a trigger leaves out, is left out. A text that is too long is refused,
    not cut. No signals are sent, no field fills itself with the hour, and the rows themselves learn nothing.
    """
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), _IN_ONE):
            cursor.execute(*_statement(rows[begin : begin + _IN_ONE], returning))
            found += cursor.fetchall()
    return found


def _statement(rows: Sequence[models.Model], returning: Sequence[str]) -> tuple[str, list[Any]]:
    names, chosen, arrays, shared, each = [], [], [], [], []
    fields = [field for field in rows[0]._meta.local_concrete_fields if field.column]
    for number, field in enumerate(fields):
        values = list(map(attrgetter(field.attname), rows))
        if isinstance(values[0], DatabaseDefault):
            continue
        names.append(connection.ops.quote_name(str(field.column)))
        # Without its length: a cast to that would cut a text in silence.
        kind = str(field.db_type(connection)).partition("(")[0]
        if len(rows) > 1 and values.count(values[0]) == len(rows):
            chosen.append(f"%s::{kind}")
            shared.append(field.get_db_prep_save(values[0], connection))
        else:
            chosen.append(f"one.c{number}")
            arrays.append(f"%s::{kind}[]")
            each.append((f"c{number}", [field.get_db_prep_save(value, connection) for value in values]))
    source = f"unnest({', '.join(arrays)}) AS one ({', '.join(name for name, _values in each)})"
    table = connection.ops.quote_name(rows[0]._meta.db_table)
    text = (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(chosen)} FROM {source}"
        f" ON CONFLICT DO NOTHING RETURNING {', '.join(map(connection.ops.quote_name, returning))}"
    )
    return text, [*shared, *(values for _name, values in each)]
