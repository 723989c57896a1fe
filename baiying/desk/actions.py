"""Writes of the desk: what the system administrator does in the machine room."""

from datetime import datetime

from baiying.kit import audit, queue
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


@transaction.atomic
def retry_job(*, job_id: int, actor: Actor, at: datetime) -> bool:
    """Try a failed job again; False if it is not failed any more. Every job may run twice."""
    done = queue.retry(job_id=job_id, at=at)
    if done:
        audit.record("JobRetried", actor=actor, at=at, subject=("job", job_id))
    return done
