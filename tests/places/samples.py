"""One row of everything in this room, so that every address can be tried by everybody."""

from datetime import date

from baiying.demo import builders
from baiying.places.models import (
    DivisionImport,
    HandbookPage,
    PopulationImport,
    RuleSet,
    SiteDay,
    SiteExemption,
    SiteImport,
    SiteRoom,
    SiteStaff,
)
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    city = stage.city
    rule = RuleSet.objects.create(
        kind="hours", area=city.counties[0], valid_from=date(2026, 1, 1), source="试", proposed_at=builders.NOW
    )
    upload = DivisionImport.objects.create(file_name="表.csv", sha256="0", as_of=date(2026, 1, 1))
    figures = PopulationImport.objects.create(file_name="人口.csv", source="试", entered_at=builders.NOW)
    table = SiteImport.objects.create(file_name="阵地.csv", entered_at=builders.NOW)
    exempted = SiteExemption.objects.create(reason="试", since=date(2026, 1, 1), said_at=builders.NOW)
    page = HandbookPage.objects.create(
        area=city.counties[0], topic="work", title="试", text="试", valid_from=date(2026, 1, 1), written_at=builders.NOW
    )
    head = SiteStaff.objects.create(
        site=city.site, role="head", name="试", from_day=date(2026, 1, 1), said_at=builders.NOW
    )
    closed = SiteDay.objects.create(
        site=city.site, first_day=date(2026, 1, 1), last_day=date(2026, 1, 2), reason="试", said_at=builders.NOW
    )
    room = SiteRoom.objects.create(site=city.site, name="试", seats=1, said_at=builders.NOW)
    return {
        "site_day_pid": closed.public_id,
        "site_room_pid": room.public_id,
        "staff_pid": head.public_id,
        "exemption_pid": exempted.public_id,
        "site_pid": city.site.public_id,
        "division_pid": city.villages[0].public_id,
        "rule_pid": rule.public_id,
        "import_pid": upload.public_id,
        "population_pid": figures.public_id,
        "site_table_pid": table.public_id,
        "page_pid": page.public_id,
        "kind": "hours",
        "year": "2026",
    }
