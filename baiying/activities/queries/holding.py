"""What is open in areas, for whoever closes them (kit.rooms: area_holds)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.activities.models import Activity
from baiying.kit import clock


def activities(area_ids: Sequence[int], at: datetime) -> tuple[str | Promise, dict[int, int]]:
    """How many activities that are not over are in each of the areas."""
    rows = Activity.objects.filter(area_id__in=area_ids, ends_on__gte=clock.local_date(at))
    rows = rows.exclude(state__in=("withdrawn", "cancelled"))
    return _("没有结束的活动"), dict(rows.values_list("area_id").annotate(Count("pk")))
