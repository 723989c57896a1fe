"""Locked rows of this room, in the house's order (kit.db.README)."""

from collections.abc import Iterable

from baiying.kit.db.locks import Kind, hold, take
from baiying.privacy.breach_models import Breach, BreachPerson
from baiying.privacy.hold_models import Hold
from baiying.privacy.models import Closing, Copy
from baiying.privacy.opening_models import Opening
from baiying.privacy.receiver_models import Receiver
from baiying.privacy.request_models import DataRequest

HOLD = Kind("legal hold", 188)
BREACH = Kind("leak of personal data", 189)
COPY = Kind("copy of somebody's data", 190)
CLOSING = Kind("closing of an account", 192)
REQUEST = Kind("wish about the own data", 193)
OPENING = Kind("opening of a record at rest", 194)
RECEIVER = Kind("receiver of personal data", 191)


def copy(copy_id: int) -> Copy | None:
    """The copy with whom it is about, locked: one fetches it at a time. None where it went with the person's data."""
    return hold(COPY, Copy.objects.select_related("person__residence").filter(pk=copy_id)).first()


def closing(closing_id: int) -> Closing:
    """A closing with whom it is about, locked: it is stopped or carried out, never both."""
    return hold(CLOSING, Closing.objects.select_related("person__residence", "account").filter(pk=closing_id)).get()


def legal_hold(hold_id: int) -> Hold:
    """A legal hold, locked: it is decided once, and ends once."""
    return hold(HOLD, Hold.objects.select_related("area").filter(pk=hold_id)).get()


def closings_of(person_ids: Iterable[int]) -> None:
    """The closings of these records that wait, locked: none is carried out while a hold on them is confirmed."""
    rows = Closing.objects.filter(person_id__in=list(person_ids), stopped_at__isnull=True, closed_at__isnull=True)
    list(take(CLOSING, rows))


def opening(opening_id: int) -> Opening:
    """A wish to open a record at rest, with whom it is about, locked: it is answered once."""
    return hold(OPENING, Opening.objects.select_related("person__residence").filter(pk=opening_id)).get()


def data_request(request_id: int) -> DataRequest:
    """A wish about somebody's own data, with whose it is, locked: it is answered once."""
    return hold(REQUEST, DataRequest.objects.select_related("person__residence", "area").filter(pk=request_id)).get()


def receiver(receiver_id: int) -> Receiver:
    """Somebody outside who gets data, locked: it is ended once."""
    return hold(RECEIVER, Receiver.objects.filter(pk=receiver_id)).get()


def breach(breach_id: int) -> Breach:
    """A leak, locked: whether people are told is decided once, and it is closed once."""
    return hold(BREACH, Breach.objects.select_related("area").filter(pk=breach_id)).get()


def breach_person(row_id: int) -> BreachPerson:
    """One of those concerned, with the case, under the case's own lock kind: each is told once."""
    return hold(
        BREACH, BreachPerson.objects.select_related("breach__area", "person__residence").filter(pk=row_id)
    ).get()
