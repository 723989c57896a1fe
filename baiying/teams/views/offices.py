"""Offices in a body: who administers it, who leads a team."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock, rooms
from baiying.kit.errors import Refused
from baiying.teams import access, actions, queries
from baiying.teams.forms.bodies import AdminForm, OfficeForm, WhyForm
from baiying.teams.models import Office, OfficeKind
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.ui import flash, formats

# So many of what somebody still leads are named.
_LED_NAMED = 5


def _whom(form: OfficeForm) -> account_actions.Whom:
    given = form.cleaned_data
    return account_actions.Whom(given["phone"], given["name"], given["account"])


def _refused(form: OfficeForm, refusal: Refused) -> None:
    form.ask_which(accounts.choices(form.cleaned_data["phone"], form.cleaned_data["name"]))
    refuse(form, refusal)


def _page(request: Asking, form: OfficeForm, title: Any, lead: Any, back: str) -> HttpResponse:
    page = {"title": title, "lead": lead, "form": form, "submit": _("任命"), "back": back}
    return render(request, "teams/office_form.html", page, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_admin(request: Asking, body_pid: str) -> HttpResponse:
    """The office of the area appoints a body's administrator; an administrator may appoint a second."""
    body = access.body_for(request.actor, body_pid, to="administer")
    back = reverse("teams:body", args=[body_pid])
    form = AdminForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        last_day = form.cleaned_data["last_day"]
        until = clock.end_of(last_day) if last_day else None
        try:
            actions.appoint_admin_by_phone(body_id=body.pk, whom=_whom(form), actor=request.actor, at=at, until=until)
        except Refused as refusal:
            _refused(form, refusal)
        else:
            flash.done(request, _("已告诉此人。用这个手机号登录，接受之后才是单位管理员。"))
            return see_other(back)
    lead = _("单位管理员发布活动、建队伍、任命队长。本人接受之后才生效。")
    return _page(request, form, _("任命单位管理员"), lead, back)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_leader(request: Asking, team_pid: str) -> HttpResponse:
    team = access.team_for(request.actor, team_pid, to="administer")
    back = reverse("teams:members", args=[team_pid])
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        try:
            actions.appoint_leader_by_phone(team_id=team.pk, whom=_whom(form), actor=request.actor, at=at)
        except Refused as refusal:
            _refused(form, refusal)
        else:
            flash.done(request, _("已告诉此人。用这个手机号登录，接受之后才是队长。"))
            return see_other(back)
    return _page(
        request, form, _("任命队长"), _("队长写活动方案、带队、点名，也处理入队申请。本人接受之后才生效。"), back
    )


def _still_led(row: Office) -> list[tuple[str | Promise, str]]:
    """What the person goes on leading: the office ends, the activities do not, and somebody else should take them."""
    if row.team_id is None:
        return []
    found = [title for led in rooms.filling("still_led") for title in led(row.account_id, row.team_id, clock.now())]
    if not found:
        return []
    names = formats.listed(f"“{title}”" for title in found[:_LED_NAMED])
    words = translate("%(n)s 个：%(names)s。结束任职后仍由此人带队，请到活动页换领队。") % {
        "n": len(found),
        "names": names,
    }
    return [(_("还在带队的活动"), words)]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Asking, office_pid: str) -> HttpResponse:
    """End an office, after asking once."""
    row = access.office_for(request.actor, office_pid)
    back = reverse("teams:body", args=[row.body.public_id])
    waits = row.accepted_at is None
    form = _why(request, row)
    if request.method == "POST" and (form is None or form.is_valid()):
        mine = row.account_id == request.actor.account_id
        why = form.cleaned_data["why"] if form is not None else ""
        actions.end_office(office_id=row.pk, actor=request.actor, at=clock.now(), why=why)
        flash.done(request, _("任命已收回。") if waits else _("已结束这项任职。"))
        return see_other("/" if mine else back)
    page = {
        "title": _("收回任命") if waits else _("结束任职"),
        "form": form,
        "text": _end_words(waits=waits, alone=form is not None),
        "facts": [
            (_("姓名"), row.account.display_name),
            (_("职务"), row.get_kind_display()),
            (_("单位"), row.body.name if row.team is None else f"{row.body.name} · {row.team.name}"),
            *([] if waits else _still_led(row)),
        ],
        "submit": _("收回任命") if waits else _("结束任职"),
        "back": back,
        "danger": True,
    }
    return render(request, "ui/confirm.html", page, status=422 if form is not None and form.is_bound else 200)


def _why(request: Asking, row: Office) -> WhyForm | None:
    """Asked where the office of the area ends a last administrator: it keeps the unit from then on."""
    if row.kind != OfficeKind.UNIT_ADMIN or row.accepted_at is None or row.ends_at is not None:
        return None
    if not access.ends_from_above(request.actor, row) or not queries.is_last_admin(row, clock.now()):
        return None
    return WhyForm(typed(request))


def _end_words(*, waits: bool, alone: bool) -> Any:
    if waits:
        return _("此人还没有答复。收回之后，不能再接受这项任命。")
    if alone:
        return _(
            "这是单位的最后一位管理员。能先任命接任的人最好。结束之后单位由上级代管："
            "已经发布的活动照常，新的活动要等新管理员接任后才能发布。"
        )
    return _("结束后，此人不再能以这个身份办事；以前办过的事都保留。")


@signed_in
@require_POST
def acceptance(request: Asking, office_pid: str) -> HttpResponse:
    """Accept, and go to work, or to what else waits for an answer."""
    row = access.office_offered(request.actor, office_pid)
    act = partial(actions.accept_office, office_id=row.pk, actor=request.actor, at=clock.now())
    if not accounts.answers(request, act, _("已接受，现在就可以办事。")):
        return see_other(reverse("accounts:offers"))
    return see_other(accounts.after_answer(request, clock.now()))


@signed_in
@require_POST
def refusal(request: Asking, office_pid: str) -> HttpResponse:
    """Decline: nothing is asked, whoever gave it is told."""
    row = access.office_offered(request.actor, office_pid)
    act = partial(actions.decline_office, office_id=row.pk, actor=request.actor, at=clock.now())
    accounts.answers(request, act, _("您没有接受，已经告诉请您担任的人。"))
    return see_other(reverse("accounts:offers"))
