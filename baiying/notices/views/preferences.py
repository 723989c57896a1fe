"""What its reader sets."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.kit import clock
from baiying.kit.admission import Asking, signed_in
from baiying.notices import actions, queries
from baiying.notices.forms import PreferencesForm
from baiying.ui import flash, shown


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@shown.one_at_a_time
def preferences(request: Asking) -> HttpResponse:
    """Which messages also come as text messages: of those that can reach who asks, a volunteer or a guardian.

    What tells of a change to the own shift, or a ward's, always comes.
    """
    actor, at = request.actor, clock.now()
    key = queries.inbox_of_actor(actor)
    kinds = queries.kinds_reaching(actor, at) if key else {}
    if not kinds:
        flash.warn(
            request, _("没有按提醒种类发到您手机上的短信，不用设置。没有手机号的孩子，短信发给监护人，由监护人设置。")
        )
        return redirect("notices:inbox")
    form = PreferencesForm(
        request.POST if request.method == "POST" else None, standing=queries.preferences_of(key), kinds=kinds
    )
    shown.guard(request, form, shown.Thing("inbox", actor.person_id or actor.account_id or 0, ()))
    if request.method == "POST" and form.is_valid():
        for kind, wish in form.wishes().items():
            actions.prefer(inbox=key, kind=kind, **wish, at=at)
        flash.done(request, _("已按您的意思改好。"))
        return redirect("notices:preferences")
    given = queries.neighbours.rules(clock.local_date(at))
    return render(request, "notices/preferences.html", {"form": form, "rules": given})
