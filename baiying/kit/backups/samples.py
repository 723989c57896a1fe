"""Whether the keys at hand open what is sealed: some values of every key number in every sealed column."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from psycopg import sql

from baiying.kit import resealing, sealed

# So many of the oldest and of the newest values for each column and key.
EACH = 20
# The first byte says the suite, two more the key's number; in the first suite (1) they are already noise.
_HEAD = "CASE get_byte({column}, 0) WHEN 1 THEN substr({column}, 1, 1) ELSE substr({column}, 1, 3) END"


@dataclass(slots=True)
class Opened:
    """What was tried, and what did not open, as (table, public id, column, why)."""

    columns: int = 0
    values: int = 0
    masters: set[int] = field(default_factory=set)
    unreadable: list[tuple[str, str, str, str]] = field(default_factory=list)


def open_samples() -> Opened:
    """Try samples of all tables. Reads only; values are opened, never shown or kept."""
    found = Opened()
    for model, column in resealing.sealed_columns():
        found.columns += 1
        _try(found, model._meta.db_table, str(column.column), column.own_key)
    return found


def _try(found: Opened, table: str, column: str, own_key: str) -> None:
    names = {
        "table": sql.Identifier(table),
        "column": sql.Identifier(column),
        "key": sql.Identifier(own_key) if own_key else sql.SQL("NULL::bytea"),
        # A person's key that was destroyed is meant to open nothing.
        "alive": sql.SQL("{} IS NOT NULL").format(sql.Identifier(own_key)) if own_key else sql.SQL("true"),
    }
    head = sql.SQL(_HEAD).format(**names)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT DISTINCT {head} FROM {table} WHERE {column} IS NOT NULL AND {alive}").format(
                head=head, **names
            )
        )
        heads = [bytes(one) for (one,) in cursor.fetchall()]
        for one in heads:
            for order in ("ASC", "DESC"):
                cursor.execute(
                    sql.SQL(
                        "SELECT public_id, {column}, {key} FROM {table} WHERE {column} IS NOT NULL AND {alive}"
                        " AND {head} = %s ORDER BY id {order} LIMIT %s"
                    ).format(head=head, order=sql.SQL(order), **names),
                    [one, EACH],
                )
                for row in cursor.fetchall():
                    _open(found, table, column, own_key, row)


def _open(found: Opened, table: str, column: str, own_key: str, row: tuple[Any, ...]) -> None:
    public_id, box, key = row
    try:
        own = sealed.open_key(key, at=sealed.Place(table, public_id, own_key)) if own_key else None
        # As bytes: a data key is no text.
        sealed.open_bytes(box, at=sealed.Place(table, public_id, column), key=own)
    except sealed.Unreadable as error:
        found.unreadable.append((table, public_id, column, str(error)))
        return
    found.values += 1
    number = sealed.number_of(bytes(key if own_key else box))
    if number:
        found.masters.add(number)
