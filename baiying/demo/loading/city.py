"""The ground: divisions from the real table; sites, people counts and rules invented on it."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from baiying.demo.loading import names
from baiying.demo.loading.stage import Stage
from baiying.kit.values.actor import system
from baiying.places import actions as places
from baiying.places import bulk
from baiying.places.rules import sites as site_rules
from baiying.places.rules.standard import SIX

TABLE = Path(__file__).resolve().parent.parent / "data" / "divisions_4110.csv"
SOURCE = "演示数据：虚构"
EXEMPT_STATIONS = 23
UNBUILT_STATIONS = 6
# Where each county's middle lies, roughly: longitude, latitude, and how far its villages spread in degrees.
_MIDDLES = {
    "411002": (113.823, 34.027, 0.05), "411003": (113.822, 34.115, 0.14), "411024": (114.190, 34.100, 0.17),
    "411025": (113.505, 33.852, 0.16), "411071": (113.792, 33.985, 0.05), "411081": (113.470, 34.150, 0.20),
    "411082": (113.772, 34.215, 0.15),
}  # fmt: skip


@dataclass(slots=True)
class Area:
    """A division as the stages need it. `persons` permanent residents; `share` of them that register."""

    id: int
    code: str
    name: str
    level: str
    path: list[int]
    version_id: int
    children: "list[Area]" = field(default_factory=list)
    longitude: float = 0.0
    latitude: float = 0.0
    persons: int = 0
    share: float = 0.0
    site_id: int | None = None

    @property
    def short(self) -> str:
        """How people call it: 延中社区居委会 -> 延中社区."""
        return site_rules.site_name(self.name, "station").removesuffix("新时代文明实践站")

    @property
    def is_urban(self) -> bool:
        return "居" in self.name or "社区" in self.name


@dataclass(slots=True)
class City:
    root: Area
    by_id: dict[int, Area]

    def of_level(self, level: str) -> list[Area]:
        return [area for area in self.by_id.values() if area.level == level]

    @property
    def counties(self) -> list[Area]:
        return self.of_level("county")

    @property
    def townships(self) -> list[Area]:
        return self.of_level("township")

    @property
    def villages(self) -> list[Area]:
        return self.of_level("village")

    def up(self, area: Area, level: str) -> Area:
        """The area of a level in which another lies."""
        return next(self.by_id[i] for i in area.path if i in self.by_id and self.by_id[i].level == level)


def build(stage: Stage) -> City:
    since = date(stage.anchor.year - 3, 1, 1)
    places.import_divisions(
        path=TABLE,
        as_of=since,
        actor=system("demo"),
        at=stage.at,
        source="国家统计局统计用区划代码，演示用",
        progress=lambda done, total: stage.tell("区划", done, total),
    )
    places.load_calendar(actor=system("demo"), at=stage.at)
    city = _read()
    chance = stage.chance("city")
    _place(city, chance)
    _settle(city, chance, stage.volunteers)
    _sites(city, chance, stage, since)
    _populations(city, stage)
    return city


def _read() -> City:
    rows = bulk.DivisionVersion.objects.filter(valid_to__isnull=True).order_by("division_id")
    by_id = {
        row.division_id: Area(row.division_id, row.code, row.name, row.level, list(row.path), row.pk) for row in rows
    }
    for area in by_id.values():
        if len(area.path) > 1:
            by_id[area.path[-2]].children.append(area)
    root = next(area for area in by_id.values() if area.level == "city")
    return City(root, {area.id: area for area in by_id.values() if root.id in area.path})


def _place(city: City, chance: random.Random) -> None:
    city.root.longitude, city.root.latitude = 113.826, 34.023
    for county in city.counties:
        east, north, spread = _MIDDLES.get(county.code[:6], (113.83, 34.03, 0.1))
        county.longitude, county.latitude = east, north
        for township in county.children:
            township.longitude = east + chance.gauss(0, spread / 2)
            township.latitude = north + chance.gauss(0, spread / 2.4)
            for village in township.children:
                village.longitude = township.longitude + chance.gauss(0, 0.018)
                village.latitude = township.latitude + chance.gauss(0, 0.015)


def _settle(city: City, chance: random.Random, volunteers: int) -> None:
    """So many permanent residents that the volunteers are near 15 per cent, here more and there fewer."""
    weights = {}
    for county in city.counties:
        county_share = chance.uniform(0.82, 1.15)
        for township in county.children:
            share = county_share * min(1.6, max(0.5, chance.gauss(1, 0.2)))
            for village in township.children:
                village.share = share * chance.uniform(0.75, 1.25)
                crowd = 5.5 if "街道" in township.name or "区" in township.name else 2.0 if village.is_urban else 1.0
                weights[village.id] = chance.lognormvariate(0, 0.45) * crowd
    total = volunteers / 0.155
    scale = total / sum(weights.values())
    for village in city.villages:
        village.persons = max(3, round(weights[village.id] * scale))
    for township in city.townships:
        township.persons = sum(village.persons for village in township.children)
    for county in city.counties:
        county.persons = sum(township.persons for township in county.children)
    city.root.persons = sum(county.persons for county in city.counties)


_HOURS = ("周一至周日 8:30–11:30，14:30–17:30", "周一至周五 8:00–12:00，14:00–18:00，周六上午", "周二至周日 9:00–17:00")


def _sites(city: City, chance: random.Random, stage: Stage, since: date) -> None:
    villages = city.villages
    odd = chance.sample(villages, EXEMPT_STATIONS + UNBUILT_STATIONS)
    exempt = {village.id for village in odd[:EXEMPT_STATIONS]}
    unbuilt = {village.id for village in odd[EXEMPT_STATIONS:]}
    rows, areas = [], [*city.counties, *city.townships, *villages]
    for area in areas:
        level = site_rules.LEVEL_FOR[area.level]
        state = "exempt" if area.id in exempt else "not_built" if area.id in unbuilt else "built"
        built = state == "built"
        rows.append(
            bulk.SiteRow(
                division_id=area.id,
                level=level,
                name=site_rules.site_name(area.name, level),
                state=state,
                state_since=since + timedelta(days=chance.randrange(-400, 600)),
                exempt_reason="拆迁" if state == "exempt" else "",
                address=f"{area.short}{chance.choice(('党群服务中心一楼', '文化大院', '综合服务楼二楼'))}"
                if built
                else "",
                phone=_phone(area, chance if level != "station" else None) if built else "",
                opening_hours=chance.choice(_HOURS) if built else "",
                longitude=degrees(area.longitude),
                latitude=degrees(area.latitude),
            )
        )
    _have(rows)
    bulk.add_sites(rows, said_at=stage.at, said_by_id=None)
    bulk.add_haves(
        [
            bulk.HaveRow(
                row.id, item, stage.at.date() - timedelta(days=30), "市文明办检查组", "现场看过，有照片", stage.at
            )
            for row in rows
            for item in row.haves
        ]
    )
    _heads([row for row in rows if row.state == "built"], stage)
    for area, row in zip(areas, rows, strict=True):
        area.site_id = row.id if row.state == "built" else None
    stage.tell("站所", len(rows), len(rows))


def _heads(rows: list[bulk.SiteRow], stage: Stage) -> None:
    """Somebody heads each built site, but of a few hundred one waits for a new head."""
    chance = stage.chance("heads")
    bulk.add_staff(
        [
            bulk.StaffRow(
                row.id,
                names.person(chance, chance.choice(("female", "male")), chance.randrange(1965, 1995)),
                row.state_since + timedelta(days=chance.randrange(0, 300)),
                stage.at,
                phone=row.phone,
            )
            for n, row in enumerate(rows)
            if n % 400 != 399
        ]
    )


def _have(rows: list[bulk.SiteRow]) -> None:
    """Four of five sites have all of the six; by the row, so that no later draw is moved."""
    for n, row in enumerate(rows):
        lacking = SIX[n * 7919 % 6] if n % 5 == 0 else ""
        row.haves = sorted(item for item in SIX if item != lacking) if row.state == "built" else []


def _phone(area: Area, chance: random.Random | None) -> str:
    """An invented number that no exchange gives out; a station's comes from its row and moves no later draw."""
    return f"0374-0{chance.randrange(10**6) if chance else area.id * 7919 % 10**6:06}"


def degrees(value: float) -> Decimal:
    return Decimal(f"{value:.6f}")


def _populations(city: City, stage: Stage) -> None:
    rows = []
    year = stage.anchor.year - 1
    for area in city.by_id.values():
        urban = sum(v.persons for v in _villages_below(area) if v.is_urban)
        kinds = {"permanent": area.persons, "registered": round(area.persons * 1.06), "built_up": urban}
        for kind, persons in kinds.items():
            for when, factor in ((year - 1, 0.994), (year, 1.0)):
                rows.append(
                    bulk.PopulationRow(
                        area.version_id,
                        area.id,
                        kind,
                        when,
                        round(persons * factor),
                        f"{when} 年人口（{SOURCE}）",
                        stage.at,
                    )
                )
    bulk.add_populations(rows)
    stage.tell("人口", len(rows), len(rows))


def _villages_below(area: Area) -> list[Area]:
    if area.level == "village":
        return [area]
    return [village for child in area.children for village in _villages_below(child)]
