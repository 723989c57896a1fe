"""The inbox."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from baiying.kit import clock, rooms
from baiying.kit.admission import Asking, signed_in
from baiying.kit.values import numbers
from baiying.notices import actions, queries
from baiying.ui import flash, pages, taken

PER_PAGE = 30


@signed_in
@require_safe
def inbox(request: Asking) -> HttpResponse:
    """My messages, newest first. Opening the page marks what it shows as read; it still shows as new this once.

    Whoever only asks for its head sees nothing, and nothing is marked. A guardian in the child's inbox reads for
    himself alone: to the child all stays as new as it was.
    """
    actor = request.actor
    key = queries.inbox_of_actor(actor)
    page = pages.stretch(queries.inbox_of(key), request.GET, PER_PAGE)
    rows = list(page.object_list)
    for_another = queries.reads_for_another(actor)
    upto = queries.read_upto(key, actor.account_id or 0) if for_another else 0
    new = [row.id for row in rows if (row.id > upto if for_another else row.read_at is None)]
    # A browser that fetches ahead has shown it to nobody.
    ahead = "prefetch" in f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
    if new and request.method == "GET" and not ahead:
        if for_another:
            actions.note_reading(inbox=key, account_id=actor.account_id or 0, upto=max(new), at=clock.now())
        else:
            actions.mark_read(inbox=key, ids=new, at=clock.now())
    phone = queries.neighbours.screen_phone(actor.account_id) if actor.account_id else ""
    texts = queries.on_screen(phone) if phone else []
    newest = queries.inbox_of(key).values_list("id", flat=True).first() if key else None
    context = {
        "page": page,
        "rows": rows,
        "new": set(new),
        "outdated": queries.outdated(rows),
        "left": queries.unread_of(actor, clock.now()),
        "newest": newest,
        "texts": texts,
        "mail_refuses": queries.refusing_address_of(key),
        "may_set": bool(key and queries.kinds_reaching(actor, clock.now())),
    }
    return render(request, "notices/inbox.html", context)


@signed_in
@require_POST
def reading(request: Asking) -> HttpResponse:
    """Mark everything as read that was there when the list was shown: `until`, the newest of it."""
    actor, at = request.actor, clock.now()
    key = queries.inbox_of_actor(actor)
    until = numbers.whole(request.POST.get("until") or "", least=1)
    if key and until is not None:
        if queries.reads_for_another(actor):
            actions.note_reading(inbox=key, account_id=actor.account_id or 0, upto=until, at=at)
        else:
            actions.mark_all_read(inbox=key, until=until, at=at)
        flash.done(request, _("这之前的消息都已标为已读。"))
    return redirect("notices:inbox")


@signed_in
@require_POST
def own_copy(request: Asking) -> HttpResponseBase:
    """All that one was sent, as a file of one's own: by which way, what it said, and what became of it (issue 8.6).

    For whoever reads the inbox, and of nobody else; a text that let somebody in is in no file.
    """
    rows = queries.copy_of(queries.inbox_of_actor(request.actor))
    head = [gettext("时间"), gettext("渠道"), gettext("发到"), gettext("为什么发"), gettext("内容"), gettext("结果")]
    file = taken.File(
        key="own_messages", title=gettext("我的消息"), rows=rows.count(), path=request.path, query="", columns=head
    )
    return taken.text(request, file, head, _lines(rows))


def _lines(rows: "QuerySet[queries.Message]") -> Iterator[list[str]]:
    for row in rows.iterator(chunk_size=500):
        one = queries.outcome_of(row)
        yield [
            f"{clock.local(row.written_at):%Y-%m-%d %H:%M}", str(row.get_channel_display()), row.address_mask,
            str(rooms.told_of(row.kind).label), row.text_to_read, f"{one.words} {one.why}".strip(),
        ]  # fmt: skip
