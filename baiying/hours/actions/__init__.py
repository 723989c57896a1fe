"""Changes of the hours room, by noun."""

from baiying.hours.actions.calling import number_of
from baiying.hours.actions.checking_in import check_in, tick_in, undo_tick
from baiying.hours.actions.checking_out import check_out, close_forgotten, confirm_end, say_end
from baiying.hours.actions.correcting import Times, correct_record
from baiying.hours.actions.deciding import approve, post_waiting, refuse, sweep_waiting, why_not
from baiying.hours.actions.digits import try_digits
from baiying.hours.actions.ended_early import tell_ended_early
from baiying.hours.actions.ends import OfMany, confirm_ends, leave_all, leave_one
from baiying.hours.actions.giving_back import give_back, sweep_room
from baiying.hours.actions.held import say_held
from baiying.hours.actions.joining import join_in
from baiying.hours.actions.moved import undo_moved
from baiying.hours.actions.objecting import (
    answer_objection,
    appeal,
    file_objection,
    withdraw_objection,
)
from baiying.hours.actions.paper import PaperRow, RowsRefused, record_paper, refused_rows
from baiying.hours.actions.records import complete_record, look_through, warn_late
from baiying.hours.actions.refusals import (
    CHECK_IN,
    CodeExpired,
    NotSignedUp,
    OpenElsewhere,
    SecondPersonNeeded,
    TooManyTries,
    WrongDigits,
)
from baiying.hours.actions.reminding import remind_leader
from baiying.hours.actions.reversing import propose_reversal, withdraw_reversal
from baiying.hours.actions.sheets import take_back_sheet
from baiying.hours.actions.still_open import say_still_open, warn_open
from baiying.hours.actions.together import TO_TAKE_BACK, Together, carry_out, decide_together, take_back_together
from baiying.hours.actions.undoing import may_undo_leaving, undo_leaving, undo_leavings
from baiying.hours.actions.withdrawn import sweep_withdrawn, tell_of_agreed_again, tell_of_withdrawn

__all__ = [
    "CHECK_IN",
    "TO_TAKE_BACK",
    "CodeExpired",
    "NotSignedUp",
    "OfMany",
    "OpenElsewhere",
    "PaperRow",
    "RowsRefused",
    "SecondPersonNeeded",
    "Times",
    "Together",
    "TooManyTries",
    "WrongDigits",
    "answer_objection",
    "appeal",
    "approve",
    "carry_out",
    "check_in",
    "check_out",
    "close_forgotten",
    "complete_record",
    "confirm_end",
    "confirm_ends",
    "correct_record",
    "decide_together",
    "file_objection",
    "give_back",
    "join_in",
    "leave_all",
    "leave_one",
    "look_through",
    "may_undo_leaving",
    "number_of",
    "post_waiting",
    "propose_reversal",
    "record_paper",
    "refuse",
    "refused_rows",
    "remind_leader",
    "say_end",
    "say_held",
    "say_still_open",
    "sweep_room",
    "sweep_waiting",
    "sweep_withdrawn",
    "take_back_sheet",
    "take_back_together",
    "tell_ended_early",
    "tell_of_agreed_again",
    "tell_of_withdrawn",
    "tick_in",
    "try_digits",
    "undo_leaving",
    "undo_leavings",
    "undo_moved",
    "undo_tick",
    "warn_late",
    "warn_open",
    "why_not",
    "withdraw_objection",
    "withdraw_reversal",
]
