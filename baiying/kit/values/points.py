"""Points on the ground as addresses say them. Pure."""

import math


def point(text: str | None) -> tuple[float, float] | None:
    """Latitude and longitude of "34.62,112.45"; None if it is no place in or near China."""
    try:
        latitude, longitude = (float(part) for part in (text or "").split(","))
    except ValueError:
        return None
    inside = math.isfinite(latitude) and 3 < latitude < 54 and 73 < longitude < 136
    return (latitude, longitude) if inside else None
