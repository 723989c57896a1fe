"""Locked rows of this room, in the house's order (kit.db.README): account, appointment, then what guards a phone."""

from django.db.models import QuerySet

from baiying.accounts.list_models import AppointmentInvitation, AppointmentList
from baiying.accounts.models import Account, Appointment, Lock, LogInCode
from baiying.kit.db.locks import Kind, advisory, hold, take

APPOINTMENT_LIST = Kind("list of appointments", 295)
APPOINTMENT_INVITATION = Kind("invitation to an appointment", 297)
ACCOUNT = Kind("account", 300)
SUBJECT_ELSEWHERE = Kind("a subject elsewhere", 305)
APPOINTMENT = Kind("appointment", 310)
PHONE_LOCK = Kind("lock of a phone", 320)
CODES_OF_PHONE = Kind("a phone's codes", 330)
LOG_IN_CODE = Kind("log-in code", 340)
THREE = Kind("the three administrators", 345)
# Taken by a trigger (sql/last_one_stays.sql), when the statement that ends an appointment has been done.
LAST_OF_A_KIND = Kind("last of a kind", 350)


def appointment_list(list_id: int) -> AppointmentList:
    """The list with its area, locked: who holds it sends it, goes on with it or takes it back."""
    return hold(APPOINTMENT_LIST, AppointmentList.objects.select_related("area").filter(pk=list_id)).get()


def appointment_invitation(invitation_id: int) -> AppointmentInvitation:
    """One invitation with its list, locked: whoever takes it up."""
    rows = AppointmentInvitation.objects.select_related("listing", "area").filter(pk=invitation_id)
    return hold(APPOINTMENT_INVITATION, rows).get()


def appointment_invitations(rows: QuerySet[AppointmentInvitation]) -> QuerySet[AppointmentInvitation]:
    """Some invitations, locked: whoever withdraws or empties them."""
    return take(APPOINTMENT_INVITATION, rows)


def unanswered_of(list_id: int) -> QuerySet[Appointment]:
    """What a list gave and nobody has answered, locked."""
    rows = Appointment.objects.filter(listing_id=list_id, accepted_at__isnull=True, declined_at__isnull=True)
    return take(APPOINTMENT, rows)


def account(account_id: int) -> Account:
    """The account, locked: it orders its phones and what it is appointed to."""
    return take(ACCOUNT, Account.objects.all()).get(pk=account_id)


def appointment(appointment_id: int) -> Appointment:
    """The appointment with area and account, locked."""
    rows = Appointment.objects.select_related("area", "account").filter(pk=appointment_id)
    return hold(APPOINTMENT, rows).get()


def appointments_as(role: str) -> QuerySet[Appointment]:
    """All appointments of a role, locked: whoever ends one sees whether it is the last."""
    return hold(APPOINTMENT, Appointment.objects.select_related("area").filter(role=role))


def phone_lock(rows: QuerySet[Lock]) -> Lock | None:
    """The first of these, locked: who lifts it first has lifted it."""
    return take(PHONE_LOCK, rows).first()


def newest_codes(rows: QuerySet[LogInCode], most: int) -> list[LogInCode]:
    """The newest of these, locked, at most so many: a try counts for all of them."""
    return list(take(LOG_IN_CODE, rows.order_by("-id"))[:most])


def codes_of(phone_hash: bytes) -> None:
    """Wait until nobody else sends a code to this phone; held to the end of the transaction."""
    advisory(CODES_OF_PHONE, f"accounts:codes:{phone_hash.hex()}")


def subject_elsewhere(subject_hash: bytes) -> None:
    """Wait until nobody else ties this subject of another system; held to the end of the transaction."""
    advisory(SUBJECT_ELSEWHERE, f"accounts:subject:{subject_hash.hex()}")


def three() -> None:
    """Wait until nobody else decides in whose hands the three administrators are; held to the transaction's end."""
    advisory(THREE, "accounts:three")
