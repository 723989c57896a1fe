"""Open drives and what came of them, in numbers that name nobody."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from baiying.accounts.access import Scope
from baiying.kit import clock
from baiying.people.queries import standings
from baiying.rosters.models import Drive, DriveArrival, DriveSource
from baiying.rosters.queries.rosters import roster_rules
from baiying.rosters.rules import drives


def _all() -> QuerySet[Drive]:
    return Drive.objects.select_related("body", "area", "team")


def drive(public_id: str) -> Drive | None:
    return _all().filter(public_id=public_id).first()


def source(public_id: str) -> DriveSource | None:
    rows = DriveSource.objects.select_related("drive__body", "drive__area", "drive__team")
    return rows.filter(public_id=public_id).first()


def drives_of_bodies(body_ids: Iterable[int]) -> QuerySet[Drive]:
    """The drives of some bodies, the newest first."""
    return _all().filter(body_id__in=list(body_ids)).order_by("-id")


def drives_of_areas(scope: Scope) -> QuerySet[Drive]:
    """The drives of the places and bodies of a scope, the newest first."""
    return _all().filter(scope.areas("area")).order_by("-id")


def drive_is_over(row: Drive, at: datetime) -> bool:
    return drives.is_over(row.ends_on, clock.local_date(at), ended=row.ended_at is not None)


def yields_of(row: Drive, at: datetime) -> tuple[list[drives.Yield], tuple[int, int], int]:
    """By source and together: who registered and who passed; and below how many nothing is said."""
    small = roster_rules(row.area.path, clock.local_date(at)).small_group
    pairs = list(DriveArrival.objects.filter(source__drive_id=row.pk).values_list("source__public_id", "person_id"))
    passed = standings.verified_among([person_id for _pid, person_id in pairs])
    came: dict[str, tuple[int, int]] = {}
    for pid, person_id in pairs:
        before = came.get(pid, (0, 0))
        came[pid] = (before[0] + 1, before[1] + int(person_id in passed))
    sources = list(row.sources.order_by("id").values_list("name", "public_id"))
    return drives.yields(sources, came, small), drives.together(came, small), small
