"""What becomes of each table when a person closes the account: declared by its room, done here, shown beforehand.

A room's `ERASURES` names, for every table with rows of a person, by which column they are found, what of them is
emptied, and what stays with the reason. The page that says before what stays, and the closing itself, read the same
lines; so nothing can be promised that is not done. A house test finds every column of words or numbers in one of them.
What cannot be said so (an end of an office, a phone under another table's key) a room does in a step of its own.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.apps import apps
from django.db import models
from django.db.models import Q

from baiying.kit import keeping, rooms
from baiying.kit.rooms import Text

# Where a constraint wants a word.
GONE = "—"


Kept = Mapping[type[models.Model], frozenset[int]]

# A message, by the instant at which it was written and its number: everything before it was read.
Upto = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Erased:
    """Who is erased. `inboxes` are the public ids of person and account; `names` and `numbers` are told to nobody: the
    steps look for them in words and put a mask there. `read_upto`: messages up to there were read and masked before,
    slice by slice, because reading all of them is too long for the transaction that erases."""

    person_id: int
    account_id: int | None
    inboxes: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    phone_hashes: tuple[bytes, ...]
    read_upto: Upto | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """One table. `found_by`: `<Model>.<column>`, through keys if need be (`Reminder.signup__person`).

    `goes`: its rows are deleted. Else `empties` are emptied (with a word where one is asked: `column=word`) and `keeps`
    are columns of words, codes or numbers that say nothing of who it was. `title` and `why` are read by the person.
    """

    found_by: str
    title: Text
    why: Text
    by: Literal["person", "inbox", "account"] = "person"
    goes: bool = False
    empties: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()

    @property
    def model_name(self) -> str:
        return self.found_by.partition(".")[0]


@dataclass(frozen=True, slots=True)
class ToHandOver:
    """What has to be in other hands first, in words, and where that is done; without an address: whom to ask."""

    words: Text
    address: str = ""


def declared() -> Iterator[tuple[str, Erasure]]:
    """All lines with their room, from the top of the house down: what hangs on a row goes before it."""
    for name, room in reversed(list(rooms.brought().items())):
        if room.erasures:
            lines: Iterable[Erasure] = rooms.called(room.erasures)
            yield from ((name, one) for one in lines)


def model_of(room: str, line: Erasure) -> type[models.Model]:
    return apps.get_model(room, line.model_name)


def carry_out(whom: Erased, at: datetime) -> dict[str, int]:
    """Delete and empty what the rooms have declared; how many rows by table. Within the caller's transaction.

    Rows that a legal hold names are left as they are; again after it has ended, and they go too.
    """
    found: dict[str, int] = {}
    kept = keeping.held_records(at)
    for room, line in declared():
        if line.goes or line.empties:
            found[f"{room}.{line.found_by}"] = _carry_out(room, line, whom, kept)
    return found


def _carry_out(room: str, line: Erasure, whom: Erased, kept: Kept) -> int:
    model = model_of(room, line)
    rows = keeping.without(model._default_manager.filter(_found(line, whom)), kept)
    if line.goes:
        return rows.delete()[0]
    values = dict(_emptied(model, one) for one in line.empties)
    return int(rows.update(**values))


def _found(line: Erasure, whom: Erased) -> Q:
    column = line.found_by.partition(".")[2]
    if line.by == "inbox":
        return Q(**{f"{column}__in": list(whom.inboxes)})
    if line.by == "account":
        return Q(**{column: whom.account_id}) if whom.account_id is not None else Q(pk__in=[])
    return Q(**{column: whom.person_id})


def _emptied(model: type[models.Model], column: str) -> tuple[str, Any]:
    """What stands in a column that says nothing any more: never the same telling word for two of them."""
    name, _, word = column.partition("=")
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    if word:
        return name, word
    if field.null:
        return name, None
    if isinstance(field, models.BinaryField):
        return name, b""
    return name, [] if isinstance(field, models.JSONField) or "Array" in type(field).__name__ else ""


def telling_columns(model: type[models.Model]) -> Collection[str]:
    """The columns of a table that may say who it was: words, numbers and what is sealed; no choices, no public ids."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, kinds)
        and not field.choices
        and not field.unique
        and "PublicId" not in type(field).__name__
    ]


def scrubbed(text: str, whom: Erased) -> str:
    """A text without the names and numbers of who is erased; of a name the first sign stays, as in a mask."""
    for number in whom.numbers:
        text = text.replace(number, GONE)
    for name in whom.names:
        text = text.replace(name, name[0] + "*" * (len(name) - 1))
    return text
