"""The division tree, read."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from baiying.places.models import Division, DivisionVersion


def divisions() -> QuerySet[Division]:
    """All divisions that exist now."""
    return Division.objects.filter(closed_on__isnull=True)


def division(pid: str) -> Division | None:
    """A division by its public id, closed ones too: old rows may point to it."""
    return Division.objects.filter(public_id=pid).first()


def division_by_id(division_id: int) -> Division | None:
    return Division.objects.filter(pk=division_id).first()


def division_by_code(code: str) -> Division | None:
    """The division that has the code now."""
    return divisions().filter(code=code).first()


def roots() -> QuerySet[Division]:
    """The tops of the tree: usually one province or one city."""
    return divisions().filter(parent__isnull=True).order_by("code")


def children_of(division_id: int) -> QuerySet[Division]:
    """The divisions directly below, by code."""
    return divisions().filter(parent_id=division_id).order_by("code")


def start_of_tree() -> Division | None:
    """Where choosing begins: the lowest area that holds everything; None if there are several tops or none."""
    below = list(roots()[:2])
    here: Division | None = None
    while len(below) == 1:
        here = below[0]
        below = list(children_of(here.pk)[:2])
    return here


def ids_with_children(ids: Iterable[int]) -> set[int]:
    """Which of the divisions have others below them."""
    return set(divisions().filter(parent_id__in=list(ids)).values_list("parent_id", flat=True).distinct())


def division_ids_within(area_id: int) -> QuerySet[Division, int]:
    """Ids of the area and everything below it, for use as a subquery."""
    return Division.objects.filter(path__contains=[area_id]).values_list("pk", flat=True)


def ancestors_of(division: Division) -> list[Division]:
    """From the root down to the division itself."""
    found = {d.pk: d for d in Division.objects.filter(pk__in=division.path)}
    return [found[pk] for pk in division.path if pk in found]


def path_names(division: Division) -> list[str]:
    """Names from the root down to the division itself."""
    return [one.name for one in ancestors_of(division)]


def names_by_id(ids: Iterable[int]) -> dict[int, str]:
    return dict(Division.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def divisions_named(text: str, *, within_id: int | None = None, limit: int = 50) -> list[Division]:
    """Divisions whose name holds the text or whose code begins with it, upper levels first."""
    text = text.strip()
    if not text:
        return []
    match = Q(code__startswith=text) if text.isascii() and text.isdigit() else Q(name__contains=text)
    rows = divisions().filter(match)
    if within_id is not None:
        rows = rows.filter(path__contains=[within_id])
    return list(rows.order_by("code")[:limit])


def version_on(division_id: int, day: date) -> DivisionVersion | None:
    """Code, name and parent as they were on a day."""
    rows = DivisionVersion.objects.filter(division_id=division_id, valid_from__lte=day)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).first()


def versions_of(division_id: int) -> QuerySet[DivisionVersion]:
    """The history of a division, newest first."""
    return (
        DivisionVersion.objects.filter(division_id=division_id).select_related("parent").order_by("-valid_from", "-id")
    )
