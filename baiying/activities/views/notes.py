"""The leader writes to everybody who has a place."""

from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, signed_in
from baiying.activities import access, actions, queries
from baiying.activities.forms.public import NoteForm
from baiying.activities.views.answers import refuse, see_other
from baiying.kit import clock, returning
from baiying.kit.errors import Refused
from baiying.notices import queries as messages
from baiying.ui import flash, formats


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: Asking, shift_pid: str) -> HttpResponse:
    """How many will be told, what was written before, and one note, sent once."""
    at = clock.now()
    shift = access.shift_for(request.actor, shift_pid, to="lead")
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"nonce": uuid4()})
    # The list on the spot, or the activity: where one came from.
    came_from = returning.local(request.GET.get("from"))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                made = actions.send_note(
                    shift_id=shift.pk, words=given["words"], nonce=given["nonce"], actor=request.actor, at=at
                )
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                flash.done(request, translate("已通知 %(told)s 人。") % {"told": made.told + made.guardians_told})
                here = reverse("activities:shift_notes", args=[shift_pid])
                return see_other(f"{here}?{urlencode({'from': came_from})}" if came_from else here)
    to = actions.note_recipients(shift, at)
    ways = actions.ways_of([one.pk for one in to.signups], at).values()
    rings = actions.note_rings(shift, at)
    full = [] if rings else [one.name for one in ways if one.full]
    context = {
        "shift": shift,
        # Who gets no text message is named before it is sent, and when it will ring.
        "by_text": sum(one.by_text for one in ways) - len(full),
        "no_phone": formats.listed(one.name for one in ways if not one.by_text),
        "full": formats.listed(full),
        "rings": rings,
        "running": shift.starts_at <= at,
        "rests_until": None if rings else messages.rests_until(at),
        "stuck": messages.texts_stuck_since(at) is not None,
        "back": came_from or reverse("activities:record", args=[shift.activity.public_id]),
        "back_label": translate("现场签到") if came_from.endswith("/field/") else shift.activity.title,
        "form": form,
        "to": to,
        "over": actions.is_past(shift, at),
        "notes": queries.notes_of(shift.pk)[:20],
        "when": formats.span_text(shift.starts_at, shift.ends_at),
    }
    return render(request, "activities/notes.html", context, status=status)
