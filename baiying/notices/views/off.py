"""No more of what goes to many: by the address in a mail, at one press (RFC 8058), and back again for a number."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from baiying.kit import clock, rooms
from baiying.kit.admission import Asking, public, signed_in
from baiying.notices import actions, queries
from baiying.ui import flash


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: Asking, off_token: str) -> HttpResponse:
    """A page with one button; looking changes nothing. A mail program presses it without a page and without a session,
    which is why no token of a form is asked: the address is the proof, and lets nobody in.
    """
    found = queries.off_of(off_token)
    if found is None:
        raise Http404
    inbox, kind = found
    if request.method == "POST":
        actions.turn_off(inbox=inbox, kind=kind, at=clock.now())
    standing = queries.preferences_of(inbox).get(kind)
    context = {
        "kind": rooms.settable_kinds()[kind],
        "is_off": standing is not None and not standing.by_text,
        "off_token": off_token,
    }
    return render(request, "notices/off.html", context)


@signed_in
@require_POST
def texts_again(request: Asking) -> HttpResponse:
    """What goes to many comes to the own number by text message again."""
    actions.start_texts(inbox=queries.inbox_of_actor(request.actor), actor=request.actor, at=clock.now())
    flash.done(request, _("已恢复，群发的短信会再发给您。"))
    return redirect("notices:preferences")
