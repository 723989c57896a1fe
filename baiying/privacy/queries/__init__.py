"""Reads of this room, by noun."""

from baiying.privacy.queries.closings import Closing, Outcome, due, erased, open_closing, outcome, to_hand_over
from baiying.privacy.queries.copies import (
    Copy,
    at_desk,
    content_of,
    copies_of,
    copy_of,
    live_copy,
    may_fetch,
    not_made,
    privacy_rules,
    state_of,
    to_empty,
)
from baiying.privacy.queries.gathering import gather, left_out, whose
from baiying.privacy.queries.openings import (
    Opening,
    opening_state,
    openings,
    own_opening,
    recent_openings,
    waiting_openings,
)

__all__ = [
    "Closing",
    "Copy",
    "Opening",
    "Outcome",
    "at_desk",
    "content_of",
    "copies_of",
    "copy_of",
    "due",
    "erased",
    "gather",
    "left_out",
    "live_copy",
    "may_fetch",
    "not_made",
    "open_closing",
    "opening_state",
    "openings",
    "outcome",
    "own_opening",
    "privacy_rules",
    "recent_openings",
    "state_of",
    "to_empty",
    "to_hand_over",
    "waiting_openings",
    "whose",
]
