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
from baiying.privacy.actions.openings import (
    NotAtRest,
    OpeningDecided,
    OpeningShut,
    SecondOfficer,
    agree_opening,
    ask_opening,
    end_opening,
    look_stored,
    refuse_opening,
)

__all__ = [
    "ClosedAlready",
    "CopyIsOver",
    "HandOverFirst",
    "NotAtRest",
    "OpeningDecided",
    "OpeningShut",
    "SecondOfficer",
    "TooManyCopies",
    "agree_opening",
    "ask_closing",
    "ask_copy",
    "ask_opening",
    "close_account",
    "close_due",
    "drop_copy",
    "empty_old",
    "end_opening",
    "erase_again",
    "hand_over",
    "look_stored",
    "make_copy",
    "make_missed",
    "refuse_opening",
    "stop_closing",
]
