"""Writes of the rosters room, by noun. None of them makes a person, a registration or a consent (R001)."""

from baiying.rosters.actions.answering import (
    accept_as_volunteer,
    decline,
    note_printed,
    take_brought,
)
from baiying.rosters.actions.clearing import clear_old
from baiying.rosters.actions.reading import choose, discard, read_roster
from baiying.rosters.actions.refusals import (
    AnotherColumn,
    InvitationOver,
    InvitationTaken,
    NothingToSend,
    NotTheSamePerson,
    RosterGone,
    StillQuestions,
    WithoutFaults,
)
from baiying.rosters.actions.sending import finish, make_more, send, text
from baiying.rosters.actions.undoing import undo

__all__ = [
    "AnotherColumn",
    "InvitationOver",
    "InvitationTaken",
    "NotTheSamePerson",
    "NothingToSend",
    "RosterGone",
    "StillQuestions",
    "WithoutFaults",
    "accept_as_volunteer",
    "choose",
    "clear_old",
    "decline",
    "discard",
    "finish",
    "make_more",
    "note_printed",
    "read_roster",
    "send",
    "take_brought",
    "text",
    "undo",
]
