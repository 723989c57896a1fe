"""Leaves to take files with children in them: what waits for a manager, what is open to whom."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from baiying.accounts.access import Scope
from baiying.kit import clock
from baiying.kit.db import leave
from baiying.kit.taking import File
from baiying.kit.values import identifiers, leaves
from baiying.kit.values.actor import Actor
from baiying.people.file_leave_models import FileLeave as FileLeave
from baiying.people.models import Person
from baiying.people.rules import ADULT
from baiying.people.rules.minor_access import MinorAccessRules
from baiying.places import queries as places

_SHOWN = 20


def children_among(person_ids: Iterable[int], at: datetime) -> list[int]:
    """Which of some people have not come of age by the law on the day of an instant."""
    today = clock.local_date(at)
    # A year more than needed, so that no leap day slips through; the exact answer is the age itself.
    rows = Person.objects.filter(pk__in=list(person_ids), birth_date__gt=date(today.year - ADULT - 1, 1, 1))
    born = rows.order_by("pk").values_list("pk", "birth_date")
    return [pk for pk, day in born if identifiers.age_on(day, today) < ADULT]


def file_leaves(scope: Scope) -> QuerySet[FileLeave]:
    """Of lists of a scope, the newest first."""
    return FileLeave.objects.select_related("area").filter(scope.areas("area")).order_by("-id")


def waiting_file_leaves(scope: Scope) -> QuerySet[FileLeave]:
    """Those that nobody has answered yet, the oldest first."""
    return file_leaves(scope).filter(leave.waits()).order_by("asked_at", "id")


def recent_file_leaves(scope: Scope) -> list[FileLeave]:
    """The last that were answered or taken back."""
    return list(file_leaves(scope).exclude(leave.waits())[:_SHOWN])


def file_leave_state(row: FileLeave, at: datetime) -> str:
    """Asked, open, refused or shut (kit.values.leaves)."""
    return leaves.state(decided_at=row.decided_at, until=row.until, ended_at=row.ended_at, at=at, holds=True)


def own_file_leaves(actor: Actor) -> QuerySet[FileLeave]:
    """What an account asked for in the office in which it acts, the newest first."""
    acting = actor.acting
    office_id = acting.area_id if acting else None
    rows = FileLeave.objects.filter(asked_by_id=actor.account_id or 0, role=actor.role, office_id=office_id)
    return rows.select_related("area").order_by("-id")


def own_file_leave(file: File, actor: Actor, at: datetime) -> FileLeave | None:
    """The newest leave asked for to take exactly this list, where it still waits or is open."""
    newest = own_file_leaves(actor).filter(path=file.path, query=file.query, narrowed=list(file.narrowed)).first()
    alive = newest is not None and file_leave_state(newest, at) in {leaves.ASKED, leaves.OPEN}
    return newest if alive else None


def files_by_leave(area_id: int, at: datetime) -> bool:
    """Whether files of an area with children in them take a leave."""
    area = places.division_by_id(area_id)
    path = area.path if area is not None else ()
    return places.rule_set(MinorAccessRules, area_path=path, on=clock.local_date(at)).rules.files_by_leave


def file_leave_hours(row: FileLeave, at: datetime) -> int:
    """For how many hours it is open, by the rules of its area."""
    return places.rule_set(MinorAccessRules, area_path=row.area.path, on=clock.local_date(at)).rules.leave_hours
