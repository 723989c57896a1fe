"""What this room's things are called in the audit."""

from collections.abc import Collection, Mapping
from datetime import datetime

from baiying.figures.models import Target
from baiying.ui.cards import Named


def names(asked: Mapping[str, Collection[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """Targets by area and year."""
    ids = asked.get("target")
    if not ids:
        return {}
    rows = Target.objects.filter(pk__in=list(ids)).select_related("area")
    return {("target", row.pk): Named(f"{row.area.name} · {row.year}") for row in rows}
