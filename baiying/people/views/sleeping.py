"""Records long without any act: whom a station looks for, the numbers before anybody is asked, and the one tap."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs, public, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import access, actions, queries
from baiying.people.forms.sleeping import HeardForm, StartForm
from baiying.people.models import Dormancy
from baiying.people.rights import Right
from baiying.people.rules.sleeping import End, State
from baiying.people.views import seeking
from baiying.people.views.answers import refuse, see_other
from baiying.places import queries as places
from baiying.ui import flash, listing


def _link(row: Dormancy) -> str:
    return reverse("people:sleeper", args=[row.public_id])


def sleepers_list() -> listing.Listing:
    """Whom the question did not reach, whoever waits longest first."""
    return listing.Listing(
        key="sleepers",
        title=_("长期没有活动的"),
        personal=True,
        order=("unreached_at", "id"),
        search=seeking.called,
        search_label=_("姓名"),
        rows_of=_rows,
        columns=(
            listing.Column("name", _("姓名"), lambda row: row.person.shown_name, link=_link, fixed=True),
            listing.Column("phone", _("手机"), lambda row: row.person.phone_shown or "—", nowrap=True),
            listing.Column("home", _("居住地"), lambda row: row.person.residence.name, width=20),
            listing.at_column("last", _("最近一次活动"), lambda row: row.last_act_on),
            listing.at_column("since", _("从哪天起要找"), lambda row: row.unreached_at),
        ),
    )


def _rows(found: Sequence[Dormancy]) -> list[Dormancy]:
    return list(found)


@needs(Right.HEAR_SLEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def sleepers(request: Asking) -> HttpResponseBase:
    """Whom the station looks for. Who is parked stands in no list."""
    scope = accounts.scope_of(request.actor, Right.HEAR_SLEEPERS)
    shown = listing.of(sleepers_list(), request, queries.unreached(scope), area_id=scope.area_id)
    may_start = accounts.may(request.actor, Right.START_SLEEPING)
    return shown.answer or render(request, "people/desk_sleepers.html", {"list": shown, "may_start": may_start})


@needs(Right.HEAR_SLEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def sleeper(request: Asking, dormancy_pid: str) -> HttpResponse:
    """One of them: what is known, and what the person said."""
    row, at, status = access.sleeper_for(request.actor, dormancy_pid), clock.now(), 200
    form = HeardForm(request.POST or None)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.hear_sleeper(dormancy_id=row.pk, actor=request.actor, at=at, **form.said())
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                flash.done(request, translate("记下了。本人改变主意，随时可以再来。"))
                return see_other(reverse("people:sleepers"))
        row = access.sleeper_for(request.actor, dormancy_pid)
    actions.note_look(person=row.person, page="sleeper", actor=request.actor, at=at)
    context = {
        "row": row,
        "person": row.person,
        "names": places.path_names(row.person.residence),
        "form": form if row.state in {State.ASKED, State.TOLD, State.UNREACHED} or status != 200 else None,
        "state": row.state,
    }
    return render(request, "people/desk_sleeper.html", context, status=status)


def _own_area(request: Asking) -> places.Division:
    area = places.division_by_id(accounts.scope_of(request.actor, Right.START_SLEEPING).area_id or 0)
    if area is None:
        raise Http404
    return area


def _preview_page(request: Asking, status: int = 200, said: str = "") -> HttpResponse:
    area, at = _own_area(request), clock.now()
    seen = queries.preview(area, at)
    context: dict[str, Any] = {
        "area": area,
        "seen": seen,
        "rules": queries.dormancy_rules(area.path, clock.local_date(at)),
        "going": queries.start_of(area.pk),
        "above": queries.start_above(area),
        "said": said,
    }
    return render(request, "people/desk_sleepers_preview.html", context, status=status)


@needs(Right.START_SLEEPING)
@require_GET
def preview(request: Asking) -> HttpResponse:
    """The numbers of the last night by station, before anybody is asked."""
    return _preview_page(request)


@needs(Right.START_SLEEPING)
@require_POST
def start(request: Asking) -> HttpResponse:
    """The office lets it begin, having seen this number."""
    form = StartForm(request.POST)
    if not form.is_valid():
        return _preview_page(request, 422, translate("请看过数字再按。"))
    try:
        actions.start_asking(
            area=_own_area(request), found=form.cleaned_data["found"], actor=request.actor, at=clock.now()
        )
    except Refused as refusal:
        return _preview_page(request, refusal.status, str(refusal))
    flash.done(request, _("已开始。从明天早上起分批问，没送到的会列给实践站（所）。"))
    return see_other(reverse("people:sleepers_preview"))


@needs(Right.START_SLEEPING)
@require_POST
def stop(request: Asking) -> HttpResponse:
    """Nobody more is asked, or parked by silence."""
    area = _own_area(request)
    actions.stop_asking(area=area, actor=request.actor, at=clock.now())
    if queries.goes_elsewhere(area):
        flash.done(request, _("这里停了。上级或者下面的地区自己开始的还在问，由他们停。"))
    else:
        flash.done(request, _("已停止。不再问人，也不再有人因为没有回音而休眠。"))
    return see_other(reverse("people:sleepers_preview"))


@needs(Right.REGISTER_ON_SITE)
@require_POST
def desk_waking(request: Asking, person_pid: str) -> HttpResponse:
    """Who stands at the desk is back."""
    person = access.person_for(request.actor, person_pid, right=Right.REGISTER_ON_SITE)
    try:
        actions.go_on(person=person, how=End.DESK, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, _("已恢复，时长和编号都没有变。"))
    return see_other(reverse("people:record", args=[person.public_id]))


@signed_in
@require_POST
def own_still_here(request: Asking) -> HttpResponse:
    """The one tap of who is logged in."""
    if request.actor.person_id is None:
        raise Http404
    person, at = access.own_person(request.actor), clock.now()
    actions.go_on(person=person, how=End.STAYS, actor=request.actor, at=at)
    if queries.may_be_asked(person.pk, at):
        flash.done(request, _("好的，您继续是志愿者，时长和编号都没有变。"))
    return see_other("/mine/")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def still_here(request: Asking, dormancy_pid: str) -> HttpResponse:
    """The link of the message: says nothing of whose it is, changes nothing by being opened, one tap goes on."""
    row = queries.dormancy(dormancy_pid)
    if row is None or row.asked_at is None:
        raise Http404
    if request.method == "POST":
        current = queries.asks_now(row.person_id)
        # An old link answers the question that it came with, and no later one.
        if current is not None and current.pk == row.pk:
            actions.go_on(person=row.person, how=End.STAYS, actor=request.actor, at=clock.now())
        return see_other(reverse("people:still_here", args=[row.public_id]))
    state, left = row.state, row.end_why == End.LEFT
    if state is not State.ENDED and not queries.may_be_asked(row.person_id, clock.now()):
        state, left = State.ENDED, True
    return render(request, "people/still_here.html", {"row": row, "state": state, "left": left})
