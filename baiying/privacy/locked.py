"""Locked rows of this room, in the house's order (kit.db.README)."""

from baiying.kit.db.locks import Kind, hold
from baiying.privacy.models import Closing, Copy
from baiying.privacy.opening_models import Opening
from baiying.privacy.request_models import DataRequest

COPY = Kind("copy of somebody's data", 190)
CLOSING = Kind("closing of an account", 192)
REQUEST = Kind("wish about the own data", 193)
OPENING = Kind("opening of a record at rest", 194)


def copy(copy_id: int) -> Copy | None:
    """The copy with whom it is about, locked: one fetches it at a time. None where it went with the person's data."""
    return hold(COPY, Copy.objects.select_related("person__residence").filter(pk=copy_id)).first()


def closing(closing_id: int) -> Closing:
    """A closing with whom it is about, locked: it is stopped or carried out, never both."""
    return hold(CLOSING, Closing.objects.select_related("person__residence", "account").filter(pk=closing_id)).get()


def opening(opening_id: int) -> Opening:
    """A wish to open a record at rest, with whom it is about, locked: it is answered once."""
    return hold(OPENING, Opening.objects.select_related("person__residence").filter(pk=opening_id)).get()


def data_request(request_id: int) -> DataRequest:
    """A wish about somebody's own data, with whose it is, locked: it is answered once."""
    return hold(REQUEST, DataRequest.objects.select_related("person__residence", "area").filter(pk=request_id)).get()
