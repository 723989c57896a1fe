"""Visits are kept for a day: what was decided stands in the audit."""

from datetime import datetime, timedelta

from baiying.kit import each
from baiying.unified.models import Visit

_KEEP = timedelta(days=1)


def clear_old_visits(*, at: datetime) -> int:
    """Delete what began more than a day ago; gives how many. Run daily."""
    return each.delete("unified.clear_old_visits", Visit.objects.filter(began_at__lt=at - _KEEP), at=at).done
