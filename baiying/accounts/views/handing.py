"""What one who leaves an office holds there and who has it afterwards, to be printed and signed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baiying.accounts import handing_over, held_on, queries
from baiying.accounts.access import Asking, signed_in
from baiying.accounts.models import Appointment
from baiying.kit import clock


@signed_in
@require_safe
def office_hand_over(request: Asking, appointment_pid: str) -> HttpResponse:
    """The list of an office, for whoever leaves it and for the office that appoints there: one sheet of paper."""
    at = clock.now()
    row = handing_over.handing_for(request.actor, appointment_pid, at)
    own = row.account_id == request.actor.account_id
    things = [
        (one.what, one.count, [(_called(holder.appointment), holder.count) for holder in one.holders])
        for one in handing_over.held_by(row, at, reader_id=request.actor.account_id or 0)
    ]
    # Whoever has a part of it afterwards signs; the one beside it only where there is nothing to take.
    takers = list(dict.fromkeys(who for _what, _count, holders in things for who, _number in holders))
    page = {
        "row": row,
        "own": own,
        "over": row.ends_at is not None and row.ends_at <= at,
        "until": held_on.until(row) if row.ends_at is not None else "",
        "things": things,
        "takers": takers or [_called(one) for one in handing_over.colleagues(row, at)[:1]],
        "own_things": handing_over.own_things(row, at) if own else [],
        "name": queries.name_of(row.account_id),
        "at": at,
    }
    return render(request, "accounts/office_hand_over.html", page)


def _called(row: Appointment) -> str:
    area = row.area.name if row.area is not None else gettext("整个平台")
    words = gettext("%(name)s（%(area)s%(role)s）")
    return words % {"name": row.account.display_name, "area": area, "role": row.title or row.get_role_display()}
