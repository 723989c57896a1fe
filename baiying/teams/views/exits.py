"""The way out of idle bodies: the office's preview and list, one body's page, its appeal, the undo (R026)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts.access import Asking, needs, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import numbers
from baiying.places.queries import Division
from baiying.teams import access, actions, queries, rules
from baiying.teams.forms.bodies import ReasonForm
from baiying.teams.forms.exits import AppealAnswerForm, AppealForm
from baiying.teams.rights import Right
from baiying.teams.views import exit_note
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.teams.views.bodies import own_area
from baiying.ui import flash

SHOWN = 200


@needs(Right.MANAGE_BODIES)
@require_safe
def exits(request: Asking) -> HttpResponse:
    """Who would be warned, before anything begins; then who is on the way out, and how far."""
    area, at = own_area(request), clock.now()
    idle, rows = queries.idle_bodies(area.pk, at), list(queries.exits_in(area.pk))
    given = queries.exit_rules(area.path, clock.local_date(at))
    run = queries.exit_run_of(area.path)
    context = {
        "area": area,
        "run": run,
        "own_run": run is not None and run.area_id == area.pk,
        "idle": idle[:SHOWN],
        "count": len(idle),
        "nights": -(-len(idle) // given.nightly),
        "rules": given,
        "rows": [(row, exit_note.state(row)) for row in rows[:SHOWN]],
        "counts": [(words, sum(row.step == step for row in rows)) for step, (_t, words) in exit_note.STATES.items()],
    }
    return render(request, "teams/exits.html", context)


@needs(Right.MANAGE_BODIES)
@require_POST
def start(request: Asking) -> HttpResponse:
    """Begin it for the own area, with as many as the page said."""
    area, foreseen = own_area(request), numbers.whole(request.POST.get("foreseen", ""))
    try:
        actions.start_exits(
            area_id=area.pk, foreseen=-1 if foreseen is None else foreseen, actor=request.actor, at=clock.now()
        )
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, _("已开始，今夜起每夜看一次。"))
    return see_other(reverse("teams:exits"))


@needs(Right.MANAGE_BODIES)
@require_POST
def stop(request: Asking) -> HttpResponse:
    area: Division = own_area(request)
    actions.stop_exits(area_id=area.pk, actor=request.actor, at=clock.now())
    flash.done(request, _("已停止，不再提醒，也不再暂停、关闭。已经暂停的仍是暂停，可以逐家撤销。"))
    return see_other(reverse("teams:exits"))


@signed_in
@require_safe
def record(request: Asking, exit_pid: str) -> HttpResponse:
    """One body's way out: since when nothing was heard, what comes next and when, its appeals."""
    row = access.exit_for(request.actor, exit_pid, to="see")
    at = clock.now()
    own = request.actor.account_id in queries.admins_of_body(row.body_id, at)
    appeals = list(queries.appeals_of(row))
    context = {
        "row": row,
        "state": exit_note.state(row),
        "next_on": exit_note.next_on(row),
        "appeals": [(one, queries.appeal_due(one)) for one in appeals],
        "waiting": next((one for one in appeals if one.answered_at is None), None),
        "may_appeal": own and row.lifted_at is None and all(one.step != row.step for one in appeals),
        "decides": not own and row.lifted_at is None,
        "own": own,
        "back": reverse("teams:office") if own else reverse("teams:exits"),
        "days_left": rules.AFTER_APPEAL,
    }
    return render(request, "teams/exit.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: Asking, exit_pid: str) -> HttpResponse:
    row = access.exit_for(request.actor, exit_pid, to="appeal")
    here = reverse("teams:exit", args=[exit_pid])
    form = AppealForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            words = form.cleaned_data["words"]
            actions.appeal_exit(exit_id=row.pk, words=words, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已提交。答复以前不会再有下一步。"))
            return see_other(here)
    page = {
        "title": _("申诉"), "text": _("答复以前不暂停，也不关闭。"), "facts": [(_("单位"), row.body.name)],
        "form": form, "submit": _("提交申诉"), "back": here,
    }  # fmt: skip
    return render(request, "ui/confirm.html", page, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Asking, exit_pid: str) -> HttpResponse:
    """The office answers the appeal that waits."""
    row = access.exit_for(request.actor, exit_pid, to="decide")
    here = reverse("teams:exit", args=[exit_pid])
    waiting = queries.open_appeal(row) or queries.appeals_of(row).first()
    if waiting is None:
        return see_other(here)
    form = AppealAnswerForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_exit_appeal(
                appeal_id=waiting.pk, upheld=form.cleaned_data["upheld"] == "yes", answer=form.cleaned_data["answer"],
                actor=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已答复单位。"))
            return see_other(here)
    page = {
        "title": _("答复申诉"), "facts": [(_("单位"), row.body.name), (_("申诉的理由"), waiting.words)],
        "form": form, "submit": _("答复"), "back": here,
    }  # fmt: skip
    return render(request, "ui/confirm.html", page, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def undoing(request: Asking, exit_pid: str) -> HttpResponse:
    """The office takes it back, whatever step it has come to."""
    row = access.exit_for(request.actor, exit_pid, to="decide")
    here = reverse("teams:exit", args=[exit_pid])
    form = ReasonForm(typed(request), label=_("撤销的理由"), help_text=_("会记入操作记录。"))
    if request.method == "POST" and form.is_valid():
        try:
            words = form.cleaned_data["reason"]
            actions.undo_exit(exit_id=row.pk, words=words, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已撤销，一切照常，已告诉单位。"))
            return see_other(here)
    page = {
        "title": _("撤销"), "text": _("单位和它的队伍恢复原来的样子，几个月从今天重新算。"),
        "facts": [(_("单位"), row.body.name)], "form": form, "submit": _("撤销，恢复"), "back": here,
    }  # fmt: skip
    return render(request, "ui/confirm.html", page, status=422 if form.is_bound else 200)
