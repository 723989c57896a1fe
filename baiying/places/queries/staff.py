"""Who heads the sites and works there, read."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from baiying.places.models import Site, SiteStaff, SiteState, StaffRole


def _on(day: date) -> Q:
    return Q(withdrawn_at__isnull=True, from_day__lte=day) & (Q(to_day__isnull=True) | Q(to_day__gte=day))


def staff_row(pid: str) -> SiteStaff | None:
    return SiteStaff.objects.filter(public_id=pid).select_related("site__division").first()


def staff_of(site: Site) -> QuerySet[SiteStaff]:
    """Everybody who was ever entered for a site, withdrawn ones too: the latest on top."""
    return site.staff.order_by("-from_day", "-id")


def heads_on(site_ids: Collection[int], day: date) -> dict[int, SiteStaff]:
    """Site's id -> who heads it on a day."""
    rows = SiteStaff.objects.filter(_on(day), site_id__in=list(site_ids), role=StaffRole.HEAD)
    return {row.site_id: row for row in rows}


def headed(day: date) -> Exists:
    """A condition on sites: somebody heads it on a day."""
    return Exists(SiteStaff.objects.filter(_on(day), site=OuterRef("pk"), role=StaffRole.HEAD))


def headless(rows: QuerySet[Site], day: date) -> QuerySet[Site]:
    """Of these sites the built ones that nobody heads on a day."""
    return rows.filter(~headed(day), state=SiteState.BUILT)
