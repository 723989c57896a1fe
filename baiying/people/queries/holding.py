"""What is open in areas, for whoever closes them (kit.rooms: area_holds)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.people.models import Person

Held = tuple[str | Promise, dict[int, int]]


def persons(area_ids: Sequence[int], at: datetime) -> Held:
    """How many live in each of the areas."""
    rows = Person.objects.filter(residence_id__in=area_ids, closed_at__isnull=True)
    return _("居住的人"), dict(rows.values_list("residence_id").annotate(Count("pk")))
