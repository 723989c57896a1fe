"""Practice sites: which level an area has, what it is called, how far it is."""

from collections.abc import Collection, Iterable
from math import asin, cos, radians, sin, sqrt

EARTH_M = 6_371_008.8
# County, township, village: centre, institute, station (Pilot Opinion 2018; domain 9.1).
LEVEL_FOR = {"county": "centre", "township": "institute", "village": "station"}
# The three of the main line: one for each area. Others are set up where somebody wants them.
MAIN = tuple(LEVEL_FOR.values())
OTHERS = ("branch", "base", "point", "rest")
_TITLES = {"centre": "新时代文明实践中心", "institute": "新时代文明实践所", "station": "新时代文明实践站"}


def site_name(division_name: str, level: str) -> str:
    """The usual name: 灞陵街道 -> 灞陵街道新时代文明实践所."""
    for tail in ("村民委员会", "居民委员会"):
        if division_name.endswith(tail) and len(division_name) > len(tail):
            stem = division_name.removesuffix(tail)
            division_name = stem if stem.endswith(("村", "社区")) else stem + ("村" if tail[0] == "村" else "社区")
    for tail, short in (("村委会", "村"), ("居委会", "")):
        if division_name.endswith(tail) and len(division_name) > len(tail):
            stem = division_name.removesuffix(tail)
            division_name = stem if stem.endswith(("村", "社区")) else stem + (short or "社区")
    return f"{division_name}{_TITLES[level]}"


def left_behind(parts: Iterable[Iterable[tuple[int, str]]], there: Collection[str]) -> set[int]:
    """Which sites stay, closed, with areas that become part of another: of each area the ids and levels of its sites,
    in the order in which the areas are taken up; `there`: the levels that the other has.

    Centre, institute and station go along where the other has none of its level by then; what was set up beside them
    goes along in any case.
    """
    taken, left = set(there), set()
    for sites in parts:
        main = [(pk, level) for pk, level in sites if level in MAIN]
        left |= {pk for pk, level in main if level in taken}
        taken |= {level for _pk, level in main}
    return left


def distance_m(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Metres between two points over the earth (haversine)."""
    lat1, lat2 = radians(latitude), radians(to_latitude)
    half_lat, half_lon = (lat2 - lat1) / 2, radians(to_longitude - longitude) / 2
    a = sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2
    return 2 * EARTH_M * asin(sqrt(a))
