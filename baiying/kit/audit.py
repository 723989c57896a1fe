"""Writing and reading the audit."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor

_SHARED = (
    "at", "action", "account_id", "person_id", "appointment_id", "role", "label", "subject_type", "area_id", "ok", "ip",
    "device", "via",
)  # fmt: skip


def record(
    action: str,
    *,
    actor: Actor,
    at: datetime,
    subject: tuple[str, int | None] = ("", None),
    area_id: int | None = None,
    ok: bool = True,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write one audit row in the caller's transaction. Never put sealed data in the clear into `detail`."""
    _event(action, actor, at, subject, area_id, ok, detail or {}).save(force_insert=True)


def record_many(
    action: str,
    *,
    actor: Actor,
    at: datetime,
    subject: str,
    rows: Sequence[tuple[int | None, Mapping[str, Any]]],
    area_id: int | None = None,
) -> None:
    """Write one audit row for each (id of the subject, detail), in one statement whatever their number.

    What they share is sent once: as rows of their own, 2,000 cost more than all else of a cancelled activity.
    """
    shared = _event(action, actor, at, (subject, None), area_id, True, {})
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO kit_auditevent ({', '.join(_SHARED)}, subject_id, detail)"
            f" SELECT {', '.join(['%s'] * len(_SHARED))}, one.id, one.detail"
            " FROM unnest(%s::bigint[], %s::jsonb[]) AS one(id, detail)",
            [
                *(getattr(shared, name) for name in _SHARED),
                [pk for pk, _detail in rows],
                [json.dumps(dict(detail)) for _pk, detail in rows],
            ],
        )


def _event(
    action: str,
    actor: Actor,
    at: datetime,
    subject: tuple[str, int | None],
    area_id: int | None,
    ok: bool,
    detail: Mapping[str, Any],
) -> AuditEvent:
    return AuditEvent(
        at=at,
        action=action,
        account_id=actor.account_id,
        person_id=actor.person_id,
        appointment_id=actor.acting.appointment_id if actor.acting else None,
        role=actor.role if actor.is_signed_in else "",
        label=actor.signature[:64],
        subject_type=subject[0],
        subject_id=subject[1],
        area_id=area_id,
        ok=ok,
        detail=dict(detail),
        ip=actor.ip,
        device=actor.device[:64],
        via=actor.via,
    )


def story_of(subject_type: str, subject_id: int) -> QuerySet[AuditEvent]:
    """What happened to one row, oldest first."""
    return AuditEvent.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("id")


def stories_of(subject_type: str, subject_ids: Collection[int], actions: Collection[str]) -> QuerySet[AuditEvent]:
    """Some kinds of what happened to some rows of one kind, oldest first."""
    rows = AuditEvent.objects.filter(subject_type=subject_type, subject_id__in=list(subject_ids), action__in=actions)
    return rows.order_by("id")


def newest() -> QuerySet[AuditEvent]:
    """The audit, the newest first."""
    return AuditEvent.objects.order_by("-at", "-id")


def about(subject_type: str, subject_id: int) -> Q:
    """What was done to a thing; of a person also what was done to something of theirs, by the id in its detail."""
    own = Q(subject_type=subject_type, subject_id=subject_id)
    return own | Q(detail__person_id=subject_id) if subject_type == "person" else own
