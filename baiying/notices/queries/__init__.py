"""Reads: an inbox, what shows on the demo's screen, what waits to be sent."""

from baiying.notices.queries.inboxes import inbox_of, on_screen, unread_count, unread_of
from baiying.notices.queries.neighbours import Neighbours, neighbours
from baiying.notices.queries.preferring import preferences, preferences_of, refusing
from baiying.notices.queries.sending import delivered_on_day, due, given_up_since, is_quiet, phone_hash, waiting

__all__ = [
    "Neighbours",
    "delivered_on_day",
    "due",
    "given_up_since",
    "inbox_of",
    "is_quiet",
    "neighbours",
    "on_screen",
    "phone_hash",
    "preferences",
    "preferences_of",
    "refusing",
    "unread_count",
    "unread_of",
    "waiting",
]
