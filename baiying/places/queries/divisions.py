"""The division tree, read."""

from django.db.models import QuerySet

from baiying.places.models import Division


def divisions() -> QuerySet[Division]:
    """All divisions that exist now."""
    return Division.objects.filter(closed_on__isnull=True)


def division_ids_within(area_id: int) -> QuerySet[Division, int]:
    """Ids of the area and everything below it, for use as a subquery."""
    return Division.objects.filter(path__contains=[area_id]).values_list("pk", flat=True)
