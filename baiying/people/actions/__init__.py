"""Writes of the people room, by noun."""

from baiying.people.actions.at_desk import rejoin_on_site, withdraw_on_site
from baiying.people.actions.cards import issue_card, revoke_card
from baiying.people.actions.checks import (
    AlreadyChecked,
    NumberDiffers,
    OwnCheck,
    come_of_age,
    fail_check,
    pass_check,
)
from baiying.people.actions.claims import ClaimDecided, ClaimOpen, decide_claim, file_claim
from baiying.people.actions.disowning import TooManyDisowned, disown_phone
from baiying.people.actions.drafts import DraftEnded, clear_old_drafts, end_draft, save_draft, start_draft
from baiying.people.actions.following import follow_area
from baiying.people.actions.guardians import (
    GuardianPhoneIsOwn,
    GuardianRequestClosed,
    GuardianUnderAge,
    WardOfAge,
    agree_again,
    agree_as_guardian,
    ask_guardian,
    decline_as_guardian,
    withdraw_as_guardian,
)
from baiying.people.actions.looking_up import TooManyNumbers, look_up_number
from baiying.people.actions.profiles import AtRest, change_profile, note_look, resubmit, reveal
from baiying.people.actions.registrations import (
    AlreadyRegistered,
    EnoughToday,
    FamilyOnly,
    GuardianMissing,
    TooYoung,
    link_account,
    register_on_site,
    register_self,
    rejoin,
    withdraw_consent,
)
from baiying.people.actions.spot_checks import (
    AlreadyFound,
    NoNumberToCall,
    SpotReasonMissing,
    answer_spot_check,
    is_anothers,
    number_to_call,
)

__all__ = [
    "AlreadyChecked",
    "AlreadyFound",
    "AlreadyRegistered",
    "AtRest",
    "ClaimDecided",
    "ClaimOpen",
    "DraftEnded",
    "EnoughToday",
    "FamilyOnly",
    "GuardianMissing",
    "GuardianPhoneIsOwn",
    "GuardianRequestClosed",
    "GuardianUnderAge",
    "NoNumberToCall",
    "NumberDiffers",
    "OwnCheck",
    "SpotReasonMissing",
    "TooManyDisowned",
    "TooManyNumbers",
    "TooYoung",
    "WardOfAge",
    "agree_again",
    "agree_as_guardian",
    "answer_spot_check",
    "ask_guardian",
    "change_profile",
    "clear_old_drafts",
    "come_of_age",
    "decide_claim",
    "decline_as_guardian",
    "disown_phone",
    "end_draft",
    "fail_check",
    "file_claim",
    "follow_area",
    "is_anothers",
    "issue_card",
    "link_account",
    "look_up_number",
    "note_look",
    "number_to_call",
    "pass_check",
    "register_on_site",
    "register_self",
    "rejoin",
    "rejoin_on_site",
    "resubmit",
    "reveal",
    "revoke_card",
    "save_draft",
    "start_draft",
    "withdraw_as_guardian",
    "withdraw_consent",
    "withdraw_on_site",
]
