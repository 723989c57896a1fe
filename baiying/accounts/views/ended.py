"""What somebody reads whose term ended while a page was open (U31)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baiying.accounts import access, held_on, queries
from baiying.accounts.list_forms import NoteForm
from baiying.kit.db.fields import new_public_id
from baiying.kit.forms import fault_of_record
from baiying.kit.values.actor import Actor
from baiying.ui import typed


def still_acts(actor: Actor) -> bool:
    """Whether the appointment in which a request began still gives its rights at this instant."""
    held = access.live_appointments(actor.account_id or 0)
    return actor.acting is not None and held.filter(pk=actor.acting.appointment_id).exists()


def term_ended(request: HttpRequest) -> HttpResponse:
    """您的任期已结束: with what was written, to be left as a note for whoever goes on.

    Nothing is kept by itself: only its writer knows whom the words name. What goes into the note are sentences, and
    none with a number of somebody; a form that takes what may stay on no device gives nothing at all. The other
    appointments of the person stay as they are.
    """
    actor = request.actor  # type: ignore[attr-defined]
    row = queries.appointment(actor.ended)
    initial = {"words": _sentences(request), "form_id": new_public_id()}
    context = {
        "row": row,
        "until": held_on.until(row) if row is not None else "",
        "form": NoteForm(initial=initial) if row is not None and request.method == "POST" else None,
        "others": access.live_appointments(actor.account_id or 0).exists(),
        "fresh": True,
    }
    answer = render(request, "accounts/term_ended.html", context, status=403)
    answer.asks_for_words = True  # type: ignore[attr-defined]
    return answer


def _sentences(request: HttpRequest) -> str:
    if typed.is_personal(request):
        return ""
    said = [one.text.strip() for one in typed.of(request) if one.is_long]
    return "\n".join(text for text in said if not fault_of_record(text))[:2000]
