"""Locked rows of this room, in the house's order (kit.db.README)."""

from baiying.kit.db.locks import Kind, take
from baiying.unified.models import Visit

VISIT = Kind("visit to a provider", 290)


def visit_of(state_hash: bytes) -> Visit | None:
    """The visit that a state belongs to, locked: of two answers one is the first."""
    return take(VISIT, Visit.objects.filter(state_hash=state_hash)).first()


def visit(visit_id: int) -> Visit:
    return take(VISIT, Visit.objects.all()).get(pk=visit_id)
