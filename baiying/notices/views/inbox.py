"""The inbox."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from baiying.kit import clock
from baiying.kit.admission import Asking, signed_in
from baiying.kit.values import numbers
from baiying.notices import actions, queries
from baiying.ui import flash, pages

PER_PAGE = 30


@signed_in
@require_safe
def inbox(request: Asking) -> HttpResponse:
    """My messages, newest first. Opening the page marks what it shows as read; it still shows as new this once.

<<<<<<< HEAD
    Whoever only asks for its head sees nothing, and nothing is marked.
=======
    A guardian in the child's inbox reads for himself alone: to the child all stays as new as it was.
>>>>>>> 0d33e9ab (Leave the child's messages new when the guardian looks)
    """
    actor = request.actor
    key = queries.inbox_of_actor(actor)
    page = pages.stretch(queries.inbox_of(key), request.GET, PER_PAGE)
    rows = list(page.object_list)
<<<<<<< HEAD
    new = [row.id for row in rows if row.read_at is None]
    if new and request.method == "GET":
        actions.mark_read(inbox=key, ids=new, at=clock.now())
=======
    if queries.reads_for_another(actor):
        upto = queries.read_upto(key, actor.account_id or 0)
        new = [row.id for row in rows if row.id > upto]
        if new:
            actions.note_reading(inbox=key, account_id=actor.account_id or 0, upto=max(new), at=clock.now())
    else:
        new = [row.id for row in rows if row.read_at is None]
        if new:
            actions.mark_read(inbox=key, ids=new, at=clock.now())
>>>>>>> 0d33e9ab (Leave the child's messages new when the guardian looks)
    phone = queries.neighbours.screen_phone(actor.account_id) if actor.account_id else ""
    texts = queries.on_screen(phone) if phone else []
    newest = queries.inbox_of(key).values_list("id", flat=True).first() if key else None
    context = {
        "page": page,
        "rows": rows,
<<<<<<< HEAD
        "left": queries.unread_count(key),
        "newest": newest,
=======
        "new": set(new),
>>>>>>> 0d33e9ab (Leave the child's messages new when the guardian looks)
        "texts": texts,
        "mail_refuses": queries.refusing_address_of(key),
        "may_set": bool(key and queries.kinds_reaching(actor, clock.now())),
    }
    return render(request, "notices/inbox.html", context)


@signed_in
@require_POST
def reading(request: Asking) -> HttpResponse:
    """Mark everything as read that was there when the list was shown: `until`, the newest of it."""
    key = queries.inbox_of_actor(request.actor)
    until = numbers.whole(request.POST.get("until") or "", least=1)
    if key and until is not None:
        actions.mark_all_read(inbox=key, until=until, at=clock.now())
        flash.done(request, _("这之前的消息都已标为已读。"))
    return redirect("notices:inbox")
