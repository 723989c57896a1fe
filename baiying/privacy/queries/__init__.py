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

__all__ = [
    "Closing",
    "Copy",
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
    "outcome",
    "privacy_rules",
    "state_of",
    "to_empty",
    "to_hand_over",
    "whose",
]
