"""Writes of the rosters room, by noun. None makes a person or a registration; a guardian's consent on paper is made by
people's own door (R001)."""

from baiying.rosters.actions.answering import (
    accept_as_volunteer,
    decline,
    note_printed,
    take_brought,
)
from baiying.rosters.actions.clearing import clear_old
from baiying.rosters.actions.drives import NewDrive, begin_drive, end_drive
from baiying.rosters.actions.leaving import leave_school, undo_leaving_school
from baiying.rosters.actions.papers import PaperGiven, note_forms_printed, read_paper
from baiying.rosters.actions.reading import LONG, choose, discard, look_through, read_roster
from baiying.rosters.actions.refusals import (
    AnotherChild,
    AnotherColumn,
    InvitationOver,
    InvitationTaken,
    NoGuardianNeeded,
    NotAPicture,
    NothingToSend,
    NotTheSamePerson,
    OldPrint,
    RosterGone,
    SignedByTheChild,
    SignedTooLongAgo,
    StillLooking,
    StillQuestions,
    WithoutFaults,
)
from baiying.rosters.actions.sending import finish, make_more, send, text
from baiying.rosters.actions.undoing import undo

__all__ = [
    "LONG",
    "AnotherChild",
    "AnotherColumn",
    "InvitationOver",
    "InvitationTaken",
    "NewDrive",
    "NoGuardianNeeded",
    "NotAPicture",
    "NotTheSamePerson",
    "NothingToSend",
    "OldPrint",
    "PaperGiven",
    "RosterGone",
    "SignedByTheChild",
    "SignedTooLongAgo",
    "StillLooking",
    "StillQuestions",
    "WithoutFaults",
    "accept_as_volunteer",
    "begin_drive",
    "choose",
    "clear_old",
    "decline",
    "discard",
    "end_drive",
    "finish",
    "leave_school",
    "look_through",
    "make_more",
    "note_forms_printed",
    "note_printed",
    "read_paper",
    "read_roster",
    "send",
    "take_brought",
    "text",
    "undo",
    "undo_leaving_school",
]
