"""Counting everything anew: after a bulk load, or when the division tree was moved about."""

from collections.abc import Callable
from datetime import datetime

from baiying.figures import locked
from baiying.figures.actions import counting
from baiying.figures.models import DayMark, Mark, RollUp
from baiying.kit import clock
from baiying.kit.db import transaction

Progress = Callable[[str, int, int], None]


def _silent(stage: str, done: int, total: int) -> None:
    pass


@transaction.atomic
def rebuild(*, at: datetime, progress: Progress = _silent) -> None:
    """Empty the roll-ups and the marks, then count everybody, every area and every day. Readers see old or new.

    The person's cells take one pass over the ledger. `progress(stage, done, total)` is called before each stage.
    """
    locked.counting(wait=True)
    stages = ("标记", "个人", "地区", "日期")
    progress(stages[0], 0, len(stages))
    Mark.objects.all().delete()
    DayMark.objects.all().delete()
    counting.empty()
    progress(stages[1], 1, len(stages))
    counting.everybody(at)
    progress(stages[2], 2, len(stages))
    counting.every_area(at)
    progress(stages[3], 3, len(stages))
    counting.every_day(at)
    RollUp.objects.update_or_create(
        pk=1, defaults={"counted_at": at, "opened_year": clock.local_date(at).year, "drift": 0}
    )
    progress("", len(stages), len(stages))
