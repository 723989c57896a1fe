"""Writes of the people room, by noun."""

from baiying.people.actions.asking import (
    ChildAskedEnough,
    GuardianPhoneIsOwn,
    GuardianRequestClosed,
    WardOfAge,
    ask_guardian,
)
from baiying.people.actions.at_desk import rejoin_on_site, withdraw_on_site
from baiying.people.actions.cards import NO_CARD, NoCardYet, issue_card, revoke_card
from baiying.people.actions.checks import (
    AlreadyChecked,
    NumberDiffers,
    OwnCheck,
    come_of_age,
    fail_check,
    pass_check,
)
from baiying.people.actions.claims import ClaimantsPhoneChanged, ClaimDecided, ClaimOpen, decide_claim, file_claim
from baiying.people.actions.closing import (
    BeingClosed,
    blank_record,
    rest_for_closing,
    wake_after_closing,
)
from baiying.people.actions.declining import decline_as_guardian, not_the_guardian, reconsider_as_guardian
from baiying.people.actions.disowning import TooManyDisowned, disown_phone
from baiying.people.actions.documents import AnothersDocument, NotThatDocument, correct_document
from baiying.people.actions.doubts import (
    AlreadyDecided,
    DoubtDecided,
    SecondPersonNeeded,
    confirm_finding,
    look_again,
    propose_finding,
    say_about_doubt,
    send_back_finding,
)
from baiying.people.actions.drafts import DraftEnded, clear_old_drafts, end_draft, save_draft, start_draft, swap_phone
from baiying.people.actions.following import follow_area
from baiying.people.actions.guardians import (
    GuardianUnderAge,
    agree_again,
    agree_as_guardian,
    withdraw_as_guardian,
)
from baiying.people.actions.homes import AskedHowMissing, HasHome, choose_home, choose_home_later, set_home
from baiying.people.actions.looking_up import TooManyNumbers, look_up_number
from baiying.people.actions.numbers import NumberIsGuardians, NumberWaits, agree_to_number
from baiying.people.actions.profiles import AtRest, NoHome, change_profile, note_look, resubmit, reveal
from baiying.people.actions.registrations import (
    AlreadyRegistered,
    EnoughToday,
    FamilyOnly,
    GuardianMissing,
    TooYoung,
    hold_registration,
    link_account,
    register_on_site,
    register_self,
    rejoin,
    withdraw_consent,
)
from baiying.people.actions.reopening import pause_unagreed
from baiying.people.actions.seen import OtherDocument
from baiying.people.actions.spot_checks import (
    AlreadyFound,
    NoNumberToCall,
    SpotReasonMissing,
    answer_spot_check,
    is_anothers,
    number_to_call,
)
from baiying.people.actions.two_guardians import (
    DecidedByAnother,
    NothingToSettle,
    ProofMissing,
    decide_between_guardians,
    decide_unproven,
)

__all__ = [
    "NO_CARD",
    "AlreadyChecked",
    "AlreadyDecided",
    "AlreadyFound",
    "AlreadyRegistered",
    "AnothersDocument",
    "AskedHowMissing",
    "AtRest",
    "BeingClosed",
    "ChildAskedEnough",
    "ClaimDecided",
    "ClaimOpen",
    "ClaimantsPhoneChanged",
    "DecidedByAnother",
    "DoubtDecided",
    "DraftEnded",
    "EnoughToday",
    "FamilyOnly",
    "GuardianMissing",
    "GuardianPhoneIsOwn",
    "GuardianRequestClosed",
    "GuardianUnderAge",
    "HasHome",
    "NoCardYet",
    "NoHome",
    "NoNumberToCall",
    "NotThatDocument",
    "NothingToSettle",
    "NumberDiffers",
    "NumberIsGuardians",
    "NumberWaits",
    "OtherDocument",
    "OwnCheck",
    "ProofMissing",
    "SecondPersonNeeded",
    "SpotReasonMissing",
    "TooManyDisowned",
    "TooManyNumbers",
    "TooYoung",
    "WardOfAge",
    "agree_again",
    "agree_as_guardian",
    "agree_to_number",
    "answer_spot_check",
    "ask_guardian",
    "blank_record",
    "change_profile",
    "choose_home",
    "choose_home_later",
    "clear_old_drafts",
    "come_of_age",
    "confirm_finding",
    "correct_document",
    "decide_between_guardians",
    "decide_claim",
    "decide_unproven",
    "decline_as_guardian",
    "disown_phone",
    "end_draft",
    "fail_check",
    "file_claim",
    "follow_area",
    "hold_registration",
    "is_anothers",
    "issue_card",
    "link_account",
    "look_again",
    "look_up_number",
    "not_the_guardian",
    "note_look",
    "number_to_call",
    "pass_check",
    "pause_unagreed",
    "propose_finding",
    "reconsider_as_guardian",
    "register_on_site",
    "register_self",
    "rejoin",
    "rejoin_on_site",
    "rest_for_closing",
    "resubmit",
    "reveal",
    "revoke_card",
    "save_draft",
    "say_about_doubt",
    "send_back_finding",
    "set_home",
    "start_draft",
    "swap_phone",
    "wake_after_closing",
    "withdraw_as_guardian",
    "withdraw_consent",
    "withdraw_on_site",
]
