"""The jobs about notices that go down the levels."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from baiying.circulars.models import Box, Mailing
from baiying.demo import builders
from tests.config.planted.rows import BAD, ROWS, Cast, Planted, now


def _notices(cast: Cast, at: datetime) -> list[Any]:
    """Notices of the city to the township of the clerk, signed for."""
    clerk, city = cast["clerk"].appointment, cast["city"].appointment
    assert clerk is not None
    assert city is not None
    return [
        builders.circular(city.area, cast["city"].account, boxes=[clerk.area], at=at, area_ids=(clerk.area_id,),
                          levels=("township",))
        for _ in range(ROWS)
    ]  # fmt: skip


def _mailings(cast: Cast) -> Planted:
    rows = [row.pk for row in _notices(cast, now())]
    Mailing.objects.filter(circular__in=rows).update(ended_at=None, chosen_at=None)
    ids = list(Mailing.objects.order_by("id").values_list("pk", flat=True))
    return Planted(
        "circulars_mailing", "id", ids[BAD], ids,
        lambda: set(Mailing.objects.filter(ended_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _late_boxes(cast: Cast) -> Planted:
    rows = [row.pk for row in _notices(cast, now() - timedelta(hours=3))]
    return Planted(
        "circulars_box", "circular_id", rows[BAD], rows,
        lambda: set(Box.objects.filter(late_reminded_at__isnull=True).values_list("circular_id", flat=True)),
    )  # fmt: skip


def _new_boxes(cast: Cast) -> Planted:
    rows = [row.pk for row in _notices(cast, now())]
    # Another place came into the audience since: as if the box of the first had never been made.
    Box.objects.filter(circular__in=rows).delete()
    return Planted(
        "circulars_box", "circular_id", rows[BAD], rows,
        lambda: set(rows) - set(Box.objects.values_list("circular_id", flat=True)),
    )  # fmt: skip


JOBS: dict[str, Callable[[Cast], Planted]] = {
    "circulars.add_boxes": _new_boxes,
    "circulars.remind_late": _late_boxes,
    "circulars.send_waiting": _mailings,
}
