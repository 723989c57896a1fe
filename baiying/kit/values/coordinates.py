"""Where a place is, in the three systems that phones and maps in China use. Pure.

What is stored is WGS-84, as phones measure it. Amap and Tencent draw in GCJ-02, Baidu in BD-09, which lie up to 700 m
aside: a point given in the wrong one leads to the next street. The formulas are the public ones; the figures in the
test are those of two libraries.
"""

from collections.abc import Callable
from math import atan2, cos, hypot, pi, sin, sqrt
from typing import NamedTuple

# Krasovsky 1940, the ellipsoid of GCJ-02.
_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
_TURN = pi * 3000 / 180


class Point(NamedTuple):
    """Degrees east and north."""

    longitude: float
    latitude: float


def in_china(point: Point) -> bool:
    """Whether GCJ-02 is shifted there; elsewhere it is WGS-84."""
    return 72.004 <= point.longitude <= 137.8347 and 0.8293 <= point.latitude <= 55.8271


def _aside(x: float, y: float) -> tuple[float, float]:
    """How far GCJ-02 lies aside, east and north, before the ellipsoid; x and y in degrees from 105 E, 35 N."""
    common = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + common
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi) + 150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + common
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi) + 160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3
    return east, north


def gcj02(point: Point) -> Point:
    """WGS-84 as GCJ-02: for Amap and Tencent."""
    if not in_china(point):
        return point
    east, north = _aside(point.longitude - 105, point.latitude - 35)
    radians = point.latitude / 180 * pi
    flat = 1 - _ECCENTRICITY * sin(radians) ** 2
    down = _AXIS * (1 - _ECCENTRICITY) / (flat * sqrt(flat)) * pi / 180
    across = _AXIS / sqrt(flat) * cos(radians) * pi / 180
    return Point(point.longitude + east / across, point.latitude + north / down)


def bd09(point: Point) -> Point:
    """WGS-84 as BD-09: for Baidu."""
    x, y = gcj02(point)
    far = hypot(x, y) + 0.00002 * sin(y * _TURN)
    angle = atan2(y, x) + 0.000003 * cos(x * _TURN)
    return Point(far * cos(angle) + 0.0065, far * sin(angle) + 0.006)


def from_gcj02(point: Point) -> Point:
    """GCJ-02, as read off Amap or Tencent, as WGS-84; to a tenth of a metre."""
    return _back(point, gcj02)


def from_bd09(point: Point) -> Point:
    """BD-09, as read off Baidu, as WGS-84; to a tenth of a metre."""
    return _back(point, bd09)


def _back(point: Point, forth: Callable[[Point], Point]) -> Point:
    """The point that `forth` moves to this one: the shift changes so slowly that a few steps find it."""
    found = point
    for _ in range(6):
        there = forth(found)
        found = Point(
            found.longitude + point.longitude - there.longitude, found.latitude + point.latitude - there.latitude
        )
    return found
