"""The desk that answers "this is wrong"."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs
from baiying.hours import access, actions, queries
from baiying.hours.forms import AnswerForm, Window
from baiying.hours.rights import Right
from baiying.hours.views.answers import refuse, see_other
from baiying.hours.views.listed import objections_list
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash, listing


@needs(Right.ANSWER_OBJECTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def objections(request: Asking) -> HttpResponseBase:
    """Open cases, oldest deadline first; answered ones on the other tab."""
    scope = accounts.scope_of(request.actor, Right.ANSWER_OBJECTIONS)
    done = request.GET.get("state") == "answered"
    waiting = queries.waiting_objections(scope)
    rows = queries.answered_objections(scope) if done else waiting
    kind = objections_list(scope.area_id, answered=done)
    shown = listing.of(kind, request, rows, area_id=scope.area_id)
    if shown.answer is not None:
        return shown.answer
    context = {
        "list": shown,
        "done": done,
        "tabs": [
            (_("待答复"), reverse("hours:objections"), not done, waiting.count()),
            (_("已答复"), "?state=answered", done, None),
        ],
    }
    return render(request, "hours/objections.html", context)


@needs(Right.ANSWER_OBJECTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: Asking, objection_pid: str) -> HttpResponse:
    """One case: what was said, what is on record, and the answer."""
    at = clock.now()
    case = access.objection_for(request.actor, objection_pid)
    form = AnswerForm(
        request.POST or None, window=Window.of(case.shift, clock.midnight(clock.local_date(case.filed_at)))
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            times = form.times()
            try:
                actions.answer_objection(
                    objection=case,
                    upheld=times is not None,
                    answer=form.cleaned_data["answer"],
                    times=actions.Times(*times) if times else None,
                    actor=request.actor,
                    at=at,
                )
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                flash.done(request, _("已答复，本人会收到消息。"))
                return see_other(reverse("hours:objections"))
    record = queries.attendance_by_id(case.attendance_id) if case.attendance_id else None
    context = {
        "case": case,
        "form": form,
        "record": queries.case_of_attendance(record, at) if record is not None else None,
        "due_at": clock.end_of(case.due_on),
    }
    return render(request, "hours/objection.html", context, status=status)
