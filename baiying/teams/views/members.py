"""A team at the desk: its members, who asks to join, its leaders."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock, returning
from baiying.kit.errors import Refused
from baiying.places import queries as places
from baiying.teams import access, actions, catalogue, queries
from baiying.teams.forms.bodies import ReasonForm
from baiying.teams.models import Team
from baiying.teams.rights import Right
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.teams.views.listed import members_list
from baiying.ui import flash, listing


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Asking, team_pid: str) -> HttpResponseBase:
    """The team with its members; names in full only for whom they concern. One that was merged leads to the other."""
    if (gone := queries.merged_away(team_pid)) is not None and gone.merged_into is not None:
        return see_other(reverse("teams:members", args=[gone.merged_into.public_id]))
    team = access.team_for_office(request.actor, team_pid)
    decides = access.decides(request.actor, team)
    members_of = members_list(team.name, full=access.sees_names(request.actor, team), ends=decides)
    members = queries.members_of(team.pk)
    shown = listing.of(members_of, request, members, area_id=team.area_id, takes=_may_export(request, team))
    if shown.answer is not None:
        return shown.answer
    at, administers = clock.now(), _administers(request, team)
    context = {
        "team": team,
        "path": " · ".join(places.path_names(team.area)[-3:]),
        "list": shown,
        "count": members.count(),
        "waiting": list(queries.waiting_for([team.pk])) if decides else [],
        "leaders": [row for row in queries.offices_in(team.body_id, at) if row.team_id == team.pk],
        "kind": queries.kind_shown(team, clock.local_date(at)),
        "level": catalogue.level(queries.level_of(team)),
        "decides": decides,
        "sees_body": access.sees_body(request.actor, team.body),
        "administers": administers,
        "change": queries.open_change(team) if administers else None,
        "pasts": queries.pasts(team) if administers else [],
        "merges": list(queries.team_merges_of(team.pk)[:10]) if administers else [],
    }
    return render(request, "teams/members.html", context)


def _administers(request: Asking, team: Team) -> bool:
    right = accounts.may(request.actor, Right.MANAGE_BODIES, team.area.path)
    return right or access.administers(request.actor, team.body_id)


def _may_export(request: Asking, team: Team) -> bool:
    right = accounts.may(request.actor, Right.EXPORT_TEAMS, team.area.path)
    return right or access.administers(request.actor, team.body_id)


@signed_in
@require_POST
def approval(request: Asking, membership_pid: str) -> HttpResponse:
    """Take somebody into the team."""
    row = access.membership_for(request.actor, membership_pid, to="decide")
    actions.approve(membership_id=row.pk, actor=request.actor, at=clock.now())
    flash.done(request, _("%(name)s 已加入队伍，已通知本人。") % {"name": row.person.shown_name})
    return see_other(returning.local(request.POST.get("back")) or reverse("teams:members", args=[row.team.public_id]))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def refusal(request: Asking, membership_pid: str) -> HttpResponse:
    """Say no, with a reason the person reads."""
    row = access.membership_for(request.actor, membership_pid, to="decide")
    form = ReasonForm(typed(request), label=_("不同意的理由"), help_text=_("申请人会看到。"))
    back = reverse("teams:members", args=[row.team.public_id])
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.refuse(membership_id=row.pk, reason=reason, actor=request.actor, at=clock.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            flash.done(request, _("已回复申请人。"))
            return see_other(back)
    facts: list[tuple[Any, Any]] = [(_("申请人"), row.person.shown_name), (_("队伍"), row.team.name)]
    page = {"title": _("不同意加入"), "facts": facts, "form": form, "submit": _("不同意"), "back": back, "danger": True}
    return render(request, "ui/confirm.html", page, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Asking, membership_pid: str) -> HttpResponse:
    """Take a member off the team, with a reason the person reads."""
    row = access.membership_for(request.actor, membership_pid, to="decide")
    back = reverse("teams:members", args=[row.team.public_id])
    form = ReasonForm(typed(request), label=_("移出的原因"), help_text=_("本人会看到。"))
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.end_membership(membership_id=row.pk, reason=reason, actor=request.actor, at=clock.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            words = gettext("%(name)s 已移出队伍，已通知本人。") % {"name": row.person.shown_name}
            flash.undoable(request, words, reverse("teams:membership_return", args=[membership_pid]))
            return see_other(back)
    facts: list[tuple[Any, Any]] = [(_("队员"), row.person.shown_name), (_("队伍"), row.team.name)]
    page = {
        "title": _("移出队伍"), "facts": facts, "form": form, "submit": _("移出队伍"), "back": back, "danger": True,
        "text": _("服务过的时长不受影响，已经报上的班次也还在。以后可以再申请加入。"),
    }  # fmt: skip
    return render(request, "ui/confirm.html", page, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def undone_end(request: Asking, membership_pid: str) -> HttpResponse:
    """The wrong name was pressed: the member is one again."""
    row = access.membership_for(request.actor, membership_pid, to="decide")
    try:
        actions.bring_back(membership_id=row.pk, actor=request.actor, at=clock.now())
    except Refused as refused:
        flash.failed(request, str(refused))
    else:
        flash.done(request, _("%(name)s 还是队员，已通知本人。") % {"name": row.person.shown_name})
    return see_other(reverse("teams:members", args=[row.team.public_id]))
