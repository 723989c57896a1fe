"""Distances between places, and the terms that an activity is found by."""

import math
from collections.abc import Iterable, Sequence

from baiying.activities.rules.everyday import CATEGORY, RECIPIENT
from baiying.kit.values import finding

_KM_PER_DEGREE = 111.2


def terms(texts: Sequence[str], *, categories: Iterable[str] = (), recipients: Iterable[str] = ()) -> list[str]:
    """What an activity is found by: its texts (title, address, posts), its categories and for whom it is."""
    codes = [CATEGORY + code for code in categories] + [RECIPIENT + code for code in recipients]
    return [*finding.terms(*texts), *codes]


def box(latitude: float, longitude: float, km: float) -> tuple[float, float, float, float]:
    """South, north, west, east of a square that holds the circle of `km` around a point."""
    up = km / _KM_PER_DEGREE
    aside = up / max(0.05, math.cos(math.radians(latitude)))
    return latitude - up, latitude + up, longitude - aside, longitude + aside


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Distance over the ground in km; flat enough within one city."""
    x = (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return _KM_PER_DEGREE * math.hypot(x, lat2 - lat1)
