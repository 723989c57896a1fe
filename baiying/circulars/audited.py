"""What the entries of the audit are about, by the names they have now."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse

from baiying.circulars import queries
from baiying.ui.cards import Named


def names(ids: Mapping[str, Iterable[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """Notices by their title, boxes by their name."""
    found: dict[tuple[str, int], Named] = {}
    for pk, title, public_id in queries.named(ids.get("circular", ())):
        found["circular", pk] = Named(title, reverse("circulars:circular", args=[public_id]))
    for pk, name in queries.boxes_named(ids.get("circular_box", ())):
        found["circular_box", pk] = Named(name, "")
    return found
