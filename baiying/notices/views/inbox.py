"""The inbox."""

from django.http import HttpResponse
from django.shortcuts import render

from baiying.kit import clock, rooms
from baiying.kit.admission import Asking, signed_in
from baiying.notices import actions, queries
from baiying.ui import pages

PER_PAGE = 30


@signed_in
def inbox(request: Asking) -> HttpResponse:
    """My messages, newest first. Opening the page marks what it shows as read; it still shows as new this once."""
    actor = request.actor
    key = queries.neighbours.inbox_of_person(actor.person_id) if actor.person_id else ""
    page = pages.stretch(queries.inbox_of(key), request.GET, PER_PAGE)
    rows = list(page.object_list)
    new = [row.id for row in rows if row.read_at is None]
    if new:
        actions.mark_read(inbox=key, ids=new, at=clock.now())
    phone = queries.neighbours.screen_phone(actor.account_id) if actor.account_id else ""
    texts = queries.on_screen(phone) if phone else []
    context = {"page": page, "rows": rows, "texts": texts, "kinds": rooms.settable_kinds(), "may_set": bool(key)}
    return render(request, "notices/inbox.html", context)
