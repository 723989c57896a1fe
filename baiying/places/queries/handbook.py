"""The handbooks of areas: which page holds where on a day, and what held before."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from baiying.kit.db import folding
from baiying.places.models import HandbookPage


def _all() -> QuerySet[HandbookPage]:
    return HandbookPage.objects.select_related("area")


def handbook_page(public_id: str) -> HandbookPage | None:
    return _all().filter(public_id=public_id).first()


def handbook(area_id: int | None, path: Sequence[int]) -> QuerySet[HandbookPage]:
    """Every version for an area, those above it and those below; for None of the whole platform."""
    rows = _all().order_by("-valid_from", "-id")
    return rows if area_id is None else rows.filter(Q(area_id__in=list(path)) | Q(area__path__contains=[area_id]))


def holding(rows: QuerySet[HandbookPage], on: date) -> QuerySet[HandbookPage]:
    """Those that hold on a day: of the versions of an area the latest that has begun, if it has not ended."""
    later = HandbookPage.objects.filter(
        topic=OuterRef("topic"), area_id=OuterRef("area_id"), withdrawn=False,
        valid_from__lte=on, valid_from__gt=OuterRef("valid_from"),
    )  # fmt: skip
    begun = rows.filter(withdrawn=False, valid_from__lte=on)
    return begun.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).exclude(Exists(later))


def handbook_for(topic: str, path: Sequence[int], on: date) -> HandbookPage | None:
    """The page that whoever works in an area reads beside a topic of the help: that of the nearest area."""
    if not path:
        return None
    found = holding(_all().filter(topic=topic, area_id__in=list(path)), on)
    return max(found, key=lambda row: path.index(row.area_id), default=None)


def handbook_in_force(path: Sequence[int], on: date) -> list[HandbookPage]:
    """The whole handbook of an area on a day: for each topic the page of the nearest area."""
    nearest: dict[str, HandbookPage] = {}
    for row in holding(_all().filter(area_id__in=list(path)), on):
        known = nearest.get(row.topic)
        if known is None or path.index(row.area_id) > path.index(known.area_id):
            nearest[row.topic] = row
    return list(nearest.values())


def handbook_versions(row: HandbookPage) -> QuerySet[HandbookPage]:
    """All versions of a page, the newest first."""
    return _all().filter(topic=row.topic, area_id=row.area_id).order_by("-valid_from", "-id")


def handbook_found(rows: QuerySet[HandbookPage], words: str) -> QuerySet[HandbookPage]:
    """Those whose title or text has the words, however they are spaced."""
    return rows.filter(folding.called("title", words) | folding.called("text", words))
