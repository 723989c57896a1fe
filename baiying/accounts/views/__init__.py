"""Pages of the accounts room, by noun."""

from baiying.accounts.views.acting import acting
from baiying.accounts.views.appointments import appointment_end, appointment_new, appointments, roles
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
from baiying.accounts.views.offers import acceptance, offers, refusal
from baiying.accounts.views.passwords import password

__all__ = [
    "acceptance",
    "acting",
    "appointment_end",
    "appointment_new",
    "appointments",
    "choice",
    "code",
    "code_again",
    "code_arrival",
    "log_in",
    "log_out",
    "offers",
    "password",
    "password_log_in",
    "refusal",
    "roles",
    "unknown",
]
