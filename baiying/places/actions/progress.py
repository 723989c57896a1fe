"""How far an import is, told while it runs."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

_SECONDS_BETWEEN = 0.7


@contextmanager
def import_progress(*, import_id: int) -> Iterator[Callable[[int, int], None]]:
    """Gives a function that notes how many rows of how many are done, at most about once a second.

    On a connection of its own: what the import's own transaction writes nobody sees until it is done.
    """
    beside = connection.copy()
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < _SECONDS_BETWEEN:
            return
        last = time.monotonic()
        with beside.cursor() as cursor:
            cursor.execute(
                "UPDATE places_divisionimport SET rows_done = %s, rows_total = %s WHERE id = %s",
                [done, total, import_id],
            )

    try:
        yield tell
    finally:
        beside.close()
