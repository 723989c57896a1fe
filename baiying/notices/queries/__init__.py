"""Reads: an inbox, what shows on the demo's screen, what waits to be sent."""

from baiying.notices.queries.inboxes import inbox_of, inbox_of_actor, on_screen, unread_count, unread_of
from baiying.notices.queries.neighbours import Neighbours, neighbours
from baiying.notices.queries.outbox import (
    Message,
    hidden_kinds,
    in_state,
    message_at,
    of_inboxes,
    of_kinds,
    outbox,
    place_of,
)
from baiying.notices.queries.outcomes import STATES, Became, Outcome, became, outcome_of
from baiying.notices.queries.preferring import kinds_reaching, preferences, preferences_of
from baiying.notices.queries.sending import delivered_on_day, due, given_up_since, is_quiet, phone_hash, told, waiting

__all__ = [
    "STATES",
    "Became",
    "Message",
    "Neighbours",
    "Outcome",
    "became",
    "delivered_on_day",
    "due",
    "given_up_since",
    "hidden_kinds",
    "in_state",
    "inbox_of",
    "inbox_of_actor",
    "is_quiet",
    "kinds_reaching",
    "message_at",
    "neighbours",
    "of_inboxes",
    "of_kinds",
    "on_screen",
    "outbox",
    "outcome_of",
    "phone_hash",
    "place_of",
    "preferences",
    "preferences_of",
    "told",
    "unread_count",
    "unread_of",
    "waiting",
]
