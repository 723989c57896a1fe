"""Writes of this room, by noun."""

from baiying.privacy.actions.closings import (
    ClosedAlready,
    HandOverFirst,
    ask_closing,
    close_account,
    close_due,
    erase_again,
    stop_closing,
)
from baiying.privacy.actions.copies import (
    CopyIsOver,
    TooManyCopies,
    ask_copy,
    drop_copy,
    empty_old,
    hand_over,
    make_copy,
    make_missed,
)

__all__ = [
    "ClosedAlready",
    "CopyIsOver",
    "HandOverFirst",
    "TooManyCopies",
    "ask_closing",
    "ask_copy",
    "close_account",
    "close_due",
    "drop_copy",
    "empty_old",
    "erase_again",
    "hand_over",
    "make_copy",
    "make_missed",
    "stop_closing",
]
