"""Being asked to lead an activity: accept, decline; for who asked, withdraw it."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, signed_in
from baiying.activities import access, actions
from baiying.activities.views.answers import see_other
from baiying.kit import clock
from baiying.ui import flash


@signed_in
@require_POST
def acceptance(request: Asking, lead_pid: str) -> HttpResponse:
    """Accept, and go to the activity, or to what else waits for an answer."""
    row, at = access.lead_offered(request.actor, lead_pid), clock.now()
    act = partial(actions.accept_lead, lead_id=row.pk, actor=request.actor, at=at)
    if not accounts.answers(request, act, _("已接受，现在由您带队。")):
        return see_other(reverse("accounts:offers"))
    onward = accounts.after_answer(request, at)
    record = reverse("activities:record", args=[row.activity.public_id])
    return see_other(record if onward == "/desk/" else onward)


@signed_in
@require_POST
def refusal(request: Asking, lead_pid: str) -> HttpResponse:
    """Decline: nothing is asked, whoever asked is told."""
    row = access.lead_offered(request.actor, lead_pid)
    act = partial(actions.decline_lead, lead_id=row.pk, actor=request.actor, at=clock.now())
    accounts.answers(request, act, _("您没有接受，已经告诉请您带队的人。"))
    return see_other(reverse("accounts:offers"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Asking, lead_pid: str) -> HttpResponse:
    """Withdraw it before it is answered, after asking once."""
    row = access.lead_to_withdraw(request.actor, lead_pid)
    back = reverse("activities:record", args=[row.activity.public_id])
    if request.method == "POST":
        actions.withdraw_lead(lead_id=row.pk, actor=request.actor, at=clock.now())
        flash.done(request, _("已收回，领队不变。"))
        return see_other(back)
    page = {
        "title": _("收回带队"),
        "text": _("此人还没有答复。收回之后，由现在的领队继续带队。"),
        "facts": [(_("姓名"), row.account.display_name), (_("活动"), row.activity.title)],
        "submit": _("收回"),
        "back": back,
        "danger": True,
    }
    return render(request, "ui/confirm.html", page)
