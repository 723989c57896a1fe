"""What the machine room shows of the figures."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.figures import queries
from baiying.kit.gauges import Gauge

_LATE = timedelta(minutes=5)
_RECOUNTED_EVERY = timedelta(hours=36)


def counted(at: datetime) -> list[Gauge]:
    """How far counting is behind, and what the last recount of everything found."""
    marks = queries.waiting_marks()
    lag = max(0.0, (at - queries.as_of(at)).total_seconds()) if marks else 0.0
    last = queries.last_reconciliation()
    drift = last.drift if last else 0
    reconciled = last.reconciled_at if last else None
    return [
        Gauge(name="marks_waiting", value=marks, label=_("等着计入的变动"), good=True),
        Gauge(
            name="roll_up_lag",
            value=lag,
            label=_("统计落后"),
            good=lag < _LATE.total_seconds(),
            advice=_("统计没有跟上：看看后台进程是否在运行。"),
            kind="seconds",
        ),
        Gauge(
            name="figures_drift",
            value=drift,
            label=_("全部重数后不一致的格子"),
            good=drift == 0,
            advice=_("统计与台账不一致：执行 baiying figures reconcile，看是哪些。"),
        ),
        Gauge(
            name="recounted",
            value=max(0.0, (at - reconciled).total_seconds()) if reconciled else 0.0,
            label=_("距上次全部重数"),
            good=reconciled is None or at - reconciled < _RECOUNTED_EVERY,
            advice=_("夜里的全部重数没有完成：看看后台任务。"),
            kind="seconds",
        ),
    ]
