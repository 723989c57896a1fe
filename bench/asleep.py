"""A night that looks through everybody for acts, and the morning after: as if three years had gone by, so that nearly
all are found; what was written down is taken away again."""

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from baiying.kit import clock
from baiying.people import actions
from baiying.people.models import Dormancy, DormancyCount
from bench import report

if TYPE_CHECKING:
    from bench import system

_YEARS = timedelta(days=3 * 366)


def measure(running: "system.System") -> None:
    at = clock.now() + _YEARS
    started = time.monotonic()
    found = actions.find_sleeping(at=at)
    night = time.monotonic() - started
    started = time.monotonic()
    actions.tend_sleeping(at=at)
    morning = time.monotonic() - started
    Dormancy.objects.all().delete()
    DormancyCount.objects.all().delete()
    report.line("a night that looks for who did nothing for long", night, "s", found=found)
    report.line("the morning that looks after all who were found", morning, "s", found=found)
