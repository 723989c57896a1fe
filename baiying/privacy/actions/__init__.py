"""Writes of this room, by noun."""

from baiying.privacy.actions.at_desk import (
    ask_closing_at_desk,
    ask_copy_at_desk,
    print_at_desk,
    stop_closing_at_desk,
)
from baiying.privacy.actions.closings import (
    ClosedAlready,
    HandOverFirst,
    MergedMeanwhile,
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
    "MergedMeanwhile",
    "TooManyCopies",
    "ask_closing",
    "ask_closing_at_desk",
    "ask_copy",
    "ask_copy_at_desk",
    "close_account",
    "close_due",
    "drop_copy",
    "empty_old",
    "erase_again",
    "hand_over",
    "make_copy",
    "make_missed",
    "print_at_desk",
    "stop_closing",
    "stop_closing_at_desk",
]
