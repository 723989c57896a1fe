"""A class leaves the school: chosen, pressed once, and taken back within a day."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock
from baiying.rosters import access, actions
from baiying.rosters.leaving_forms import ClassForm
from baiying.rosters.models import Roster
from baiying.ui import flash
from baiying.ui.answers import see_other


def _roster(request: Asking, roster_pid: str) -> Roster:
    """A roster of a body that was sent: a place has no teams of its own to leave. Raises Http404."""
    row = access.roster_for(request.actor, roster_pid)
    if row.body_id is None or row.finished_at is None:
        raise Http404
    return row


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: Asking, roster_pid: str) -> HttpResponse:
    """Choose the class and press: its pupils leave the teams, and are told."""
    row = _roster(request, roster_pid)
    form = ClassForm(request.POST if request.method == "POST" else None, groups=row.outcome.get("groups", {}))
    if request.method == "POST" and form.is_valid():
        left = actions.leave_school(roster=row, group=form.cleaned_data["group"], actor=request.actor, at=clock.now())
        n = left.ended
        if n or not left.others:
            said = ngettext("已离队 %(n)s 人次，本人都收到了消息。", "已离队 %(n)s 人次，本人都收到了消息。", n) % {
                "n": n
            }
            flash.done(request, said)
        if left.others:
            said = _("这些队伍的队员没有动，要由队长或单位管理员来办：%(teams)s。")
            flash.warn(request, said % {"teams": "、".join(left.others)})
        return see_other(reverse("rosters:leaving", args=[row.public_id]))
    context = {"row": row, "form": form, "back": reverse("rosters:roster", args=[row.public_id])}
    return render(request, "rosters/leaving.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def undone(request: Asking, roster_pid: str) -> HttpResponse:
    """Take it back, whoever pressed it, within a day."""
    row = _roster(request, roster_pid)
    form = ClassForm(request.POST, groups=row.outcome.get("groups", {}))
    if form.is_valid():
        n = actions.undo_leaving_school(
            roster=row, group=form.cleaned_data["group"], actor=request.actor, at=clock.now()
        )
        if n:
            said = ngettext("已撤销，%(n)s 人次回到队伍。", "已撤销，%(n)s 人次回到队伍。", n) % {"n": n}
            flash.done(request, said)
        else:
            flash.note(request, _("没有可以撤销的：要由按下的人在一天之内撤销。"))
        return see_other(reverse("rosters:leaving", args=[row.public_id]))
    context = {"row": row, "form": form, "back": reverse("rosters:roster", args=[row.public_id])}
    return render(request, "rosters/leaving.html", context, status=422)
