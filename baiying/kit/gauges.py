"""What the machine says of itself: one list of gauges, read by a page, by `baiying doctor`, /readyz and /metrics.

Every room may bring functions `(at) -> list[Gauge]` in its `room.py` (slots `gauges`). Values are counts and seconds,
never anything about persons.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.kit import rooms
from baiying.kit.db import transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """One number with what it means.

    `name` is for machines (prometheus: `baiying_` goes before it); `label` and `advice` for people, the advice shown
    while it is not `good`. `kind` says how the value is written: "count" or "seconds". What is not good and `vital`
    makes /readyz answer 503: the machine should get no requests.
    """

    name: str
    value: float
    label: str | Promise
    good: bool
    advice: str | Promise = ""
    kind: str = "count"
    vital: bool = False


def read(at: datetime) -> list[Gauge]:
    """All gauges of all rooms, in their order. One that cannot be read says so, and hides none."""
    if not _database_answers():
        return [_database(False)]
    found = [_database(True)]
    for function in rooms.filling("gauges"):
        try:
            with transaction.atomic():
                found += function(at)
        except DatabaseError:
            log.exception("A gauge cannot be read")
            found.append(_unreadable(f"{function.__module__}.{function.__name__}"))
    return found


def is_ready(gauges: list[Gauge]) -> bool:
    return all(gauge.good for gauge in gauges if gauge.vital)


def prometheus(gauges: list[Gauge]) -> str:
    """The gauges in Prometheus' text format (version 0.0.4)."""
    lines = []
    for gauge in gauges:
        name = f"baiying_{gauge.name}" + ("_seconds" if gauge.kind == "seconds" else "")
        lines += [f"# TYPE {name} gauge", f"{name} {gauge.value:g}"]
        lines += [f'baiying_good{{gauge="{gauge.name}"}} {int(gauge.good)}']
    return "\n".join(lines) + "\n"


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _database(good: bool) -> Gauge:
    return Gauge(
        name="database_up",
        value=float(good),
        label=_("数据库能连上"),
        good=good,
        advice=_("数据库连不上：看看它是否在运行、地址和密码对不对。"),
        vital=True,
    )


def _unreadable(name: str) -> Gauge:
    return Gauge(
        name="unreadable_" + name.rpartition(".")[2],
        value=0,
        label=_("有一项读不出来"),
        good=False,
        advice=_("日志里有原因；多半是数据库结构还没有升级（baiying migrate）。"),
    )
