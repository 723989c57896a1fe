"""Locked rows of this room, in the house's order (kit.db.README)."""

from baiying.kit.db.locks import Kind, hold
from baiying.privacy.models import Closing, Copy

COPY = Kind("copy of somebody's data", 190)
CLOSING = Kind("closing of an account", 192)


def copy(copy_id: int) -> Copy | None:
    """The copy with whom it is about, locked: one fetches it at a time. None where it went with the person's data."""
    return hold(COPY, Copy.objects.select_related("person__residence").filter(pk=copy_id)).first()


def closing(closing_id: int) -> Closing:
    """A closing with whom it is about, locked: it is stopped or carried out, never both."""
    return hold(CLOSING, Closing.objects.select_related("person__residence", "account").filter(pk=closing_id)).get()
