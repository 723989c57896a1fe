"""The one box of the offices: everything that may be found and opened by whoever acts."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock
from baiying.ui import everywhere, seeking, sought


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: Asking) -> HttpResponse:
    """What was typed into the box at the head of an office page, by kind.

    It comes by POST, so that a number stands in no address: words without one get an address that can be kept, a number
    one with a key (ui.sought). With the header X-Hits only the hits are answered, for who is still typing.
    """
    typed = request.POST if request.method == "POST" else request.GET
    words = everywhere.clean(typed.get("q", ""))
    typing = request.headers.get("X-Hits") == "1"
    if request.method == "POST" and not typing:
        told = {"q": words} if not everywhere.is_number(words) else {sought.KEY: sought.keep(request, words)}
        return HttpResponseRedirect(f"{request.path}?{seeking.address(told)}", status=303)
    key = "" if typing else request.GET.get(sought.KEY, "")[:20]
    kept = sought.words_of(request, key) if key else words
    words = kept or words
    groups = everywhere.look(request.actor, words, clock.now())
    context: dict[str, object] = {
        "groups": groups,
        "words": words,
        "shown": "" if everywhere.is_number(words) else words,
    }
    context["is_over"] = kept is None
    return render(request, f"desk/{'parts/hits' if typing else 'search'}.html", context)
