"""What a legal hold keeps: asked by whatever erases, empties or lets go at its term.

A law (a lawsuit, an inquiry) may ask that records stay which would go otherwise. The room that has the holds says which
(`keeps` of its room.py: of a kind, which ids); rooms say what of theirs may be named by one (`holdables`). Persons
("person") and the accounts by which they come in ("account") are asked for like any other kind.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from baiying.kit import rooms
from baiying.kit.rooms import Text

PERSON, ACCOUNT = "person", "account"


@dataclass(frozen=True, slots=True)
class Holdable:
    """A kind of record that a hold may name beside persons; the rest are dotted names, so that it is light.

    `find`: `(typed, actor, at) -> id or None`, only what this actor may see. `said`: `(id) -> words without a name`.
    `number`: `(id) -> the number by which it is found again`, `by_number` the other way round, for a restored city.
    `lock`: `(id) -> None`, so that nothing lets it go in the same moment. `over`: `(id, at) -> bool`, whether its term
    has come, so that only the hold keeps it. `owner`: `(id) -> (person id, account id)`, whose erasing would empty it.
    """

    kind: str
    label: Text
    model: str
    find: str
    said: str
    number: str
    by_number: str
    lock: str
    over: str
    owner: str

    def ask(self, what: str, *args: Any) -> Any:
        return rooms.called(getattr(self, what))(*args)


def holdables() -> Mapping[str, Holdable]:
    """By kind, in the order of the rooms."""
    return {one.kind: one for room in rooms.brought().values() if room.holdables for one in _of(room.holdables)}


def _of(name: str) -> Iterator[Holdable]:
    yield from rooms.called(name)


def held(kind: str, at: datetime) -> frozenset[int]:
    """The ids of a kind that a hold in force names."""
    return frozenset().union(*(asked(kind, at) for asked in rooms.filling("keeps")))


def held_records(at: datetime) -> dict[type[models.Model], frozenset[int]]:
    """What is held of each kind beside persons, by its table; kinds of which nothing is held are left out."""
    found = {one.model: held(one.kind, at) for one in holdables().values()}
    return {apps.get_model(name): ids for name, ids in found.items() if ids}


def without(rows: models.QuerySet[Any], kept: Mapping[type[models.Model], frozenset[int]]) -> models.QuerySet[Any]:
    """Rows to be erased, without those that are held and those that hang on a held one by a key of their own."""
    for target, ids in kept.items():
        if rows.model is target:
            rows = rows.exclude(pk__in=ids)
        for field in rows.model._meta.concrete_fields:
            if field.related_model is target:
                rows = rows.exclude(**{f"{field.name}__in": ids})
    return rows
