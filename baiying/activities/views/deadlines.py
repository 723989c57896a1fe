"""Until when one may sign up, changed on a page of its own; said to whoever moved a shift away from it."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, signed_in
from baiying.activities import access, actions
from baiying.activities.forms.deadlines import DeadlineForm
from baiying.activities.forms.shifts import sentence
from baiying.activities.models import Activity
from baiying.activities.views.answers import see_other, typed
from baiying.activities.views.publishing import record_url
from baiying.kit import clock
from baiying.ui import flash, formats, shown


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@shown.one_at_a_time
def deadline(request: Asking, activity_pid: str) -> HttpResponse:
    """Set it, or leave it to the last shift."""
    row = access.activity_for(request.actor, activity_pid, to="lead")
    if row.state != "published":
        raise Http404
    at = clock.now()
    by_hand = None if actions.deadline_follows(row, at) else row.recruit_until
    form = DeadlineForm(typed(request), initial={"recruit_until": by_hand})
    shown.guard(request, form, shown.Thing("activity", row.pk, ("DeadlineSet",)))
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["recruit_until"]
        try:
            row = actions.set_deadline(activity_id=row.pk, until=until, actor=request.actor, at=at)
        except actions.BadTimes as refusal:
            form.add_error("recruit_until", sentence(refusal.detail["finding"]))  # type: ignore[arg-type]
        else:
            flash.done(request, _("%(when)s 前可以报名。") % {"when": formats.datetime_text(row.recruit_until)})
            return see_other(record_url(row))
    page = {
        "title": _("改报名截止"),
        "lead": row.title,
        "form": form,
        "submit": _("保存"),
        "back": record_url(row),
        "effect": _("已经报名的人不受影响。"),
    }
    return render(request, "activities/change.html", page, status=422 if form.is_bound else 200)


def say_kept(request: Asking, activity: Activity, start: datetime) -> None:
    """A deadline that somebody set before the new start does not go with the shift: its leader is told where to change
    it. One that nobody set has gone along."""
    activity.refresh_from_db(fields=["recruit_until"])
    if activity.recruit_until < start:
        words = _("报名截止没有跟着变，仍是 %(when)s。要让人继续报名，请在“报名方式”旁边改报名截止。")
        flash.warn(request, words % {"when": formats.datetime_text(activity.recruit_until)})
