"""What is open in areas, for whoever closes them (kit.rooms: area_holds)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.places.models import Site, SiteState

Held = tuple[str | Promise, dict[int, int]]


def sites(area_ids: Sequence[int], at: datetime) -> Held:
    """How many built sites belong to each of the areas."""
    rows = Site.objects.filter(division_id__in=area_ids, state=SiteState.BUILT, withdrawn_at__isnull=True)
    return _("已建成的阵地"), dict(rows.values_list("division_id").annotate(Count("pk")))
