"""What one can sign up for, as open data."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from baiying.activities import queries
from baiying.kit import clock
from baiying.kit.open_data import Day
from baiying.people import queries as people

router = Router(tags=["activities"])


class ActivityOut(Schema):
    """An activity with places that one can still come to. Times are instants."""

    id: str
    title: str
    team: str
    area: str
    address: str
    categories: list[str]
    next_start: datetime
    next_end: datetime
    shifts: int
    places: int
    places_left: int


class ActivityPage(Schema):
    total: int
    page: int
    pages: int
    activities: list[ActivityOut]


@router.get("/activities", response=ActivityPage, summary="Upcoming activities, those with places first")
def activities(request: HttpRequest, q: str = "", category: str = "", day: Day = None, page: int = 1) -> ActivityPage:
    at = clock.now()
    filters = queries.Filters(
        meaning=queries.meaning(q, people.category_choices(), at),
        category=category[:32],
        days=(day, day) if day else None,
    )
    found = queries.upcoming(filters, at, page)
    rows = [
        ActivityOut(
            id=row.public_id,
            title=row.title,
            team=row.team,
            area=row.area,
            address=row.address,
            categories=list(row.categories),
            next_start=row.next_start,
            next_end=row.next_end,
            shifts=row.shifts,
            places=row.places,
            places_left=row.left,
        )
        for row in found.rows
    ]
    return ActivityPage(total=found.total, page=found.number, pages=found.pages, activities=rows)
