"""Slips on paper: the one place where the words of a roster's invitations stand in the clear."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock
from baiying.kit.values import numbers
from baiying.people import queries as people
from baiying.people.rights import Right as PeopleRight
from baiying.rosters import access, actions, keeping, queries
from baiying.rosters.rules import inviting, progress
from baiying.rosters.rules.papers import parts_of
from baiying.ui.answers import see_other

# Eight to a sheet, forty sheets to a page of the browser.
_PER_PAGE = 320


_ON_A_SHEET = 8


@signed_in
@require_safe
def slips(request: Asking, roster_pid: str) -> HttpResponse:
    """One slip for everybody of the roster or of a class, whatever they have answered."""
    row = access.roster_for(request.actor, roster_pid)
    if row.finished_at is None or row.undone_at is not None:
        # An open tab after the invitations were taken back, or before they are all made: its page says which.
        return see_other(reverse("rosters:roster", args=[row.public_id]))
    at = clock.now()
    group = request.GET.get("group", "")
    part = max((numbers.whole(request.GET.get("part", "")) or 1) - 1, 0)
    rows = queries.to_print(row, group)
    total = rows.count()
    here = list(rows[part * _PER_PAGE : (part + 1) * _PER_PAGE])
    actions.note_printed(roster=row, n=len(here), actor=request.actor, at=at)
    found = []
    for one in here:
        word, line = keeping.who_of(one)
        address = request.build_absolute_uri(reverse("rosters:invitation", args=[one.public_id]))
        found.append(
            {
                "name": line.name + ("*" if line.unsure else ""),
                "group": one.group,
                "word": inviting.spaced(word) if line.id_number else "",
                "address": f"{address}?slip=1",
                "typed": address.partition("//")[2],
                "until": one.ends_at,
            }
        )
    context = {
        "row": row,
        "slips": found,
        "groups": sorted((name for name in row.outcome.get("groups", {}) if name), key=progress.order),
        "group": group,
        "parts": parts_of(total, _PER_PAGE),
        "total": total,
        "sheets": -(-len(found) // _ON_A_SHEET),
        "station": people.office_near(row.area_id, at, right=PeopleRight.REGISTER_ON_SITE).site_name,
        "part": part + 1,
        "who": row.body.name if row.body is not None else row.area.name,
    }
    return render(request, "rosters/slips.html", context)
