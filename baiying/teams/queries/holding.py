"""What is open in areas, for whoever closes them (kit.rooms: area_holds)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.teams.models import Team

Held = tuple[str | Promise, dict[int, int]]


def teams(area_ids: Sequence[int], at: datetime) -> Held:
    """How many open teams belong to each of the areas."""
    rows = Team.objects.filter(area_id__in=area_ids, closed_at__isnull=True)
    return _("现有队伍"), dict(rows.values_list("area_id").annotate(Count("pk")))
