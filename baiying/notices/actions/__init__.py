"""Writes of the notices room, by noun."""

from baiying.notices.actions.claiming import Dropped, Later
from baiying.notices.actions.delivering import (
    blank_secrets,
    deliver,
    deliver_batch,
    deliver_waiting,
    deliver_waiting_codes,
    drop_waiting,
)
from baiying.notices.actions.instances import confirm_instance
from baiying.notices.actions.mending import NotSentAgain, send_again
from baiying.notices.actions.preferring import carry_over, mark_all_read, mark_read, prefer
from baiying.notices.actions.receipts import clear_receipts, hear
from baiying.notices.actions.testing import NoSuchWay, TooManyTests, send_test
from baiying.notices.actions.writing import Letter, write, write_many

__all__ = [
    "Dropped",
    "Later",
    "Letter",
    "NoSuchWay",
    "NotSentAgain",
    "TooManyTests",
    "blank_secrets",
    "carry_over",
    "clear_receipts",
    "confirm_instance",
    "deliver",
    "deliver_batch",
    "deliver_waiting",
    "deliver_waiting_codes",
    "drop_waiting",
    "hear",
    "mark_all_read",
    "mark_read",
    "prefer",
    "send_again",
    "send_test",
    "write",
    "write_many",
]
