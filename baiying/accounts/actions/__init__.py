"""Writes of the accounts room, by noun."""

from baiying.accounts.actions.accounts import (
    change_phone,
    create_account,
    create_first_admin,
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
    appoint,
    end_appointment,
)
from baiying.accounts.actions.clearing import clear_old_tries
from baiying.accounts.actions.codes import CodeExpired, CodeLimit, CodeSentJustNow, WrongCode, check_code, start_code
from baiying.accounts.actions.locks import LockedOut, OwnLock, TooManyFromHere, unlock
from baiying.accounts.actions.passwords import WrongPassword, check_password

__all__ = [
    "AppointmentRefused",
    "CodeExpired",
    "CodeLimit",
    "CodeSentJustNow",
    "LastOne",
    "LockedOut",
    "OwnAppointment",
    "OwnLock",
    "ThreeMustDiffer",
    "TooManyFromHere",
    "WrongCode",
    "WrongPassword",
    "appoint",
    "change_phone",
    "check_code",
    "check_password",
    "clear_old_tries",
    "create_account",
    "create_first_admin",
    "end_appointment",
    "end_sessions",
    "note_log_in",
    "rename",
    "set_password",
    "start_code",
    "unlock",
]
