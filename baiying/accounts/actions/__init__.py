"""Writes of the accounts room, by noun."""

from baiying.accounts.actions.accounts import (
    NameMissing,
    TwoOfThree,
    WhichPerson,
    Whom,
    account_meant,
    change_phone,
    create_account,
    create_first_admin,
    detach_phone,
    end_sessions,
    keep_language,
    note_log_in,
    rename,
    set_password,
)
from baiying.accounts.actions.appointments import (
    AlreadyAppointed,
    AppointmentRefused,
    EndlessFirst,
    LastOne,
    OwnAppointment,
    OwnTerm,
    Terms,
    ThreeMustDiffer,
    accept_appointment,
    appoint,
    appoint_by_phone,
    decline_appointment,
    end_appointment,
)
from baiying.accounts.actions.clearing import clear_old_lists, clear_old_tries
from baiying.accounts.actions.codes import (
    CodeExpired,
    CodeLimit,
    CodeNotTaken,
    CodeSentJustNow,
    CodesShut,
    WrongCode,
    check_code,
    codes_left,
    not_taken,
    start_code,
)
from baiying.accounts.actions.factors import (
    Added,
    FactorCodeUsed,
    FactorCodeWrong,
    KeyKnown,
    KeyUnreadable,
    LastFactor,
    PhoneClockOff,
    add_passkey,
    add_totp,
    confirm_passkey,
    remove_factor,
)
from baiying.accounts.actions.following import follow_area
from baiying.accounts.actions.lists import (
    DigitsShape,
    ListGone,
    NoListHeading,
    NothingToGive,
    WithoutFaults,
    answer_list,
    come_by_invitation,
    discard_list,
    give_all,
    give_line,
    is_open,
    list_rules_on,
    may_be_taken,
    read_list,
    send_list,
    take_invitation,
    tell_undone,
    undo_list,
)
from baiying.accounts.actions.locks import LockedOut, OwnLock, TooManyFromHere, unlock
from baiying.accounts.actions.notes import finish_note, leave_note
from baiying.accounts.actions.passwords import WrongPassword, check_password
from baiying.accounts.actions.proving import (
    KeyInDoubt,
    KeyUnknown,
    PaperCodeUsed,
    PaperCodeWrong,
    TooManyFactorTries,
    prove_paper,
    prove_passkey,
    prove_totp,
)
from baiying.accounts.actions.recovery import RenewedMeanwhile, newest, renew_recovery_codes
from baiying.accounts.actions.resets import (
    NeedsAnother,
    NothingLost,
    NotNear,
    OwnReset,
    ResetGone,
    is_over,
    open_reset,
    second_reset,
    withdraw_reset,
)
from baiying.accounts.actions.sessions import (
    Device,
    begin_session,
    end_other_sessions,
    end_session,
    keep_session,
    see_session,
)
from baiying.accounts.actions.sites import announce_new_site
from baiying.accounts.actions.telling import tell_account, tell_everywhere
from baiying.accounts.actions.ways import LastWayIn, TiedToAnother, end_tie, note_log_in_elsewhere, tell_if_taken, tie

__all__ = [
    "Added", "AlreadyAppointed", "AppointmentRefused", "CodeExpired", "CodeLimit", "CodeNotTaken",
    "CodeSentJustNow", "CodesShut", "Device", "DigitsShape", "EndlessFirst", "FactorCodeUsed", "FactorCodeWrong",
    "KeyInDoubt", "KeyKnown", "KeyUnknown", "KeyUnreadable", "LastFactor", "LastOne", "LastWayIn", "ListGone",
    "LockedOut", "NameMissing", "NeedsAnother", "NoListHeading", "NotNear", "NothingLost", "NothingToGive",
    "OwnAppointment", "OwnLock", "OwnReset", "OwnTerm", "PaperCodeUsed", "PaperCodeWrong", "PhoneClockOff",
    "RenewedMeanwhile", "ResetGone", "Terms", "ThreeMustDiffer", "TiedToAnother", "TooManyFactorTries",
    "TooManyFromHere", "TwoOfThree", "WhichPerson", "Whom", "WithoutFaults", "WrongCode", "WrongPassword",
    "accept_appointment", "account_meant", "add_passkey", "add_totp", "announce_new_site", "answer_list", "appoint",
    "appoint_by_phone", "begin_session", "change_phone", "check_code", "check_password", "clear_old_lists",
    "clear_old_tries", "codes_left", "come_by_invitation", "confirm_passkey", "create_account",
    "create_first_admin", "decline_appointment", "detach_phone", "discard_list", "end_appointment",
    "end_other_sessions", "end_session", "end_sessions", "end_tie", "finish_note", "follow_area", "give_all",
    "give_line", "is_open", "is_over", "keep_language", "keep_session", "leave_note", "list_rules_on",
    "may_be_taken", "newest", "not_taken", "note_log_in", "note_log_in_elsewhere", "open_reset", "prove_paper",
    "prove_passkey", "prove_totp", "read_list", "remove_factor", "rename", "renew_recovery_codes", "second_reset",
    "see_session", "send_list", "set_password", "start_code", "take_invitation", "tell_account", "tell_everywhere",
    "tell_if_taken", "tell_undone", "tie", "undo_list", "unlock", "withdraw_reset",
]  # fmt: skip
