"""Chinese search without an extension: a text is the set of its neighbouring pairs of characters."""

import math
import unicodedata


def _runs(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(c if c.isalnum() else " " for c in plain).split()


def bigrams(*texts: str) -> list[str]:
    """The pairs of neighbouring characters of all texts, each once, in order; a lone character stands alone."""
    found: dict[str, None] = {}
    for text in texts:
        for run in _runs(text):
            if len(run) == 1:
                found[run] = None
            for i in range(len(run) - 1):
                found[run[i : i + 2]] = None
    return list(found)


_KM_PER_DEGREE = 111.2


def box(latitude: float, longitude: float, km: float) -> tuple[float, float, float, float]:
    """South, north, west, east of a square that holds the circle of `km` around a point."""
    up = km / _KM_PER_DEGREE
    aside = up / max(0.05, math.cos(math.radians(latitude)))
    return latitude - up, latitude + up, longitude - aside, longitude + aside


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Distance over the ground in km; flat enough within one city."""
    x = (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return _KM_PER_DEGREE * math.hypot(x, lat2 - lat1)
