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
    note_log_in,
    rename,
    set_password,
)
from baiying.accounts.actions.appointments import (
    AppointmentRefused,
    LastOne,
    OwnAppointment,
    ThreeMustDiffer,
    accept_appointment,
    appoint,
    appoint_by_phone,
    decline_appointment,
    end_appointment,
)
from baiying.accounts.actions.clearing import clear_old_tries
from baiying.accounts.actions.codes import CodeExpired, CodeLimit, CodeSentJustNow, WrongCode, check_code, start_code
from baiying.accounts.actions.following import follow_area
from baiying.accounts.actions.locks import LockedOut, OwnLock, TooManyFromHere, unlock
from baiying.accounts.actions.passwords import WrongPassword, check_password
from baiying.accounts.actions.telling import tell_account

__all__ = [
    "AppointmentRefused",
    "CodeExpired",
    "CodeLimit",
    "CodeSentJustNow",
    "LastOne",
    "LockedOut",
    "NameMissing",
    "OwnAppointment",
    "OwnLock",
    "ThreeMustDiffer",
    "TooManyFromHere",
    "TwoOfThree",
    "WhichPerson",
    "Whom",
    "WrongCode",
    "WrongPassword",
    "accept_appointment",
    "account_meant",
    "appoint",
    "appoint_by_phone",
    "change_phone",
    "check_code",
    "check_password",
    "clear_old_tries",
    "create_account",
    "create_first_admin",
    "decline_appointment",
    "detach_phone",
    "end_appointment",
    "end_sessions",
    "follow_area",
    "note_log_in",
    "rename",
    "set_password",
    "start_code",
    "tell_account",
    "unlock",
]
