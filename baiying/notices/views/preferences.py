"""What its reader sets."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.kit import clock
from baiying.kit.admission import Asking, signed_in
from baiying.notices import actions, queries
from baiying.notices.forms import PreferencesForm
from baiying.ui import flash


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: Asking) -> HttpResponse:
    """Which reminders also come as text messages. What tells of a change to the own shift always comes."""
    actor, at = request.actor, clock.now()
    key = queries.neighbours.inbox_of_person(actor.person_id) if actor.person_id else ""
    if not key:
        flash.warn(request, _("这个号码下还没有登记志愿者，没有可以设置的提醒。"))
        return redirect("notices:inbox")
    form = PreferencesForm(request.POST or None, standing=queries.preferences_of(key))
    if request.method == "POST" and form.is_valid():
        for kind, wish in form.wishes().items():
            actions.prefer(inbox=key, kind=kind, **wish, at=at)
        flash.done(request, _("已按您的意思改好。"))
        return redirect("notices:preferences")
    given = queries.neighbours.rules(clock.local_date(at))
    return render(request, "notices/preferences.html", {"form": form, "rules": given})
