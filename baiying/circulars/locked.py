"""Locked rows of this room, in the house's order (kit.db.README)."""

from django.db.models import QuerySet

from baiying.circulars.models import Box, Circular, Mailing
from baiying.kit.db.locks import Kind, advisory, hold, take

CIRCULAR = Kind("circular", 70)
MAILING = Kind("mailing", 75)
BOX = Kind("box", 80)
# Below the message in the order: a claim of the notices room asks for it with its message in hand.
STOP = Kind("stop of a mailing", 510)


def circular(circular_id: int) -> Circular:
    """The notice with its area, locked."""
    return hold(CIRCULAR, Circular.objects.select_related("area", "written_by").filter(pk=circular_id)).get()


def mailing(mailing_id: int) -> Mailing | None:
    """The mailing with its notice, locked: who holds it decides whether it goes on, pauses or stops. None after it was
    taken back."""
    rows = Mailing.objects.select_related("circular", "circular__area").filter(pk=mailing_id)
    return hold(MAILING, rows).first()


def mailing_of(circular_id: int, number: int, *, whole: bool = False) -> Mailing | None:
    """The mailing of one version, locked; None before it was asked for. `whole`: to be deleted."""
    return take(MAILING, Mailing.objects.filter(circular_id=circular_id, number=number), whole=whole).first()


def box(box_id: int) -> Box:
    """The box with its notice, locked."""
    rows = Box.objects.select_related("circular", "circular__area", "area", "body", "team")
    return hold(BOX, rows.filter(pk=box_id)).get()


def boxes_of_place(area_id: int) -> QuerySet[Box]:
    """The boxes of a place whose notice still holds, locked."""
    rows = Box.objects.filter(area_id=area_id, body__isnull=True, circular__withdrawn_at__isnull=True)
    return take(BOX, rows)


def stop_of(mailing_id: int, *, shared: bool = False) -> None:
    """Alone by whoever stops or pauses a mailing, shared by each text message that is taken up."""
    advisory(STOP, f"circulars.stop:{mailing_id}", shared=shared)
