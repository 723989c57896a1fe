"""An activity passed on: its QR code, and a sheet for the notice board."""

import io

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from baiying.accounts.access import Asking, public
from baiying.activities import access, queries
from baiying.activities.models import Activity
from baiying.activities.rules import tables
from baiying.activities.views import words
from baiying.kit import clock
from baiying.ui import links

SHIFTS_ON_A_POSTER = 6


def address_of(request: Asking, row: Activity) -> str:
    """The whole address of an activity's page."""
    return links.absolute(request, reverse("activities:activity", args=[row.public_id]))


@public
@require_safe
def qr(request: Asking, activity_pid: str) -> HttpResponse:
    """The QR code of the activity's address, as a picture."""
    row = access.activity_for(request.actor, activity_pid, to="see")
    picture = io.BytesIO()
    code = segno.make_qr(address_of(request, row), error="m")
    code.save(picture, kind="svg", border=3, omitsize=True, dark="#000", light="#fff")
    answer = HttpResponse(picture.getvalue(), content_type="image/svg+xml")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@public
@require_safe
def poster(request: Asking, activity_pid: str) -> HttpResponse:
    """A4 upright: what, when, where, what to mind, and the code that leads to signing up."""
    row = access.activity_for(request.actor, activity_pid, to="see")
    at = clock.now()
    coming = [s for s in queries.shifts_of(row.pk) if s.ends_at > at and s.called_off_at is None]
    context = {
        "activity": row,
        "shifts": coming[:SHIFTS_ON_A_POSTER],
        "more": max(0, len(coming) - SHIFTS_ON_A_POSTER),
        "safeguards": words.table_names(row.safeguards, tables.SAFEGUARDS),
        "named": queries.named(row, inside=False, on=clock.local_date(clock.now())),
        "url": address_of(request, row),
        "printed_at": at,
    }
    return render(request, "activities/poster.html", context)
