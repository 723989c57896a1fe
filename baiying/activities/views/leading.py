"""Being asked to lead an activity: accept, decline; for who asked, withdraw it."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, signed_in
from baiying.activities import access, actions, queries
from baiying.activities.forms.public import LeaderForm
from baiying.activities.models import Activity, ActivityState
from baiying.activities.views import plan_leader
from baiying.activities.views.answers import refuse, see_other, typed
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.teams import queries as teams
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
def leader(request: Asking, activity_pid: str) -> HttpResponse:
    """Ask somebody else to lead what is published."""
    row, at = access.activity_for(request.actor, activity_pid, to="lead"), clock.now()
    if row.state != ActivityState.PUBLISHED:
        raise Http404
    names = {key: name for key, name in may_lead(row.team, at) if key != str(row.leader_id)}
    form = LeaderForm(typed(request), leaders=list(names.items()))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["leader"]
        try:
            actions.ask_to_lead(activity_id=row.pk, account_id=int(chosen), actor=request.actor, at=at)
        except Refused as refused:
            refuse(form, refused)
        else:
            own = chosen == str(request.actor.account_id)
            words = _("现在由您带队。") if own else gettext("已请%(name)s带队，待本人确认。") % {"name": names[chosen]}
            flash.done(request, words)
            _warn(request, row, int(chosen), at)
            return see_other(_record(row))
    lead = row.title if names else _("这支队伍和单位没有别的队长或管理员，先请单位任命。")
    page: dict[str, Any] = {
        "title": _("请别人带队"),
        "lead": lead,
        "form": form,
        "submit": _("请这位带队"),
        "back": _record(row),
    }
    # Said before somebody is chosen: of each who may be.
    page["notes"] = [said for key in names if (said := _elsewhere(request, row, int(key), at))]
    return render(request, "activities/change.html", page, status=422 if form.is_bound else 200)


def _warn(request: Asking, row: Activity, account_id: int, at: datetime) -> None:
    """Where else whoever was asked is to be at that time: somebody else may still be asked."""
    if said := _elsewhere(request, row, account_id, at):
        flash.warn(request, said)


def _elsewhere(request: Asking, row: Activity, account_id: int, at: datetime) -> str:
    found = queries.leader_elsewhere(account_id, list(queries.shifts_of(row.pk)), at)
    return plan_leader.sentence(account_id, found, own=account_id == request.actor.account_id)


def may_lead(team: Any, at: datetime) -> list[tuple[str, str]]:
    """Who may be named to lead what a team does: its leaders, and its unit's administrators."""
    ids = dict.fromkeys([*teams.leaders_of_team(team.pk, at), *teams.admins_of_body(team.body_id, at)])
    found = [account_rows.account(i) for i in ids]
    return [(str(a.pk), a.display_name) for a in found if a is not None]


def _record(row: Activity) -> str:
    return reverse("activities:record", args=[row.public_id])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def giving_back(request: Asking, lead_pid: str) -> HttpResponse:
    """Who accepted the lead leads no longer, after being asked once."""
    row = access.lead_offered(request.actor, lead_pid)
    if request.method == "POST":
        actions.end_lead(lead_id=row.pk, actor=request.actor, at=clock.now())
        flash.done(request, _("您不再带队，已经告诉接着带队的人。"))
        return see_other(reverse("activities:office"))
    page = {
        "title": _("不再带队"),
        "text": _("之后由请您带队的人带队；他不在任了，就由写方案的人带队。"),
        "facts": [(_("活动"), row.activity.title)],
        "submit": _("不再带队"),
        "back": _record(row.activity),
        "danger": True,
    }
    return render(request, "ui/confirm.html", page)


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
