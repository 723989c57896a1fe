"""The inbox."""

from django.http import HttpResponse
from django.shortcuts import render

from baiying.kit import clock
from baiying.kit.admission import Asking, signed_in
from baiying.notices import actions, queries
from baiying.ui import pages

PER_PAGE = 30


@signed_in
def inbox(request: Asking) -> HttpResponse:
    """My messages, newest first. Opening the page marks what it shows as read; it still shows as new this once."""
    actor = request.actor
    key = queries.inbox_of_actor(actor)
    page = pages.stretch(queries.inbox_of(key), request.GET, PER_PAGE)
    rows = list(page.object_list)
    new = [row.id for row in rows if row.read_at is None]
    if new:
        actions.mark_read(inbox=key, ids=new, at=clock.now())
    phone = queries.neighbours.screen_phone(actor.account_id) if actor.account_id else ""
    texts = queries.on_screen(phone) if phone else []
    context = {
        "page": page,
        "rows": rows,
        "texts": texts,
        "may_set": bool(key and queries.kinds_reaching(actor, clock.now())),
    }
    return render(request, "notices/inbox.html", context)
