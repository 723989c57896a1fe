"""Writes of the notices room, by noun."""

from baiying.notices.actions.delivering import (
    Dropped,
    Later,
    blank_secrets,
    deliver,
    deliver_batch,
    deliver_waiting,
    drop_waiting,
)
from baiying.notices.actions.preferring import carry_over, mark_read, prefer
from baiying.notices.actions.writing import Letter, write, write_many

__all__ = [
    "Dropped",
    "Later",
    "Letter",
    "blank_secrets",
    "carry_over",
    "deliver",
    "deliver_batch",
    "deliver_waiting",
    "drop_waiting",
    "mark_read",
    "prefer",
    "write",
    "write_many",
]
