"""No more of what goes to many: by the address in a mail, at one press (RFC 8058), and back again for a number."""

from django.http import HttpResponse
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
    which is why no token of a form is asked: the address is the proof, and lets nobody in. However old it is it
    switches off; one that is cut short says where it is done else.
    """
    off, at = queries.off_of(off_token), clock.now()
    if off is None:
        return render(request, "notices/off.html", {"broken": True}, status=404)
    pressed = request.method == "POST"
    if pressed:
        actions.turn_off(off=off, at=at)
    shown = pressed or queries.shows_state(off, at)
    context = {
        "kinds": [rooms.settable_kinds()[kind] for kind in off.kinds],
        "is_off": shown and queries.are_off(off.targets),
        "is_old": not shown,
        "readers": len({inbox for inbox, _kind in off.targets}),
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
