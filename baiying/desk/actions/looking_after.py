"""What is noted of looks at messages, and what the system administrator does in the machine room."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from baiying.kit import audit, queue
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


@transaction.atomic
def note_messages_seen(*, person_ids: Sequence[int], area_id: int | None, actor: Actor, at: datetime) -> None:
    """Note that somebody looked at what some persons were sent: each of them can read who did (PIPL art. 44)."""
    rows: list[tuple[int | None, Mapping[str, Any]]] = [(pk, {}) for pk in person_ids]
    audit.record_many("MessagesSeen", actor=actor, at=at, subject="person", rows=rows, area_id=area_id)


@transaction.atomic
def retry_job(*, job_id: int, actor: Actor, at: datetime) -> bool:
    """Try a failed job again; False if it is not failed any more. Every job may run twice."""
    done = queue.retry(job_id=job_id, at=at)
    if done:
        audit.record("JobRetried", actor=actor, at=at, subject=("job", job_id))
    return done
