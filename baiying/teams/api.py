"""Teams as open data."""

from django.http import HttpRequest
from ninja import Router, Schema

from baiying.kit import clock
from baiying.kit.open_data import Offset
from baiying.teams import queries
from baiying.ui import seeking

router = Router(tags=["teams"])
MOST = 100


class TeamOut(Schema):
    """A team that volunteers can ask to join."""

    id: str
    name: str
    unit: str
    category: str
    area: str


@router.get("/teams", response=list[TeamOut], summary="Teams, by words in their name")
def teams(request: HttpRequest, q: str = "", offset: Offset = 0) -> list[TeamOut]:
    rows = queries.public_teams(queries.TeamFilters(words=seeking.wanted(q[:40], clock.now())))
    rows = rows.select_related("body", "category", "area")
    today = clock.local_date(clock.now())
    return [
        TeamOut(
            id=row.public_id,
            name=row.name,
            unit=row.body.name,
            category=queries.kind_shown(row, today).name,
            area=row.area.name,
        )
        for row in rows[offset : offset + MOST]
    ]
