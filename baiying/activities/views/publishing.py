"""The way of a plan to the public, and back: gate, submission, publication, return, withdrawal, cancellation."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts.access import Asking, signed_in
from baiying.activities import access, actions, queries
from baiying.activities.forms.gate import GateForm
from baiying.activities.forms.public import ReasonForm
from baiying.activities.models import Activity
from baiying.activities.rules import gate
from baiying.activities.views import preview, words
from baiying.activities.views.answers import refuse, see_other, typed
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash, seen

STEPS = [_("写方案"), _("自查"), _("提交")]


def record_url(activity: Activity) -> str:
    return reverse("activities:record", args=[activity.public_id])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def gate_page(request: Asking, activity_pid: str) -> HttpResponse:
    """Six questions before a plan is handed in. The answers are stored, also when they stop it."""
    row = access.activity_for(request.actor, activity_pid, to="plan")
    at = clock.now()
    rules = queries.activity_rules(row.area.path, clock.local_date(at))
    start = GateForm.initial_of(row.gate_answers)
    form = GateForm(typed(request), blocking=rules.blocking_kinds, before=row.gate_answers, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            answers = form.answers()
            actions.answer_gate(activity_id=row.pk, answers=answers, actor=request.actor, at=at)
            if gate.blocked_by(answers, rules.blocking_kinds):
                form.mark_blocked()
            else:
                actions.submit(activity_id=row.pk, actor=request.actor, at=at)
                flash.done(request, _("方案已提交，等单位管理员发布。"))
                return see_other(record_url(row))
        except Refused as refusal:
            refuse(form, refusal)
    page = {
        "title": _("提交前自查"),
        "lead": _("有六类事不能记作志愿服务。逐条回答，答案会和方案一起保存。"),
        "form": form,
        "submit": _("提交给单位管理员"),
        "back": record_url(row),
        "steps_labels": STEPS,
        "step": 2,
        "activity": row,
    }
    return render(request, "activities/gate.html", page, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def submission(request: Asking, activity_pid: str) -> HttpResponse:
    """Hand the plan in, its questions having been answered before."""
    row = access.activity_for(request.actor, activity_pid, to="plan")
    actions.submit(activity_id=row.pk, actor=request.actor, at=clock.now())
    flash.done(request, _("方案已提交，等单位管理员发布。"))
    return see_other(record_url(row))


@signed_in
@require_POST
def submission_end(request: Asking, activity_pid: str) -> HttpResponse:
    """Who wrote the plan takes it back, and hands it in again when it is changed."""
    row = access.plan_to_withdraw(request.actor, activity_pid)
    actions.withdraw_plan(activity_id=row.pk, actor=request.actor, at=clock.now())
    flash.done(request, _("方案已收回，可以修改。改好后再提交。"))
    return see_other(record_url(row))


@signed_in
@require_POST
def dropping(request: Asking, activity_pid: str) -> HttpResponse:
    """Throw a draft away, with a button that brings it back."""
    row = access.activity_for(request.actor, activity_pid, to="plan")
    actions.drop_plan(activity_id=row.pk, actor=request.actor, at=clock.now())
    text = translate("草稿“%(title)s”已删除。") % {"title": row.title}
    flash.undoable(request, text, reverse("activities:dropping_end", args=[row.public_id]))
    return see_other(f"{reverse('activities:office')}?tab=drafts")


@signed_in
@require_POST
def dropping_end(request: Asking, activity_pid: str) -> HttpResponse:
    """The draft again, as it was."""
    row = access.activity_for(request.actor, activity_pid, to="plan")
    actions.undo_drop(activity_id=row.pk, actor=request.actor, at=clock.now())
    flash.done(request, _("草稿已恢复。"))
    return see_other(record_url(row))


@signed_in
@require_POST
def publication(request: Asking, activity_pid: str) -> HttpResponse:
    """The unit's administrator publishes."""
    row = access.activity_for(request.actor, activity_pid, to="publish")
    handed_in = seen.moment(request.POST.get("submitted_at", ""))
    actions.publish(activity_id=row.pk, actor=request.actor, at=clock.now(), seen=handed_in)
    flash.done(request, _("活动已发布，现在可以报名了。"))
    return see_other(record_url(row))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sending_back(request: Asking, activity_pid: str) -> HttpResponse:
    """Back to the leader, with what is to be changed."""
    row = access.activity_for(request.actor, activity_pid, to="publish")
    form = ReasonForm(typed(request), label=_("要改什么"), help_text=_("领队会看到。"))
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.send_back(activity_id=row.pk, reason=reason, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已退回给领队。"))
            return see_other(record_url(row))
    return _ask(request, row, form, _("退回修改"), "", _("退回"), danger=False)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: Asking, activity_pid: str) -> HttpResponse:
    """Take it back while nobody has signed up."""
    row = access.activity_for(request.actor, activity_pid, to="publish")
    if request.method == "POST":
        actions.withdraw(activity_id=row.pk, actor=request.actor, at=clock.now())
        flash.done(request, _("已撤回。没有人报过名，所以没有通知任何人。"))
        return see_other(record_url(row))
    text = _("撤回只在没有人报名时可以。撤回后，别人不再看得到这个活动。")
    return _ask(request, row, None, _("撤回活动"), text, _("撤回"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: Asking, activity_pid: str) -> HttpResponse:
    """Call it off with a reason; everybody who signed up is told."""
    row = access.activity_for(request.actor, activity_pid, to="cancel")
    over = row.state == "cancelled"
    if over and request.method != "POST":
        flash.note(request, _("这个活动已经取消了。"))
        return see_other(record_url(row))
    form = ReasonForm(typed(request), label=_("取消的原因"), help_text=_("所有报名的人都会看到。"), many_read_it=True)
    at = clock.now()
    coming = queries.live_signups_of_activity(row.pk).filter(shift__starts_at__gt=at)

    def act() -> int:
        shifts = sum(shift.starts_at > at and shift.called_off_at is None for shift in queries.shifts_of(row.pk))
        actions.cancel(activity_id=row.pk, reason=form.cleaned_data["reason"], actor=request.actor, at=at)
        return shifts

    if request.method == "POST" and form.is_valid():
        try:
            asks = None
            if not over:
                asks = preview.page(request, act, form, row.title, record_url(row), preview.CALLING_OFF_ALL)
            if asks is not None:
                return asks
            act()
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已取消，并通知了所有报名的人。"))
            return see_other(record_url(row))
    text = _("还没有开始的班次都会取消，不能恢复。已经服务过的时长不受影响。")
    told = words.heads(coming.values_list("person_id", flat=True))
    return _ask(request, row, form, _("取消活动"), text, preview.CALLING_OFF_ALL.first, facts=[(_("会通知"), told)])


def _ask(
    request: Asking,
    row: Activity,
    form: ReasonForm | None,
    title: Any,
    text: Any,
    submit: Any,
    *,
    danger: bool = True,
    facts: list[tuple[Any, Any]] | None = None,
) -> HttpResponse:
    page = {
        "title": title,
        "text": text,
        "facts": [(_("活动"), row.title), *(facts or [])],
        "form": form,
        "submit": submit,
        "back": record_url(row),
        "danger": danger,
    }
    bound = form is not None and form.is_bound
    return render(request, "ui/confirm.html", page, status=422 if bound else 200)
