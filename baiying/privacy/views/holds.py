"""Legal holds: those of the area, a new one, and one: to be confirmed by another, renewed, or given its last day."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, needs
from baiying.kit import clock, keeping
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.people import queries as people
from baiying.privacy import access, actions, queries, rules
from baiying.privacy.forms import HoldEndForm, HoldForm, HoldRefusalForm
from baiying.privacy.models import Hold, HoldThing
from baiying.privacy.rights import Right
from baiying.privacy.views.guarding import own_area
from baiying.ui import flash
from baiying.ui.answers import pressed, refuse, see_other

_COPIED = ("ground", "statute", "case_no", "untold_why")


class Thing(NamedTuple):
    """One thing of a hold, as the office reads it: no name."""

    said: str
    waits: bool
    gone: bool


def holds_shown(request: Asking) -> list[tuple[Hold, str]]:
    """Those in force which the reader may know of, for the page that prints."""
    at = clock.now()
    rows = [(row, queries.hold_state(row, clock.local_date(at))) for row in access.holds_seen(request.actor, at)]
    return [line for line in rows if line[1] == rules.IN_FORCE]


@needs(Right.GUARD_DATA)
@require_safe
def holds(request: Asking) -> HttpResponse:
    """Those that wait or hold, and those that are over."""
    own_area(request)
    at = clock.now()
    rows = [(row, queries.hold_state(row, clock.local_date(at))) for row in access.holds_seen(request.actor, at)]
    alive = {rules.ASKED, rules.IN_FORCE}
    context = {
        "now": [line for line in rows if line[1] in alive],
        "past": [line for line in rows if line[1] not in alive],
    }
    return render(request, "privacy/holds.html", context)


@needs(Right.GUARD_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asking) -> HttpResponse:
    """Ask for one; `?person=` names somebody, `?like=` begins with what another says, to renew it."""
    area_id, at = own_area(request), clock.now()
    form = HoldForm(request.POST or None, initial=_begun(request))
    if request.method == "POST" and form.is_valid():
        scope = accounts.scope_of(request.actor, Right.GUARD_DATA)
        typed = form.cleaned_data
        try:
            things = actions.name_things(numbers=typed["things"], scope=scope, actor=request.actor, at=at)
            row = actions.ask_hold(
                given=form.given(), things=things, area_id=area_id, source=typed["source"], actor=request.actor, at=at
            )
        except Refused as refusal:
            refuse(form, refusal)
            return render(request, "privacy/hold_new.html", {"form": form}, status=refusal.status)
        flash.done(request, _("已提出。另一位有权的人确认以后才生效。"))
        return see_other(reverse("privacy:hold", args=[row.public_id]))
    return render(request, "privacy/hold_new.html", {"form": form}, status=422 if form.errors else 200)


def _begun(request: Asking) -> dict[str, Any]:
    """With what the form begins."""
    begun: dict[str, Any] = {"source": new_public_id()}
    if like := request.GET.get("like", ""):
        row = access.hold_for(request.actor, like, clock.now())
        begun |= {name: getattr(row, name) for name in _COPIED}
        begun["tells"] = "yes" if row.tells else "no"
        begun["things"] = "\n".join(_number(one) for one in queries.things_of(row))
    elif person := request.GET.get("person", ""):
        begun["things"] = access.number_to_hold(request.actor, person)
    return begun


def _number(thing: HoldThing) -> str:
    if thing.person is not None:
        return people.last_volunteer_no(people.record_now(thing.person.pk))
    return str(keeping.holdables()[thing.kind].ask("number", thing.record_id))


def _thing(one: HoldThing, *, in_force: bool) -> Thing:
    waits = in_force and queries.waits(one, clock.now())
    if one.person is None:
        said = keeping.holdables()[one.kind].ask("said", one.record_id)
    elif people.is_erased(one.person):
        said = str(_("已注销"))
    else:
        said = f"{identifiers.mask_name(one.person.name)} {_number(one)}"
    return Thing(said, waits, one.gone_at is not None)


def _page(request: Asking, row: Hold, status: int = 200, **more: Any) -> HttpResponse:
    state = queries.hold_state(row, clock.local_date(clock.now()))
    by = [pk for pk in (row.asked_by_id, row.decided_by_id, row.cut_by_id) if pk is not None]
    names = account_rows.names_of(by)
    context = {
        "row": row,
        "state": state,
        "things": [_thing(one, in_force=state == rules.IN_FORCE) for one in queries.things_of(row)],
        "own": row.asked_by_id == request.actor.account_id,
        "same_hand": accounts.is_self(request.actor, row.asked_by_id),
        "asked_by": names.get(row.asked_by_id, ""),
        "decided_by": names.get(row.decided_by_id or 0, ""),
        "cut_by": names.get(row.cut_by_id or 0, ""),
        "refusal_form": HoldRefusalForm(),
        "end_form": HoldEndForm(),
        **more,
    }
    return render(request, "privacy/hold.html", context, status=status)


@needs(Right.GUARD_DATA)
@never_cache
@require_safe
def hold(request: Asking, hold_pid: str) -> HttpResponse:
    """One hold, whatever became of it."""
    return _page(request, access.hold_for(request.actor, hold_pid, clock.now()))


def _pressed(
    request: Asking, row: Hold, named: tuple[str, forms.Form], act: Callable[..., object], said: str | Promise
) -> HttpResponse:
    """Carry out what a form of the page asks for; where it does not hold, the page again with what was typed."""

    def then(_done: object) -> HttpResponse:
        flash.done(request, said)
        return see_other(reverse("privacy:hold", args=[row.public_id]))

    acted = partial(act, hold_id=row.pk, actor=request.actor, at=clock.now())
    return pressed(named, acted, partial(_page, request, row), then)


@needs(Right.GUARD_DATA)
@require_POST
def consent(request: Asking, hold_pid: str) -> HttpResponse:
    row = access.hold_for(request.actor, hold_pid, clock.now())
    named = ("agree_form", forms.Form(request.POST))
    return _pressed(request, row, named, actions.agree_hold, _("已确认，现在起保存。"))


@needs(Right.GUARD_DATA)
@require_POST
def refusal(request: Asking, hold_pid: str) -> HttpResponse:
    row = access.hold_for(request.actor, hold_pid, clock.now())
    named = ("refusal_form", HoldRefusalForm(request.POST))
    return _pressed(request, row, named, actions.refuse_hold, _("已记为不确认，申请的人会看到原因。"))


@needs(Right.GUARD_DATA)
@require_POST
def removal(request: Asking, hold_pid: str) -> HttpResponse:
    """Taken back by who asked, before anybody answered; of another's there is nothing to take back."""
    row = access.own_hold(request.actor, hold_pid, clock.now())
    named = ("agree_form", forms.Form(request.POST))
    return _pressed(request, row, named, actions.take_back_hold, _("已撤回。"))


@needs(Right.GUARD_DATA)
@require_POST
def end(request: Asking, hold_pid: str) -> HttpResponse:
    """Give it its last day."""
    row = access.hold_for(request.actor, hold_pid, clock.now())
    named = ("end_form", HoldEndForm(request.POST))
    return _pressed(request, row, named, actions.cut_hold, _("已定下最后一天，过了那天该清除的自动清除。"))
