"""Writes of the unified room: a visit begun, its answer taken once, tied or entered by, cleared away."""

from baiying.unified.actions.clearing import clear_old_visits
from baiying.unified.actions.ending import VisitGone, enter, hold_answer, note_failure, tie_now
from baiying.unified.actions.visits import (
    AnswerLate,
    AnswerTwice,
    AnswerUnknown,
    Begun,
    OtherSession,
    TooManyVisits,
    begin,
    take_answer,
)

__all__ = [
    "AnswerLate",
    "AnswerTwice",
    "AnswerUnknown",
    "Begun",
    "OtherSession",
    "TooManyVisits",
    "VisitGone",
    "begin",
    "clear_old_visits",
    "enter",
    "hold_answer",
    "note_failure",
    "take_answer",
    "tie_now",
]
