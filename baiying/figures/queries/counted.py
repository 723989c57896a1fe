"""How many are registered in areas now, for whoever enters people counts (kit.rooms: counted_in)."""

from collections.abc import Sequence
from datetime import datetime

from baiying.figures.models import AreaYear
from baiying.kit import clock


def registered_in(area_ids: Sequence[int], at: datetime) -> dict[int, int]:
    """Registered and verified volunteers at and below each of the areas, of the present year."""
    rows = AreaYear.objects.filter(area_id__in=area_ids, year=clock.local_date(at).year)
    return dict(rows.values_list("area_id", "registered"))
