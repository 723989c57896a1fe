"""The outbox: every message of an office's places, to whom, why, and what became of it; and all to one person."""

from functools import cache, partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts.access import Asking, needs, scope_of
from baiying.desk import actions
from baiying.desk.queries import mending
from baiying.desk.queries import outbox as sent
from baiying.desk.rights import Right
from baiying.desk.views.listed_messages import messages_list, of_person_list
from baiying.desk.views.mending import GIVEN_UP, again_act, send
from baiying.kit import clock
from baiying.kit.admission import may
from baiying.kit.errors import Refused
from baiying.notices import queries as notices
from baiying.people import access as people_access
from baiying.people import queries as people
from baiying.ui import flash, listing
from baiying.ui.listing.asked import FILE, read


@needs(Right.SEE_MESSAGES)
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: Asking) -> HttpResponseBase:
    """What was sent from the own places, the newest first. Who looks for a person has looked: it is written down."""
    scope, at = scope_of(request.actor, Right.SEE_MESSAGES), clock.now()
    # Whom the words mean is asked once: for the list, and for what is written down of the look.
    called = cache(partial(sent.persons_called, scope))
    spec = messages_list(scope, called)
    words = read(spec, request).words
    found = called(words) if words else []
    searched = request.method == "POST" and not request.POST.get(FILE)
    if found and not searched:
        # A search leads to its own address, and there somebody looks.
        seen = [one.pk for one in found]
        actions.note_messages_seen(person_ids=seen, area_id=scope.area_id, actor=request.actor, at=at)
    # Only where one looks at what was given up is there something to tick.
    mends = may(request.actor, Right.MEND_MESSAGES) and request.GET.get("state") in GIVEN_UP
    acts = [again_act(request.actor, at)] if mends else []
    shown = listing.of(spec, request, sent.within(scope), area_id=scope.area_id, acts=acts)
    context = {
        "list": shown,
        "persons": found,
        "not_told": sent.not_told([one.pk for one in found], at),
        "may_mend": may(request.actor, Right.MEND_MESSAGES),
        "mends": mends,
    }
    return shown.answer or render(request, "desk/outbox.html", context)


@needs(Right.SEE_MESSAGES)
@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: Asking, person_pid: str) -> HttpResponseBase:
    """Everything that one person was sent, from wherever, and what was left out and why."""
    person = people_access.person_for(request.actor, person_pid, right=Right.SEE_MESSAGES)
    scope, at = scope_of(request.actor, Right.SEE_MESSAGES), clock.now()
    actions.note_messages_seen(person_ids=[person.pk], area_id=scope.area_id, actor=request.actor, at=at)
    rows = notices.of_inboxes(notices.outbox(None), [person.public_id])
    shown = listing.of(of_person_list(), request, rows, area_id=scope.area_id)
    name = people.masked_by_pid([person.public_id])[person.public_id]
    context = {"list": shown, "person": person, "name": name, "not_told": sent.not_told([person.pk], at)}
    return shown.answer or render(request, "desk/outbox_of_person.html", context)


@needs(Right.SEE_MESSAGES)
@require_safe
def message(request: Asking, message_place: str) -> HttpResponse:
    """One message: what it said, to whom, why, each try, and what became of it. Reading it is written down."""
    scope, at = scope_of(request.actor, Right.SEE_MESSAGES), clock.now()
    row, line, person = _seen(request, message_place)
    phone = mending.new_phones([row]).get(row.id, "")
    if person is not None:
        actions.note_messages_seen(person_ids=[person.pk], area_id=scope.area_id, actor=request.actor, at=at)
    mends = may(request.actor, Right.MEND_MESSAGES) and notices.may_mend(row, at, has_other=bool(phone))
    opens = notices.opens_at(row, at, phone=phone) if mends else None
    context = {
        "line": line,
        "row": row,
        "activity_pid": sent.activity_of(row),
        "events": sent.story(line),
        "others": [(notices.place_of(one.row), one) for one in sent.lines(notices.by_other_ways(row), at)],
        "place": message_place,
        "new_phone": mending.mask(phone) if phone else "",
        "may_mend": mends,
        # The same limit that kept it would keep it once more: said, and no button.
        "full": notices.full_until(opens) if opens is not None else "",
    }
    return render(request, "desk/outbox_message.html", context)


def _seen(request: Asking, message_place: str) -> tuple[notices.Message, sent.Line, Any]:
    """A message of the own places, or of elsewhere to somebody of here; the person behind it, if there is one."""
    row = notices.message_at(notices.outbox(None), message_place)
    if row is None:
        raise Http404
    (line,) = sent.lines([row], clock.now())
    person = people.person(line.person_pid) if line.person_pid else None
    if notices.message_at(sent.within(scope_of(request.actor, Right.SEE_MESSAGES)), message_place) is None:
        # From elsewhere to somebody of here: as on the person's page.
        if person is None:
            raise Http404
        people_access.person_for(request.actor, line.person_pid, right=Right.SEE_MESSAGES)
    return row, line, person


@needs(Right.MEND_MESSAGES)
@require_POST
def again(request: Asking, message_place: str) -> HttpResponse:
    """Send once more what was given up."""
    row = _seen(request, message_place)[0]
    try:
        send(row, request.actor, clock.now())
    except Refused as refused:
        flash.warn(request, refused.sentence)
    else:
        flash.done(request, _("会再发一次，过一会儿看结果。"))
    return redirect("desk:outbox_message", message_place)
