"""What an office does after sending: stops, corrects, withdraws, reminds."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts.access import Asking, needs
from baiying.circulars import access, actions, queries
from baiying.circulars.forms import CorrectionForm, WithdrawalForm
from baiying.circulars.rights import Right
from baiying.circulars.views.answers import page_of, pressed, refuse, see_other
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash, shown


@needs(Right.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: Asking, circular_pid: str, number: int) -> HttpResponse:
    """Stop it for good; asked before, because it cannot go on afterwards."""
    row = access.own_circular(request.actor, circular_pid)
    if request.method != "POST":
        found = next((one for one in queries.mailings(row.pk) if one.number == number), None)
        going = queries.going(found) if found is not None else None
        page = {
            "title": _("停止发送"),
            "text": _("停止后不能恢复。已经收到的还在，可以另发更正。"),
            "facts": [(_("已发"), going.told), (_("还没有发"), going.untold)] if going is not None else [],
            "submit": _("停止发送"),
            "back": page_of(row),
            "danger": True,
        }
        return render(request, "ui/confirm.html", page)
    at = clock.now()
    return pressed(
        request, row, lambda: actions.stop(circular=row, number=number, actor=request.actor, at=at), _("已停止发送。")
    )


@needs(Right.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@shown.one_at_a_time
def corrections(request: Asking, circular_pid: str) -> HttpResponse:
    """A new version, for exactly those who have an earlier one."""
    row = access.own_circular(request.actor, circular_pid)
    last = queries.in_force(row.pk)
    sent = queries.mailings(row.pk)
    # One that was laid aside before it was approved came to nobody, and left nobody out.
    went = [one for one in sent if one.number == 1 or one.held_at is None]
    stopped = bool(went) and went[0].stopped_at is not None
    start = {"title": last.title, "text": last.text, "signs_anew": True}
    form = CorrectionForm(request.POST or None, initial=start, signed=row.is_signed, stopped=stopped)
    shown.guard(request, form, shown.Thing("circular", row.pk, ("CircularCorrected",)), only=("title", "text"))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.correct(circular=row, correction=form.correction, actor=request.actor, at=clock.now())
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                waits = queries.mailings(row.pk)[0].held_at is not None
                flash.done(request, _("更正已送批，批准后发出。") if waits else _("更正已发出，旧的一版还留着。"))
                return see_other(page_of(row))
    context = {"row": row, "form": form, "last": last, "back": page_of(row)}
    return render(request, "circulars/correction.html", context, status=status)


@needs(Right.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: Asking, circular_pid: str) -> HttpResponse:
    """End it with a reason; a draft is thrown away the same way."""
    row = access.own_circular(request.actor, circular_pid)
    form = WithdrawalForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            actions.withdraw(circular=row, why=form.cleaned_data["why"], actor=request.actor, at=clock.now())
            flash.done(request, _("已撤回。"))
            return see_other(page_of(row))
    context = {
        "title": _("撤回通知"),
        "lead": _("撤回后不能恢复。收到的人会看到已撤回和原因，不用再办。"),
        "form": form,
        "submit": _("撤回"),
        "back": page_of(row),
    }
    return render(request, "ui/form.html", context, status=status)


@needs(Right.SEND)
@require_POST
def reminders(request: Asking, circular_pid: str) -> HttpResponse:
    """Remind the boxes that have not signed; none twice within half an hour."""
    return _reminded(request, circular_pid, actions.remind, _("没有要提醒的：都签收了，或者半小时内提醒过。"))


@needs(Right.SEND)
@require_POST
def answer_reminders(request: Asking, circular_pid: str) -> HttpResponse:
    """Remind the boxes that gave no answer; each once a day, and not at night."""
    return _reminded(request, circular_pid, actions.remind_answers, _("没有要提醒的：都回复了，或者今天提醒过。"))


def _reminded(request: Asking, circular_pid: str, act: Callable[..., int], nobody: str) -> HttpResponse:
    row = access.own_circular(request.actor, circular_pid)
    try:
        found = act(circular=row, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        said = ngettext("已提醒 %(n)s 处。", "已提醒 %(n)s 处。", found) % {"n": found}
        flash.done(request, said if found else nobody)
    return see_other(page_of(row))
