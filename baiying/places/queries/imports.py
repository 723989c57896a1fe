"""Imports of division tables, read."""

from django.db.models import QuerySet

from baiying.places.models import DivisionImport


def imports_of(area_id: int | None) -> QuerySet[DivisionImport]:
    """Imports made by the office of an area, newest first; None sees all."""
    rows = DivisionImport.objects.order_by("-id").defer("findings", "before")
    return rows if area_id is None else rows.filter(within_id=area_id)
