"""The places of a room (kit.rooms.Room) that functions of others fill."""

from typing import Literal

Place = Literal[
    "piles",
    "cards",
    "offers",
    "gauges",
    "withdrawals",
    "wards_now",
    "looked_at",
    "of_team",
    "of_person",
    "ward_plans",
    "ward_again",
    "attended",
    "moving",
    "ending",
    "served",
    "served_rows",
    "things",
    "everyday",
    "finders",
    "seekers",
    "audit_names",
    "area_holds",
    "counted_in",
    "merging",
    "still_led",
    "not_told",
    "rule_clashes",
    "copies",
]
