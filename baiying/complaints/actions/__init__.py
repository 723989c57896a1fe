"""Writes of the complaints room, by noun."""

from baiying.complaints.actions.contacts import forget_contact, forget_contacts, reveal_contact
from baiying.complaints.actions.deciding import (
    answer_complaint,
    hand_over,
    stand_aside,
    take_up,
    withdraw_complaint,
)
from baiying.complaints.actions.filing import NewComplaint, file_complaint, says_the_same
from baiying.complaints.actions.following import follow_area
from baiying.complaints.actions.hearing import ask_to_speak, note_hearing, speak
from baiying.complaints.actions.looking_up import look_up
from baiying.complaints.actions.photos import add_photo, look_at_photo, remove_photo
from baiying.complaints.actions.refusals import (
    AlreadyEnded,
    AskedAlready,
    ConcernsYou,
    NamesWhoComplained,
    NobodyThere,
    NoSuchComplaint,
    NotToBeAsked,
    PhotosTried,
    SaidAlready,
    SameArea,
    TooManyComplaints,
    TooManyLooks,
    TooManyPhotos,
    WordsMissing,
)
from baiying.complaints.actions.rising import rise_all, rise_of, rise_one

__all__ = [
    "AlreadyEnded",
    "AskedAlready",
    "ConcernsYou",
    "NamesWhoComplained",
    "NewComplaint",
    "NoSuchComplaint",
    "NobodyThere",
    "NotToBeAsked",
    "PhotosTried",
    "SaidAlready",
    "SameArea",
    "TooManyComplaints",
    "TooManyLooks",
    "TooManyPhotos",
    "WordsMissing",
    "add_photo",
    "answer_complaint",
    "ask_to_speak",
    "file_complaint",
    "follow_area",
    "forget_contact",
    "forget_contacts",
    "hand_over",
    "look_at_photo",
    "look_up",
    "note_hearing",
    "remove_photo",
    "reveal_contact",
    "rise_all",
    "rise_of",
    "rise_one",
    "says_the_same",
    "speak",
    "stand_aside",
    "take_up",
    "withdraw_complaint",
]  # fmt: skip
