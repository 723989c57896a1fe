"""A small invented city, its sites, people counts, rules and days."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from baiying.demo.builders.when import LONG_AGO
from baiying.kit import clock
from baiying.places import bulk as places


@dataclass(slots=True)
class SmallCity:
    """One city, two counties, three townships, six villages, each below the city with its site."""

    city: places.Division
    counties: list[places.Division] = field(default_factory=list)
    townships: list[places.Division] = field(default_factory=list)
    villages: list[places.Division] = field(default_factory=list)
    sites: dict[int, places.Site] = field(default_factory=dict)

    @property
    def village(self) -> places.Division:
        return self.villages[0]

    @property
    def site(self) -> places.Site:
        return self.sites[self.villages[0].pk]


def division(name: str, level: str, code: str, parent: places.Division | None = None) -> places.Division:
    row = places.DivisionRow(code, name, level, parent.pk if parent else None, list(parent.path) if parent else [])
    places.add_division(row, valid_from=date(2020, 1, 1))
    return places.Division.objects.get(pk=row.id)


def site(area: places.Division, *, state: str = "built", exempt_reason: str = "") -> places.Site:
    levels = {"county": ("centre", "新时代文明实践中心"), "township": ("institute", "新时代文明实践所")}
    level, word = levels.get(area.level, ("station", "新时代文明实践站"))
    row = places.SiteRow(area.pk, level, f"{area.name}{word}", state, date(2022, 1, 1), exempt_reason)
    places.add_sites([row], said_at=LONG_AGO, said_by_id=None)
    return places.Site.objects.get(pk=row.id)


def small_city() -> SmallCity:
    """许州市: an invented city, 清河区 with two townships and 柳林县 with one, two villages each."""
    city = division("许州市", "city", "419900000000")
    found = SmallCity(city)
    plan = {
        ("清河区", "419902000000"): {"东关街道": ("槐树社区", "钟楼社区"), "柳河镇": ("前柳村", "后柳村")},
        ("柳林县", "419921000000"): {"梨园镇": ("梨东村", "梨西村")},
    }
    for (county_name, county_code), townships in plan.items():
        county = division(county_name, "county", county_code, city)
        found.counties.append(county)
        for t, (township_name, villages) in enumerate(townships.items(), 1):
            township = division(township_name, "township", f"{county_code[:6]}{t:03}000", county)
            found.townships.append(township)
            for v, village_name in enumerate(villages, 1):
                found.villages.append(division(village_name, "village", f"{township.code[:9]}{v:03}", township))
    for area in (*found.counties, *found.townships, *found.villages):
        found.sites[area.pk] = site(area)
    return found


def population(area: places.Division, persons: int, *, kind: str = "permanent", year: int = 2025) -> places.Population:
    version = places.DivisionVersion.objects.get(division=area, valid_to__isnull=True)
    row = places.PopulationRow(version.pk, area.pk, kind, year, persons, "市统计公报", LONG_AGO)
    places.add_populations([row])
    return places.Population.objects.get(pk=row.id)


def rule_set(
    kind: str,
    *,
    area: places.Division | None = None,
    valid_from: date = date(2024, 1, 1),
    source: str = "测试",
    **values: Any,
) -> places.RuleSet:
    """A version that one account proposed and another confirmed on its first day."""
    at = clock.midnight(valid_from)
    row = places.RuleSetRow(kind, area.pk if area else None, valid_from, source, at, 1, at, 2, values)
    places.add_rule_sets([row])
    return places.RuleSet.objects.get(pk=row.id)


def calendar_day(day: date, *, is_working: bool, name: str = "法定节假日") -> places.CalendarDay:
    row = places.CalendarDayRow(day, is_working, name)
    places.add_calendar_days([row])
    return places.CalendarDay.objects.get(pk=row.id)
