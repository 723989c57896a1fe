"""The job queue seen from outside: what failed, what waits, who works; trying again and clearing away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from baiying.kit import each, rooms
from baiying.kit.db import partitions, transaction
from baiying.kit.gauges import Gauge
from baiying.kit.models import JobFault

# Failed jobs are kept so long for whoever looks, then cleared away; the faults of single rows stay until they are done.
KEPT_DAYS = 30
_LATE = timedelta(minutes=10)
_SILENT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that was given up, with its name and when it failed. Its arguments are ids; they are not shown."""

    id: int
    name: str
    attempts: int
    failed_at: datetime | None


_FAILED = """
SELECT j.id, j.task_name, j.attempts,
       (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'failed')
  FROM procrastinate_jobs j WHERE j.status = 'failed' AND j.id < %s ORDER BY j.id DESC LIMIT %s
"""
_OLDEST = """
SELECT (SELECT max(e.at) FROM procrastinate_events e
         WHERE e.job_id = j.id AND e.type IN ('deferred', 'deferred_for_retry', 'scheduled'))
  FROM procrastinate_jobs j
 WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= %s) ORDER BY j.id LIMIT 1
"""


def failed(*, before: int | None = None, limit: int = 50) -> list[FailedJob]:
    """Jobs that were given up, the newest first; `before` is the id of the last one seen."""
    return [FailedJob(*row) for row in _rows(_FAILED, [before or 2**62, limit])]


def faults(limit: int = 50) -> list[JobFault]:
    """Rows that recurring work could not do, the latest first."""
    return list(JobFault.objects.order_by("-last_at", "-id")[:limit])


def retry(*, job_id: int, at: datetime) -> bool:
    """Queue a failed job again; False if it is not there or not failed any more."""
    found = _rows("SELECT id FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE", [job_id])
    if not found:
        return False
    _rows("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, at])
    return True


def clear(*, at: datetime) -> int:
    """Take away jobs that failed long ago, and of recurring work all but the latest failure. Gives how many.

    What runs every few seconds and always fails would bury every other failure of the machine room.
    """
    recurring = [job for room in rooms.brought().values() for job in room.clockwork]
    over = _rows(
        "SELECT j.id FROM procrastinate_jobs j WHERE j.status = 'failed' AND (j.task_name = ANY(%s) AND EXISTS ("
        " SELECT FROM procrastinate_jobs newer WHERE newer.task_name = j.task_name AND newer.status = 'failed'"
        " AND newer.id > j.id) OR NOT EXISTS ("
        " SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at > %s)) ORDER BY j.id",
        [recurring, at - timedelta(days=KEPT_DAYS)],
    )
    return each.pieces("desk.clear_failed_jobs", [pk for (pk,) in over], _delete, at=at).done


@transaction.atomic
def _delete(ids: list[int]) -> int:
    return len(_rows("DELETE FROM procrastinate_jobs WHERE id = ANY(%s) AND status = 'failed' RETURNING id", [ids]))


def gauges(at: datetime) -> list[Gauge]:
    """Of the queue itself: what failed, how long the oldest has waited, when a worker was last seen."""
    failures = int(_one("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"))
    faulty = JobFault.objects.count()
    waiting = _seconds(at, _one(_OLDEST, [at]))
    seen = _one("SELECT max(last_heartbeat) FROM procrastinate_workers")
    silent = _seconds(at, seen)
    return [
        Gauge(
            name="jobs_failed",
            value=failures,
            label=_("失败的后台任务"),
            good=failures == 0,
            advice=_("在机房页面看是哪些任务，原因排除后点“再试”。"),
        ),
        Gauge(
            name="job_rows_faulty",
            value=faulty,
            label=_("后台任务里出错的行"),
            good=faulty == 0,
            advice=_("别的行没有受影响；这些行每次都会再试，原因在日志里。"),
        ),
        Gauge(
            name="oldest_job_waits",
            value=waiting,
            label=_("最早的任务已等待"),
            good=waiting < _LATE.total_seconds(),
            advice=_("后台任务积压：看看后台进程（baiying worker）是否在运行。"),
            kind="seconds",
        ),
        Gauge(
            name="worker_silent",
            value=silent,
            label=_("后台进程最近一次报到"),
            good=seen is not None and silent < _SILENT.total_seconds(),
            advice=_("没有后台进程在工作：请启动 baiying worker。"),
            kind="seconds",
        ),
    ]


def unsealed(at: datetime) -> list[Gauge]:
    """For how long rows of the audit have waited to be proved: they are sealed every minute."""
    oldest = _one(
        "SELECT min(at) FROM kit_auditevent WHERE at > coalesce("
        " (SELECT max(sealed_at) FROM kit_seal WHERE log = 'audit'), '-infinity')"
    )
    lag = _seconds(at, oldest)
    return [
        Gauge(
            name="audit_unsealed_seconds",
            value=lag,
            label=_("操作记录多久没有封存"),
            good=lag < _LATE.total_seconds(),
            advice=_("看看后台进程（baiying worker）是否在运行；封存每分钟做一次，没有封存的行还不能证明没被改过。"),
            kind="seconds",
        )
    ]


def room_for_rows(at: datetime) -> list[Gauge]:
    """How many days the parts of the large tables still reach, the shortest of them."""
    states = partitions.state(at)
    if not states:
        return []
    return [
        Gauge(
            name="partitions_left_days",
            value=min(state.left_days for state in states),
            label=_("大表的分区还够几天"),
            good=all(state.good for state in states),
            advice=_("执行 baiying partitions make，为以后的月份建好分区。"),
        )
    ]


def _seconds(at: datetime, since: datetime | None) -> float:
    return max(0.0, (at - since).total_seconds()) if since is not None else 0.0


def _one(sql: str, values: list[Any] | None = None) -> Any:
    rows = _rows(sql, values or [])
    return rows[0][0] if rows else None


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []
