"""Writes of the people room, by noun."""

from baiying.people.actions.asking import (
    ChildAskedEnough,
    GuardianPhoneIsOwn,
    GuardianRequestClosed,
    NoGuardianAnyMore,
    WardOfAge,
    ask_guardian,
    ask_other_guardian,
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
    see_document,
)
from baiying.people.actions.claims import ClaimOpen, ClaimUnderWay, file_claim, raise_late_claims
from baiying.people.actions.closing import (
    BeingClosed,
    blank_record,
    hold_for_closing,
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
from baiying.people.actions.ending_guardians import (
    EndedAlready,
    EndPaperMissing,
    EndsLater,
    NotEnded,
    end_guardianship,
    lift_end,
)
from baiying.people.actions.file_leaves import (
    FileLeaveDecided,
    ask_file_leave,
    clear_file_leaves,
    end_file_leave,
    give_file_leave,
    refuse_file_leave,
)
from baiying.people.actions.following import follow_area
from baiying.people.actions.guardians import (
    GuardianUnderAge,
    agree_again,
    agree_as_guardian,
    withdraw_as_guardian,
)
from baiying.people.actions.handing_back import (
    ClaimantsPhoneChanged,
    ClaimChanged,
    ClaimDecided,
    ClaimSecondPerson,
    NotTheNumberThere,
    OfficeClaimed,
    TooManySaid,
    carry_out_claims,
    confirm_claim,
    decide_claim,
    say_mine,
)
from baiying.people.actions.homes import AskedHowMissing, HasHome, choose_home, choose_home_later, set_home
from baiying.people.actions.log_ins import say_log_ins, tell_of_log_ins
from baiying.people.actions.looking_up import TooManyNumbers, look_up_number
from baiying.people.actions.merges import (
    FACTS,
    CardsDiffer,
    MergeChanged,
    MergeOpen,
    NobodyAbove,
    NotFound,
    Proof,
    SameRecord,
    SayWhyThough,
    SecondPerson,
    TooManySought,
    ask_merge,
    carry_out_due,
    confirm_merge,
    end_merge,
    say_no,
    seek_other,
    take_up,
)
from baiying.people.actions.merging import (
    AlreadyUndone,
    ErasedSince,
    LaterMergeStands,
    MergeEnded,
    MergeHindered,
    NotAllSaid,
    TooLateToUndo,
    carry_out,
)
from baiying.people.actions.merging import undo as undo_merge
from baiying.people.actions.minor_leaves import (
    MinorLeaveDecided,
    MinorLeaveMissing,
    NoMinor,
    SecondManager,
    ask_minor_leave,
    end_minor_leave,
    give_minor_leave,
    refuse_minor_leave,
)
from baiying.people.actions.new_phone import NoDevices, SamePhone, change_phone_at_desk, end_devices_at_desk
from baiying.people.actions.numbers import NumberIsGuardians, NumberWaits, agree_to_number
from baiying.people.actions.oaths import OathChanged, take_oath
from baiying.people.actions.on_paper import NoGuardiansSignature, answer_on_paper, require_guardians_signature
from baiying.people.actions.profiles import (
    AtRest,
    NoHome,
    StoredLook,
    change_profile,
    note_look,
    resubmit,
    reveal,
    reveal_stored,
)
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
from baiying.people.actions.sleeping import (
    CountedAnew,
    HeardAlready,
    HeardHow,
    NothingCounted,
    find_sleeping,
    go_on,
    hear_sleeper,
    say_still_here,
    start_asking,
    stop_asking,
    tend_sleeping,
)
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
    "FACTS", "NO_CARD", "AlreadyChecked", "AlreadyDecided", "AlreadyFound", "AlreadyRegistered",
    "AlreadyUndone", "AnothersDocument", "AskedHowMissing", "AtRest", "BeingClosed", "CardsDiffer",
    "ChildAskedEnough", "ClaimChanged", "ClaimDecided", "ClaimOpen", "ClaimSecondPerson", "ClaimUnderWay",
    "ClaimantsPhoneChanged", "CountedAnew", "DecidedByAnother", "DoubtDecided", "DraftEnded", "EndPaperMissing",
    "EndedAlready", "EndsLater", "EnoughToday", "ErasedSince", "FamilyOnly", "FileLeaveDecided",
    "GuardianMissing", "GuardianPhoneIsOwn", "GuardianRequestClosed", "GuardianUnderAge", "HasHome",
    "HeardAlready", "HeardHow", "LaterMergeStands", "MergeChanged", "MergeEnded", "MergeHindered", "MergeOpen",
    "MinorLeaveDecided", "MinorLeaveMissing", "NoCardYet", "NoDevices", "NoGuardianAnyMore",
    "NoGuardiansSignature", "NoHome", "NoMinor", "NoNumberToCall", "NobodyAbove", "NotAllSaid", "NotEnded",
    "NotFound", "NotThatDocument", "NotTheNumberThere", "NothingCounted", "NothingToSettle", "NumberDiffers",
    "NumberIsGuardians", "NumberWaits", "OathChanged", "OfficeClaimed", "OtherDocument", "OwnCheck", "Proof",
    "ProofMissing", "SamePhone", "SameRecord", "SayWhyThough", "SecondManager", "SecondPerson",
    "SecondPersonNeeded", "SpotReasonMissing", "StoredLook", "TooLateToUndo", "TooManyDisowned",
    "TooManyNumbers", "TooManySaid", "TooManySought", "TooYoung", "WardOfAge", "agree_again",
    "agree_as_guardian", "agree_to_number", "answer_on_paper", "answer_spot_check", "ask_file_leave",
    "ask_guardian", "ask_merge", "ask_minor_leave", "ask_other_guardian", "blank_record", "carry_out",
    "carry_out_claims", "carry_out_due", "change_phone_at_desk", "change_profile", "choose_home",
    "choose_home_later", "clear_file_leaves", "clear_old_drafts", "come_of_age", "confirm_claim",
    "confirm_finding", "confirm_merge", "correct_document", "decide_between_guardians", "decide_claim",
    "decide_unproven", "decline_as_guardian", "disown_phone", "end_devices_at_desk", "end_draft",
    "end_file_leave", "end_guardianship", "end_merge", "end_minor_leave", "fail_check", "file_claim",
    "find_sleeping", "follow_area", "give_file_leave", "give_minor_leave", "go_on", "hear_sleeper",
    "hold_for_closing", "hold_registration", "is_anothers", "issue_card", "lift_end", "link_account",
    "look_again", "look_up_number", "not_the_guardian", "note_look", "number_to_call", "pass_check",
    "pause_unagreed", "propose_finding", "raise_late_claims", "reconsider_as_guardian", "refuse_file_leave",
    "refuse_minor_leave", "register_on_site", "register_self", "rejoin", "rejoin_on_site",
    "require_guardians_signature", "rest_for_closing", "resubmit", "reveal", "reveal_stored", "revoke_card",
    "save_draft", "say_about_doubt", "say_log_ins", "say_mine", "say_no", "say_still_here", "see_document",
    "seek_other", "send_back_finding", "set_home", "start_asking", "start_draft", "stop_asking", "swap_phone",
    "take_oath", "take_up", "tell_of_log_ins", "tend_sleeping", "undo_merge", "wake_after_closing",
    "withdraw_as_guardian", "withdraw_consent", "withdraw_on_site",
]  # fmt: skip
