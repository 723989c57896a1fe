"""How long ago the last backup and the last drill succeeded: read from the audit, where both are written."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from baiying.kit.gauges import Gauge
from baiying.kit.models import AuditEvent

TAKEN, DRILLED, RESTORED = "BackupTaken", "BackupDrilled", "BackupRestored"
# A city that never did it counts from its set-up, so that a new one is not scolded.
_LAST = """
  SELECT coalesce((SELECT max(at) FROM kit_auditevent WHERE action = %s AND ok),
                  (SELECT min(applied) FROM django_migrations))
"""


def gauges(at: datetime) -> list[Gauge]:
    """Both ages in seconds. A limit of 0 days says that the city does it by another way: nothing is shown."""
    found = []
    if settings.BAIYING_BACKUP_DAYS:
        age = _age(TAKEN, at)
        found.append(
            Gauge(
                name="backup_age",
                value=age,
                label=_("距上一次成功备份（没有备份过则从安装算起）"),
                good=age <= timedelta(days=settings.BAIYING_BACKUP_DAYS).total_seconds(),
                advice=_(
                    "请执行 baiying backup，并把文件存到另一处；用别的办法备份的，把 BAIYING_BACKUP_DAYS 设为 0。"
                ),
                kind="seconds",
            )
        )
    if settings.BAIYING_DRILL_DAYS:
        age = _age(DRILLED, at)
        found.append(
            Gauge(
                name="drill_age",
                value=age,
                label=_("距上一次成功的恢复演练（没有演练过则从安装算起）"),
                good=age <= timedelta(days=settings.BAIYING_DRILL_DAYS).total_seconds(),
                advice=_("请用最近的备份执行 baiying drill：没有演练过的备份不能算备份。"),
                kind="seconds",
            )
        )
    return found


def last_taken() -> AuditEvent | None:
    """The newest backup that succeeded; its detail says how many stand beside it and when the oldest was taken."""
    return AuditEvent.objects.filter(action=TAKEN, ok=True).order_by("-at", "-id").first()


def _age(action: str, at: datetime) -> float:
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [action])
        since = cursor.fetchone()[0]
    return max(0.0, (at - since).total_seconds()) if since is not None else 0.0
