"""Two records of one human, or two teams, become one and apart again: what rooms' steps are handed (kit.named).

The room of people, or of teams, begins both, keeps the journal and says who they are; here stands only how rows are
moved so that each can be moved back. Nothing here decides.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import F, Model, QuerySet

from baiying.kit.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Record:
    """One of the two, by the names under which tables know it."""

    id: int
    public_id: str
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal: these rows of a column said `before` and say `after`."""

    table: str
    column: str
    rows: list[int]
    before: Any
    after: Any


@dataclass(slots=True)
class Joining:
    """A merge that is being carried out: `loser` leads to `survivor` from now on."""

    merge_id: int
    survivor: Record
    loser: Record
    actor: Actor
    at: datetime
    lines: list[Line] = field(default_factory=list)
    settled: list[dict[str, Any]] = field(default_factory=list)

    def move(self, rows: "QuerySet[Any]", column: str) -> list[int]:
        """Let these rows name the survivor: a column of ids of persons or teams, or of persons' public ids."""
        text = column == "inbox"
        before, after = (self.loser.public_id, self.survivor.public_id) if text else (self.loser.id, self.survivor.id)
        return self._write(rows, column, before, after)

    def set(self, rows: "QuerySet[Any]", **values: Any) -> None:
        """Write other values into some few rows; what each said before goes into the journal."""
        model: type[Model] = rows.model
        for row in list(rows.order_by("id")):
            for column, value in values.items():
                self._write(model._base_manager.filter(id=row.id), column, getattr(row, column), value)

    def settle(self, kind: str, **detail: Any) -> None:
        """Note what a step settled in its own way, for the step that takes it back."""
        self.settled.append({"kind": kind, **detail})

    def _write(self, rows: "QuerySet[Any]", column: str, before: Any, after: Any) -> list[int]:
        ids = list(rows.order_by("id").values_list("id", flat=True))
        if ids:
            model: type[Model] = rows.model
            model._base_manager.filter(id__in=ids).update(**{column: after})
            self.lines.append(Line(model._meta.label, column, ids, _plain(before), _plain(after)))
        return ids


def _plain(value: Any) -> Any:
    """As the journal keeps it: an instant to the microsecond, for it is compared with the row's own."""
    return value.isoformat() if isinstance(value, datetime) else value


@dataclass(slots=True)
class Parting:
    """A merge that is being undone: what was the loser's is its own again, and what is newer goes where it was said."""

    merge_id: int
    survivor: Record
    loser: Record
    merged_at: datetime
    actor: Actor
    at: datetime
    lines: list[Line]
    settled: list[dict[str, Any]]
    # What came after the merge and is the loser's: ids by table, as a human said.
    chosen: dict[str, list[int]]
    # What could not be put back because it was changed since: table and column, with the rows.
    changed: list[Line] = field(default_factory=list)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [one for one in self.settled if one["kind"] == kind]

    def give_back(self, table: str, column: str) -> None:
        """Rows that still say what the merge wrote say again what they said; and what was chosen follows."""
        model = apps.get_model(table)
        for line in reversed([one for one in self.lines if (one.table, one.column) == (table, column)]):
            kept = model._base_manager.filter(id__in=line.rows, **{column: line.after})
            back = set(kept.values_list("id", flat=True))
            kept.update(**{column: line.before})
            if left := [pk for pk in line.rows if pk not in back]:
                self.changed.append(Line(table, column, left, line.before, line.after))
        ids = self.chosen.get(table, [])
        if ids and column in {"person", "person_id", "ward", "team"}:
            model._base_manager.filter(id__in=ids, **{column: self.survivor.id}).update(**{column: self.loser.id})


def newest(table: str) -> int:
    """The highest id of a table now; what is newer came later."""
    rows = apps.get_model(table)._base_manager.order_by(F("id").desc())
    return int(rows.values_list("id", flat=True).first() or 0)
