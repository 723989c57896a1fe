"""Counting everything anew: after a bulk load, or when the division tree was moved about."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection

from baiying.figures import statements
from baiying.figures.actions import rolling_up
from baiying.figures.models import RollUp
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
    rolling_up.lock(wait=True)
    stages = ("标记", "个人", "地区", "日期")
    with connection.cursor() as cursor:
        progress(stages[0], 0, len(stages))
        for table in ("mark", "daymark", "personyear", "areayear", "areaday"):
            cursor.execute(f"DELETE FROM figures_{table}")
        progress(stages[1], 1, len(stages))
        cursor.execute(
            f"WITH wanted AS MATERIALIZED ({statements.EVERYBODY}) INSERT INTO figures_personyear"
            " (person_id, year, area_id, counted, credit_minutes, all_minutes)"
            f" {statements.PERSON_YEARS} {statements.LEDGER_AT_ONCE}",
            {"at": at},
        )
        cursor.execute("ANALYZE figures_personyear")
        progress(stages[2], 2, len(stages))
        cursor.execute("SELECT DISTINCT area_id, year FROM figures_personyear")
        rolling_up.count_areas(set(cursor.fetchall()), at)
        progress(stages[3], 3, len(stages))
        cursor.execute(
            "INSERT INTO figures_areaday (area_id, day, credit_minutes, all_minutes, entries)"
            + statements.AREA_DAYS.format(days="true")
        )
        cursor.execute("ANALYZE figures_areayear, figures_areaday")
    RollUp.objects.update_or_create(
        pk=1, defaults={"counted_at": at, "opened_year": clock.local_date(at).year, "drift": 0}
    )
    progress("", len(stages), len(stages))
