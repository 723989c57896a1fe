"""Two teams become one: proposed, looked at by both sides, signed or not, apart again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, signed_in
from baiying.kit import admission, clock
from baiying.kit.errors import Refused
from baiying.kit.parting import OTHERS, OWN
from baiying.teams import access, actions, queries
from baiying.teams.forms.merging import EndTeamMergeForm, ProposeTeamMergeForm, UndoTeamMergeForm
from baiying.teams.models import TeamMerge
from baiying.teams.rules import merging as rules
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.ui import flash

_STATES = {
    "proposed": ("amber", _("等签字")),
    "ended": ("plain", _("没有合并")),
    "done": ("jade", _("已合并")),
    "undone": ("plain", _("已分开")),
}
_SIDES = {
    rules.SURVIVOR: _("留下的队伍的单位管理员"),
    rules.LOSER: _("并入的队伍的单位管理员"),
    rules.OFFICE: _("两支队伍共同的主管部门"),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asking, team_pid: str) -> HttpResponse:
    """Which team, and which of the two goes on. Nothing is moved before the other side has signed."""
    team = access.team_for(request.actor, team_pid, to="administer")
    form = ProposeTeamMergeForm(typed(request), team=team)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        other, stays = given["other"], given["stays"] == "own"
        try:
            made = actions.propose_team_merge(
                survivor_id=team.pk if stays else other.pk, loser_id=other.pk if stays else team.pk,
                words=given["words"], actor=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已提出，等签字。签字以前什么都没有变。"))
            return see_other(reverse("teams:merge", args=[made.public_id]))
    page = {"team": team, "form": form, "back": reverse("teams:members", args=[team_pid])}
    return render(request, "teams/merge_new.html", page, status=422 if form.is_bound else 200)


@signed_in
@require_safe
def record(request: Asking, team_merge_pid: str) -> HttpResponse:
    """Both teams with the numbers of what a merge would do, or did; who is to sign signs here."""
    return _page(request, access.merge_for(request.actor, team_merge_pid))


@signed_in
@require_POST
def signature(request: Asking, team_merge_pid: str) -> HttpResponse:
    """Sign; with the last signature the two are one."""
    row = access.merge_for(request.actor, team_merge_pid)
    try:
        done = actions.sign_team_merge(
            merge_id=row.pk, seen=request.POST.get("seen", ""), actor=request.actor, at=clock.now()
        )
    except Refused as refusal:
        row = access.merge_for(request.actor, team_merge_pid)
        return _page(request, row, status=refusal.status, said=str(refusal))
    flash.done(request, _("已签字，两支队伍已经合并。") if done.done_at else _("已签字，还等另一方签字。"))
    return see_other(reverse("teams:merge", args=[team_merge_pid]))


@signed_in
@require_POST
def ending(request: Asking, team_merge_pid: str) -> HttpResponse:
    """One side does not want it, or takes it back."""
    row, form = access.merge_for(request.actor, team_merge_pid), EndTeamMergeForm(request.POST)
    if form.is_valid():
        try:
            words = form.cleaned_data["words"]
            actions.end_team_merge(merge_id=row.pk, words=words, actor=request.actor, at=clock.now())
        except Refused as refusal:
            row = access.merge_for(request.actor, team_merge_pid)
            refuse(form, refusal)
            return _page(request, row, status=refusal.status, end=form)
        flash.done(request, _("不合并，两支队伍都没有变化。"))
        return see_other(reverse("teams:merge", args=[team_merge_pid]))
    return _page(request, row, status=422, end=form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def undoing(request: Asking, team_merge_pid: str) -> HttpResponse:
    """What came since the merge, and to which team each of it belongs; then two again."""
    row, at = access.merge_for(request.actor, team_merge_pid, to="undo"), clock.now()
    back = reverse("teams:merge", args=[team_merge_pid])
    if row.done_at is None:
        return see_other(back)
    newer = queries.newer_words(row, at) if row.undone_at is None else []
    whose = [
        (OWN, gettext("%(name)s（留下的队伍）") % {"name": row.survivor.name}),
        (OTHERS, gettext("%(name)s（并入的队伍）") % {"name": row.loser.name}),
    ]
    form = UndoTeamMergeForm(request.POST if request.method == "POST" else None, newer=newer, whose=whose)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.undo_team_merge(
                    merge_id=row.pk, said=form.said(), chosen=form.theirs(), words=form.cleaned_data["words"],
                    actor=request.actor, at=at,
                )  # fmt: skip
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                flash.done(request, _("已分开，各归各的；双方和队员都收到了消息。"))
                return see_other(back)
    page = {"row": row, "form": form, "newer": newer, "until": queries.last_day_to_undo(row), "back": back}
    return render(request, "teams/merge_undoing.html", page, status=status)


def _page(request: Asking, row: TeamMerge, *, status: int = 200, **given: Any) -> HttpResponse:
    at, actor = clock.now(), request.actor
    waits = row.state == "proposed"
    shown = queries.preview(row.survivor, row.loser, at) if waits else None
    signers = [(_SIDES[side], admission.door.called(who)) for side, who in row.signed.items()]
    missing = access.missing_signatures(row)
    until = queries.last_day_to_undo(row)
    undoable = row.state == "done" and until is not None and clock.local_date(at) <= until
    page = {
        "row": row,
        "state": _STATES[row.state],
        "preview": shown,
        "hindered": queries.hinders_team_merge(row.survivor, row.loser, at, but=row.pk) if waits else "",
        "proposer": admission.door.called(row.proposed_by_id),
        "signers": signers,
        "missing": [_SIDES[side] for side in sorted(missing, reverse=True)] if waits else [],
        "signs": waits and bool(access.signs_merge(actor, row)),
        "mine": waits and accounts.is_self(actor, row.proposed_by_id),
        "due_at": clock.end_of(row.due_on) if waits else None,
        "end": EndTeamMergeForm() if waits else None,
        "ender": admission.door.called(row.ended_by_id) if row.ended_by_id else "",
        "undoer": admission.door.called(row.undone_by_id) if row.undone_by_id else "",
        "until": until if undoable else None,
        "may_undo": undoable and access.above_both(actor, row.survivor, row.loser),
        **given,
    }
    return render(request, "teams/merge.html", page, status=status)
