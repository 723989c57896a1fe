"""The address on a volunteer's card: for the leader on the spot a button, for anybody else a polite page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, public
from baiying.activities import queries as activities
from baiying.hours import access, actions, queries
from baiying.hours.views.answers import see_other
from baiying.hours.views.field import rows as people_rows
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import queries as people
from baiying.ui import flash


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: Asking, card_code: str) -> HttpResponse:
    """Scan to check in or out. Who leads no shift now learns nothing, not even whether the card is live."""
    shifts = access.led_shifts_now(request.actor)
    if not shifts:
        return render(request, "hours/card_stranger.html", {"signed_in": request.actor.is_signed_in})
    person = people.person_by_card(card_code)
    if person is None:
        return render(request, "hours/card_dead.html", status=404)
    if request.method == "POST":
        return _scan(request, shifts, person.pk, card_code)
    held = queries.open_attendance_of(person.pk)
    context = {
        "person": person,
        "held": held if held is not None and held.shift_id in {s.pk for s in shifts} else None,
        "elsewhere": held is not None and held.shift_id not in {s.pk for s in shifts},
        "shifts": [s for s in shifts if held is None or s.pk != held.shift_id],
    }
    return render(request, "hours/card.html", context)


def _scan(request: Asking, shifts: list[activities.Shift], person_id: int, card_code: str) -> HttpResponse:
    at = clock.now()
    shift = next((s for s in shifts if s.public_id == request.POST.get("shift")), None)
    if shift is None:
        raise Http404
    try:
        if request.POST.get("intent") == "out":
            row = access.led_attendance(request.actor, request.POST.get("attendance", ""))
            if row.person_id != person_id:
                raise Http404
            actions.check_out(attendance=row, source="scan", actor=request.actor, at=at)
            flash.done(request, translate("%(name)s 已签退。") % {"name": row.person.shown_name})
        else:
            row = actions.tick_in(shift=shift, person_id=person_id, source="scan", actor=request.actor, at=at)
            said = translate("%(name)s 已签到。") % {"name": row.person.shown_name}
            flash.done(request, said + people_rows.unchecked_words(row.person_id))
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return see_other(reverse("hours:card", args=[card_code]))
    return see_other(reverse("hours:field", args=[shift.public_id]) + "#people")
