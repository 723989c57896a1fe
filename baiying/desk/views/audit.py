"""The audit, read by the auditor alone."""

import json

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts.access import Asking, needs
from baiying.desk import words
from baiying.desk.queries import audited
from baiying.desk.rights import Right
from baiying.desk.views.listed import audit_list, page_of, story, thing_of
from baiying.kit import clock
from baiying.ui import listing


@needs(Right.READ_AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def events(request: Asking) -> HttpResponseBase:
    """Who did what to whom, when and why, the newest first."""
    if (address := _meant(request.POST.get("q", ""))) is not None:
        return HttpResponseRedirect(address, status=303)
    shown = listing.of(audit_list(), request, audited.events())
    return shown.answer or render(request, "desk/audit.html", {"list": shown})


def _meant(typed: str) -> str | None:
    """Where whole numbers lead that mean one person, or a network address: they themselves stand in no address."""
    typed = typed.strip()[:60]
    if not any(sign.isdigit() for sign in typed):
        return None
    if audited.is_address(typed):
        return f"{reverse('desk:audit')}?ip={typed}"
    persons = audited.persons_called(typed)
    return story("person", persons[0]) if len(persons) == 1 else None


@needs(Right.READ_AUDIT)
@require_safe
def event(request: Asking, event_place: str) -> HttpResponse:
    """One entry in full, with the ways to what else happened to its thing and by the same hand."""
    entry = audited.event_at(event_place, clock.now())
    if entry is None:
        raise Http404
    row = entry.event
    others = audited.of_same_press(row, clock.now())
    context = {
        "entry": entry,
        "row": row,
        "done": words.done(row),
        "who": words.who(row),
        "role": words.role(row),
        "why": words.why(row),
        "door": words.door(row),
        "told": words.told(row.detail),
        "thing": thing_of(entry),
        "story": story(row.subject_type, row.subject_id),
        "of_person": story("person", row.detail.get("person_id")) if entry.person else "",
        "others": [(page_of(one), words.done(one.event), thing_of(one)) for one in others[: audited.MOST_OF_A_PRESS]],
        "more": len(others) > audited.MOST_OF_A_PRESS,
        "raw": json.dumps(row.detail, ensure_ascii=False, indent=1),
    }
    return render(request, "desk/audit_event.html", context)
