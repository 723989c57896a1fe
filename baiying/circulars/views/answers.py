"""Small answers that several views give."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise

from baiying.circulars import access, queries
from baiying.circulars.models import Circular
from baiying.kit.admission import Asking
from baiying.kit.errors import Refused
from baiying.ui import flash
from baiying.ui.answers import refuse, see_other

__all__ = ["page_of", "pressed", "refuse", "see_other"]


def page_of(row: Circular) -> str:
    return reverse("circulars:circular", args=[row.public_id])


def pressed(request: Asking, row: Circular, act: Callable[[], object], said: str | Promise) -> HttpResponse:
    """Carry out a press without fields and go back to the page of the notice, which says what came of it; to the list,
    where the page is not the reader's any more: what was sent back is its writers' own again."""
    try:
        act()
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, said)
    now = queries.circular(row.public_id)
    still = now is not None and access.reads(request.actor, now)
    return see_other(page_of(row) if still else reverse("circulars:desk"))
