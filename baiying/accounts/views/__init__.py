"""Pages of the accounts room, by noun."""

from baiying.accounts.views.acting import acting
from baiying.accounts.views.appointments import appointment_end, appointment_new, appointments, roles
from baiying.accounts.views.factors import again, factor, factor_passkey, paper, passkey_log_in
from baiying.accounts.views.handing import office_hand_over
from baiying.accounts.views.invited import invited
from baiying.accounts.views.lists import (
    appointment_list,
    list_digits,
    list_discarding,
    list_new,
    list_sendings,
    list_undoing,
    lists,
)
from baiying.accounts.views.log_in import (
    choice,
    code,
    code_again,
    code_arrival,
    log_in,
    log_out,
    password_log_in,
    unknown,
)
from baiying.accounts.views.notes import note_finish, note_new, notes
from baiying.accounts.views.offers import acceptance, offers, refusal
from baiying.accounts.views.passwords import password
from baiying.accounts.views.past import past
from baiying.accounts.views.security import factor_end, factor_own, passkey_new, recovery_codes, security, totp_new
from baiying.accounts.views.sessions import session_end, sessions_end
from baiying.accounts.views.standing_in import stand_in_end, stand_in_new, standing_in
from baiying.accounts.views.vouching import colleagues, vouching, vouching_withdrawal

__all__ = [
    "acceptance",
    "acting",
    "again",
    "appointment_end",
    "appointment_list",
    "appointment_new",
    "appointments",
    "choice",
    "code",
    "code_again",
    "code_arrival",
    "colleagues",
    "factor",
    "factor_end",
    "factor_own",
    "factor_passkey",
    "invited",
    "list_digits",
    "list_discarding",
    "list_new",
    "list_sendings",
    "list_undoing",
    "lists",
    "log_in",
    "log_out",
    "note_finish",
    "note_new",
    "notes",
    "offers",
    "office_hand_over",
    "paper",
    "passkey_log_in",
    "passkey_new",
    "password",
    "password_log_in",
    "past",
    "recovery_codes",
    "refusal",
    "roles",
    "security",
    "session_end",
    "sessions_end",
    "stand_in_end",
    "stand_in_new",
    "standing_in",
    "totp_new",
    "unknown",
    "vouching",
    "vouching_withdrawal",
]
