"""The leader's side on the spot, by noun: the page, the marks on its list, the ends of a shift."""

from baiying.hours.views.field.corrections import correction
from baiying.hours.views.field.ends import ends, leavings
from baiying.hours.views.field.marks import calls, ticks, undone_leavings, undone_ticks, walk_ins
from baiying.hours.views.field.page import code, field, record, roster
from baiying.hours.views.field.scanning import scanned

__all__ = [
    "calls",
    "code",
    "correction",
    "ends",
    "field",
    "leavings",
    "record",
    "roster",
    "scanned",
    "ticks",
    "undone_leavings",
    "undone_ticks",
    "walk_ins",
]
