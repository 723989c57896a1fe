"""Pages of the people room, by noun."""

from baiying.people.views import claims, desk, guardians, mine, on_site, record, registering

__all__ = ["claims", "desk", "guardians", "mine", "on_site", "record", "registering"]
