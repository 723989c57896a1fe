"""Sealing anew what older master keys sealed: every table with sealed columns, piece by piece."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from psycopg import sql

from baiying.kit import sealed
from baiying.kit.db import transaction
from baiying.kit.db.fields import SealedField

_PIECE = 500
# Told of (table and column, done, total).
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many values were sealed anew, and which could not be opened, as (table, public id, column)."""

    done: int
    unreadable: tuple[tuple[str, str, str], ...]


def sealed_columns() -> Iterator[tuple[type[models.Model], SealedField]]:
    """Every sealed column of every table. Data keys come before what they seal."""
    for model in apps.get_models():
        columns = [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]
        yield from ((model, field) for field in sorted(columns, key=lambda one: bool(one.own_key)))


def reseal(progress: Progress) -> Resealed:
    """Seal anew, by the newest master key, the suite of today and bound to its place, whatever is not yet so.

    Each piece is a transaction of its own: broken off, it goes on where it was. A value that does not open stays as it
    is and is named; the others go on.
    """
    done = 0
    unreadable: list[tuple[str, str, str]] = []
    for model, field in sealed_columns():
        work = _Column(model, field)
        total, handled = work.waiting(), 0
        for pieces, failed in work.pieces():
            done += pieces
            handled += pieces + len(failed)
            unreadable.extend((work.table, row, work.column) for row in failed)
            progress(f"{work.table}.{work.column}", handled, max(total, handled))
    return Resealed(done, tuple(unreadable))


def sealed_by(number: int) -> list[tuple[str, int]]:
    """In which columns how many values are still sealed by a master key, as (table and column, count)."""
    oldest = number == min(settings.BAIYING_MASTER_KEYS)
    found = []
    for model, field in sealed_columns():
        if field.own_key:
            continue
        # Of values from before they knew their key, the first master key is the one.
        text = "SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND (substr({column}, 2, 2) = %s{unbound})"
        unbound = " OR substr({column}, 1, 1) NOT IN ('\\x02', '\\x03')" if oldest else ""
        names = {"table": sql.Identifier(model._meta.db_table), "column": sql.Identifier(str(field.column))}
        asked = sql.SQL(text).format(**names, unbound=sql.SQL(unbound).format(**names))
        with connection.cursor() as cursor:
            cursor.execute(asked, [number.to_bytes(2)])
            if count := int(cursor.fetchone()[0]):
                found.append((f"{model._meta.db_table}.{field.column}", count))
    return found


class _Column:
    """One sealed column and its way through the table by key."""

    def __init__(self, model: type[models.Model], field: SealedField) -> None:
        self.table, self.column, self.own_key = model._meta.db_table, str(field.column), field.own_key
        names = {"table": sql.Identifier(self.table), "column": sql.Identifier(self.column)}
        # A data key's own values have number 0: of them only those of another suite are sealed anew.
        old = "substr({column}, 1, 1) <> %(suite)s" if self.own_key else "substr({column}, 1, 3) <> %(head)s"
        self._names = names | {
            "old": sql.SQL(old).format(**names),
            "key": sql.Identifier(self.own_key) if self.own_key else sql.SQL("NULL::bytea"),
        }
        self._given = {"head": sealed.newest_head(), "suite": sealed.newest_head()[:1]}

    def waiting(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(self._sql("SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND {old}"), self._with())
            return int(cursor.fetchone()[0])

    def pieces(self) -> Iterator[tuple[int, list[str]]]:
        last = 0
        while True:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    self._sql(
                        "SELECT id, public_id, {column}, {key} FROM {table}"
                        " WHERE id > %(last)s AND {column} IS NOT NULL AND {old} ORDER BY id LIMIT %(piece)s FOR UPDATE"
                    ),
                    self._with(last=last, piece=_PIECE),
                )
                rows = cursor.fetchall()
                if not rows:
                    return
                new, failed = [], []
                for number, public_id, box, key in rows:
                    try:
                        new.append((self._anew(public_id, bytes(box), key), number))
                    except sealed.Unreadable:
                        failed.append(public_id)
                cursor.executemany(self._sql("UPDATE {table} SET {column} = %s WHERE id = %s"), new)
                last = rows[-1][0]
            yield len(new), failed

    def _anew(self, public_id: str, box: bytes, key: bytes | None) -> bytes:
        own = None
        if self.own_key:
            if key is None:
                raise sealed.Unreadable("the key is gone")
            own = sealed.open_key(key, at=sealed.Place(self.table, public_id, self.own_key))
        return sealed.seal_again(box, at=sealed.Place(self.table, public_id, self.column), key=own)

    def _sql(self, text: str) -> sql.Composed:
        return sql.SQL(text).format(**self._names)

    def _with(self, **more: int) -> dict[str, bytes | int]:
        return {**self._given, **more}
