"""What left the house as files: who took it, as their office and the auditor read it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from baiying.accounts import access as accounts
from baiying.accounts import queries as appointed
from baiying.desk.rights import Right
from baiying.kit import audit
from baiying.kit.models import AuditEvent, Taken
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.ui.cards import Named


@dataclass(frozen=True, slots=True)
class File:
    """A file that was taken, with where its rows lie; `over` once it can no longer be fetched again."""

    row: Taken
    area: str
    over: bool

    @property
    def public_id(self) -> str:
        return self.row.public_id

    @property
    def role(self) -> str:
        if self.row.role == "volunteer":
            return ""
        return str(appointed.Appointment(role=self.row.role).get_role_display())


def seen_by(actor: Actor) -> QuerySet[Taken]:
    """What oneself and one’s own office took, newest first; the auditor sees all of the area."""
    mine, acting = Q(account_id=actor.account_id), actor.acting
    if acting is not None and acting.area_id is not None:
        mine |= Q(office_id=acting.area_id, role=acting.role)
    if accounts.may(actor, Right.READ_AUDIT):
        if acting is None or acting.area_id is None:
            mine = Q()
        else:
            mine |= Q(area_id__in=places.division_ids_within(acting.area_id))
    return Taken.objects.filter(mine).order_by("-id")


def files(rows: Sequence[Taken], today: date) -> list[File]:
    """Lines of the list with the names of their areas, one question for all."""
    called = places.names_by_id({row.area_id for row in rows if row.area_id is not None})
    return [File(row, called.get(row.area_id or 0, ""), row.until < today or not row.path) for row in rows]


def fetched(row: Taken) -> QuerySet[AuditEvent]:
    """Each time that the file was made, oldest first."""
    return audit.story_of("file", row.pk)


def names(asked: Mapping[str, Collection[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """What files are called in the audit."""
    ids = asked.get("file")
    if not ids:
        return {}
    return {("file", row.pk): Named(row.title) for row in Taken.objects.filter(pk__in=list(ids))}
