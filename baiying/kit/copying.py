"""The copy of what the house holds about one person (PIPL art. 44-45): what each room brings, what it leaves out.

A room's `copying.py` gives sections; its `COPIED` says of every column that names a person in which section its rows
stand, or why they stand in none. Nothing is taken by "all that has this id": each field is named, so that nobody else
comes along.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from baiying.kit.rooms import Text

# What may stand in a copy: plain values, so that a machine reads them and a page prints them.
Value = str | int | bool | date | datetime | None
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Whose:
    """Of whom a copy is made. `inbox` is the public id; `account_id` the own account, if there is one."""

    person_id: int
    inbox: str
    account_id: int | None


@dataclass(frozen=True, slots=True)
class Section:
    """Some rows of one kind. `fields` names the columns, for people; `key` and their keys are for machines and stay.

    `own_only`: what a ward's guardian does not get, because the child said it to an office, perhaps about the guardian.
    """

    key: str
    title: Text
    fields: Mapping[str, Text]
    rows: Sequence[Row]
    own_only: bool = False


@dataclass(frozen=True, slots=True)
class Copied:
    """Where the rows of a column that names a person stand in the copy: the key of a section, or why in none.

    `what`: how those left out are called, as the person reads it.
    """

    # "<Model>.<column>" of the same room.
    column: str
    section: str = ""
    what: Text = ""
    why: Text = ""


COPIED = (Copied("AuditEvent.person_id", "privacy.acts"),)
