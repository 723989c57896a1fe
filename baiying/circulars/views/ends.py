"""What an office does after sending: stops, corrects, withdraws, reminds."""

from collections.abc import Callable

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts.access import Asking, needs
from baiying.circulars import access, actions, queries, said
from baiying.circulars.correction_form import CorrectionFiles, CorrectionForm, WithdrawalForm
from baiying.circulars.models import Circular, Wording
from baiying.circulars.rights import Right
from baiying.circulars.views import words
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
    start = {"title": last.title, "text": last.text, "signs_anew": True, "due_on": row.due_on}
    data, refused = _with_file(request, row)
    form = CorrectionForm(data, initial=start, row=row, stopped=stopped, files=_files(row, data, last))
    thing = shown.Thing("circular", row.pk, ("CircularCorrected",))
    shown.guard(request, form, thing, only=("title", "text", "due_on", "files"))
    status, cost = 200, None
    if refused is not None:
        form.only_files()
        refuse(form, refused)
        status = refused.status
    elif request.POST.get("show"):
        form.only_files()
    elif request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                cost = _correct(request, row, form)
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                if cost is None:
                    return _corrected(request, row)
                status = 200
    changes = words.file_changes(queries.files_of(last), form.files_ticked) if form.is_bound else []
    context = {"row": row, "form": form, "last": last, "back": page_of(row), "cost": cost, "changes": changes}
    return render(request, "circulars/correction.html", context, status=status)


def _with_file(request: Asking, row: Circular) -> tuple[QueryDict | None, Refused | None]:
    """What was typed, with the file that came along among the ticked ones, or why it cannot go along."""
    if request.method != "POST":
        return None, None
    data, sent = request.POST.copy(), request.FILES.get("file")
    if sent is None:
        return data, None
    at = clock.now()
    most = queries.rules_of(row, at).file_megabytes * 1024 * 1024
    try:
        made = actions.attach_to_correction(
            circular=row, name=str(sent.name), content=sent.read(most + 1), why=data.get("why", "")[:120],
            actor=request.actor, at=at,
        )  # fmt: skip
    except Refused as refusal:
        return data, refusal
    data.setlist("files", [*{*data.getlist("files"), made.public_id}])
    data["why"] = ""
    return data, None


def _files(row: Circular, data: QueryDict | None, last: Wording) -> CorrectionFiles:
    """What may be ticked: the files of the version in force, those added since, and whatever was ticked."""
    had, added = queries.files_of(last), queries.files_added(row.pk)
    ticked = set(data.getlist("files")) if data is not None else set()
    more = [one for one in queries.files_known(row.pk) if one.public_id in ticked and one not in [*had, *added]]
    return CorrectionFiles(had, [*added, *more])


def _correct(request: Asking, row: Circular, form: CorrectionForm) -> queries.Cost | None:
    """Send what was typed once its text messages were counted before the eyes; gives the count that is to be seen."""
    new, at = form.correction, clock.now()
    due_on = new.due_on if new.due_on != row.due_on else queries.moved_to(row)
    text = said.corrected(row.area.name, new.title, new.changed, due_on=due_on)
    cost = queries.of_correction(row, str(text), to_others=new.to_others, at=at)
    is_sent = actions.corrected_already(circular=row, correction=new, actor=request.actor, at=at)
    if not is_sent and not form.was_counted(cost.parts):
        form.count(cost.parts)
        return cost
    actions.correct(circular=row, correction=new, actor=request.actor, at=at)
    return None


def _corrected(request: Asking, row: Circular) -> HttpResponse:
    waits = queries.mailings(row.pk)[0].held_at is not None
    flash.done(request, _("更正已送批，批准后发出。") if waits else _("更正已发出，旧的一版还留着。"))
    return see_other(page_of(row))


@needs(Right.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: Asking, circular_pid: str) -> HttpResponse:
    """End it with a reason; a draft is thrown away the same way."""
    row = access.own_circular(request.actor, circular_pid)
    form = WithdrawalForm(request.POST or None)
    status, cost = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            text = said.withdrawn(row.area.name, queries.in_force(row.pk).title, form.cleaned_data["why"])
            cost = queries.of_withdrawal(row, str(text))
            if row.withdrawn_at is not None or form.was_counted(cost.parts):
                actions.withdraw(circular=row, why=form.cleaned_data["why"], actor=request.actor, at=clock.now())
                flash.done(request, _("已撤回。"))
                return see_other(page_of(row))
            form.count(cost.parts)
            status = 200
    context = {"form": form, "back": page_of(row), "cost": cost}
    return render(request, "circulars/withdrawal.html", context, status=status)


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
