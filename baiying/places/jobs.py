"""Background work of this room: large division tables."""

import time
from collections.abc import Callable

from django.db import connection

from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.jobs import job
from baiying.kit.values import actor
from baiying.places import actions


@job("places.check_import")
def check_import(import_id: int) -> None:
    actions.check_import(import_id=import_id)


@job("places.run_import")
def run_import(import_id: int) -> None:
    tell, close = _progress(import_id)
    try:
        actions.run_import(import_id=import_id, actor=actor.system("places.run_import"), at=clock.now(), progress=tell)
    except Refused as refusal:
        actions.fail_import(import_id=import_id, sentence=str(refusal))
    finally:
        close()


def _progress(import_id: int) -> tuple[Callable[[int, int], None], Callable[[], None]]:
    # A connection of its own: what the import's own transaction writes nobody sees until it is done.
    beside = connection.copy()
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < 0.7:
            return
        last = time.monotonic()
        with beside.cursor() as cursor:
            cursor.execute(
                "UPDATE places_divisionimport SET rows_done = %s, rows_total = %s WHERE id = %s",
                [done, total, import_id],
            )

    return tell, beside.close
