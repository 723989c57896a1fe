"""Writes of this room, by noun."""

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
    "CopyIsOver",
    "TooManyCopies",
    "ask_copy",
    "drop_copy",
    "empty_old",
    "hand_over",
    "make_copy",
    "make_missed",
]
