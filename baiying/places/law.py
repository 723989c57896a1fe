"""Duties that this room keeps."""

from baiying.kit.law import Duty

LAW = (
    Duty(
        "R685-5",
        ("5",),
        "Civil affairs and the coordinating body supervise, each in its area.",
        ("baiying.accounts.rules.AREA_LEVELS",),
        "no role for civil affairs, no coordination",
        "coordination",
    ),
    Duty(
        "O67-11",
        ("11",),
        "Service is recorded within ten working days after the activity, by the calendar of working days.",
        ("baiying.places.queries.working_day_after", "baiying.hours.rules.HourRules", "page:hours:overdue"),
        "evaluations have no clock yet",
        "needs",
    ),
    Duty(
        "A12-county",
        (),
        "No platform of its own below the county: one deployment for a city, areas by scope.",
        ("baiying.places.models.Division", "baiying.accounts.access.scope_of"),
    ),
    Duty(
        "OP24-station",
        (),
        "A station has the six haves: place, team, project, facilities, rules, signs.",
        ("baiying.places.models.Site",),
        "head and six haves are not kept",
        "places",
    ),
)
