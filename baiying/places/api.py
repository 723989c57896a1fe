"""Divisions and practice sites as open data."""

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from baiying.kit.open_data import Offset
from baiying.places import queries
from baiying.places.models import Division, Site

router = Router(tags=["places"])
MOST = 200


class DivisionOut(Schema):
    """One administrative division as it stands now."""

    id: str
    code: str
    name: str
    level: str


class SiteOut(Schema):
    """A practice centre, institute or station."""

    id: str
    name: str
    level: str
    state: str
    exempt_reason: str
    division: str
    address: str
    phone: str
    opening_hours: str
    longitude: float | None
    latitude: float | None


def _division(row: Division) -> DivisionOut:
    return DivisionOut(id=row.public_id, code=row.code, name=row.name, level=row.level)


def _site(row: Site) -> SiteOut:
    return SiteOut(
        id=row.public_id,
        name=row.name,
        level=row.level,
        state=row.state,
        exempt_reason=row.exempt_reason,
        division=row.division.public_id,
        address=row.address,
        phone=row.phone,
        opening_hours=row.opening_hours,
        longitude=float(row.longitude) if row.longitude is not None else None,
        latitude=float(row.latitude) if row.latitude is not None else None,
    )


@router.get("/divisions", response=list[DivisionOut], summary="Divisions below one, or the roots")
def divisions(request: HttpRequest, parent: str | None = None) -> list[DivisionOut]:
    if parent is None:
        return [_division(row) for row in queries.roots()[:MOST]]
    found = queries.division(parent)
    if found is None:
        raise Http404
    return [_division(row) for row in queries.children_of(found.pk)[:MOST]]


@router.get("/sites", response=list[SiteOut], summary="Practice sites of a division and everything below it")
def sites(request: HttpRequest, division: str | None = None, offset: Offset = 0) -> list[SiteOut]:
    area = queries.division(division) if division else None
    if division and area is None:
        raise Http404
    return [_site(row) for row in queries.sites_within(area.pk if area else None)[offset : offset + MOST]]
