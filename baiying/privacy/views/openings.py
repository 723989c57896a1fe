"""A record at rest is opened by two persons: one asks for a reason of the law, another agrees, then who asked looks."""

from collections.abc import Callable
from functools import partial
from typing import Any

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
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.people import actions as people_actions
from baiying.people import queries as people
from baiying.privacy import access, actions, queries
from baiying.privacy.forms import OpeningForm, OpeningRefusalForm, StoredLookForm
from baiying.privacy.models import Opening
from baiying.privacy.opening_models import What
from baiying.privacy.rights import Right
from baiying.ui import flash
from baiying.ui.answers import pressed, refuse, see_other


@needs(Right.OPEN_STORED)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stored(request: Asking, person_pid: str) -> HttpResponse:
    """Ask to open a record at rest; where the own wish waits or is open, on to that."""
    person, at = access.at_rest(request.actor, person_pid), clock.now()
    people_actions.note_look(person=person, page="stored", actor=request.actor, at=at)
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.ask_opening(person=person, actor=request.actor, at=at, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
            return _form(request, person, form, refusal.status)
        flash.done(request, _("已提出。另一位有权的人同意以后，您可以在这里查看。"))
        return see_other(reverse("privacy:opening", args=[row.public_id]))
    own = queries.own_opening(person.pk, request.actor.account_id or 0, at)
    if own is not None and request.method != "POST":
        return see_other(reverse("privacy:opening", args=[own.public_id]))
    return _form(request, person, form, 422 if form.errors else 200)


def _form(request: Asking, person: people.Person, form: OpeningForm, status: int) -> HttpResponse:
    hours = queries.privacy_rules(person.residence.path, clock.local_date(clock.now())).opening_hours
    context = {"person": person, "name": identifiers.mask_name(person.name), "form": form, "hours": hours}
    return render(request, "privacy/stored.html", context, status=status)


@needs(Right.OPEN_STORED)
@require_safe
def openings(request: Asking) -> HttpResponse:
    """What waits for a second person, and the last that were answered."""
    at = clock.now()
    scope = accounts.scope_of(request.actor, Right.OPEN_STORED)
    waits = list(queries.waiting_openings(scope))
    last = queries.recent_openings(scope)
    context = {
        "waits": [_line(row) for row in waits],
        "last": [(*_line(row), queries.opening_state(row, at)) for row in last],
    }
    return render(request, "privacy/openings.html", context)


def _line(row: Opening) -> tuple[Opening, str]:
    return row, identifiers.mask_name(row.person.name)


def _page(request: Asking, row: Opening, status: int = 200, **more: Any) -> HttpResponse:
    at, own = clock.now(), row.asked_by_id == request.actor.account_id
    people_actions.note_look(person=row.person, page="stored", actor=request.actor, at=at)
    names = account_rows.names_of([pk for pk in (row.asked_by_id, row.decided_by_id) if pk is not None])
    context = {
        "row": row,
        "name": identifiers.mask_name(row.person.name),
        "number": people.last_volunteer_no(row.person_id),
        "state": queries.opening_state(row, at),
        "own": own,
        "same_hand": accounts.is_self(request.actor, row.asked_by_id),
        "asked_by": names.get(row.asked_by_id, ""),
        "decided_by": names.get(row.decided_by_id or 0, ""),
        "refusal_form": OpeningRefusalForm(),
        "look_form": StoredLookForm(),
        **more,
    }
    return render(request, "privacy/opening.html", context, status=status)


@needs(Right.OPEN_STORED)
@never_cache
@require_safe
def opening(request: Asking, opening_pid: str) -> HttpResponse:
    """One wish: to be answered by another, or to look by who asked."""
    return _page(request, access.opening_for(request.actor, opening_pid))


def _pressed(
    request: Asking, row: Opening, named: tuple[str, forms.Form], act: Callable[..., object], said: str | Promise
) -> HttpResponse:
    """Carry out what a form of the page asks for; where it does not hold, the page again with what was typed."""

    def then(_done: object) -> HttpResponse:
        flash.done(request, said)
        return see_other(reverse("privacy:opening", args=[row.public_id]))

    acted = partial(act, opening_id=row.pk, actor=request.actor, at=clock.now())
    return pressed(named, acted, partial(_page, request, row), then)


@needs(Right.OPEN_STORED)
@require_POST
def consent(request: Asking, opening_pid: str) -> HttpResponse:
    row = access.opening_for(request.actor, opening_pid)
    named = ("agree_form", forms.Form(request.POST))
    return _pressed(request, row, named, actions.agree_opening, _("已同意。申请的人现在可以查看，每次都会记下来。"))


@needs(Right.OPEN_STORED)
@require_POST
def refusal(request: Asking, opening_pid: str) -> HttpResponse:
    row = access.opening_for(request.actor, opening_pid)
    named = ("refusal_form", OpeningRefusalForm(request.POST))
    return _pressed(request, row, named, actions.refuse_opening, _("已记为不同意，申请的人会看到原因。"))


@needs(Right.OPEN_STORED)
@never_cache
@require_POST
def looks(request: Asking, opening_pid: str) -> HttpResponse:
    """Show one thing once, after writing the look down."""
    row = access.asked_opening(request.actor, opening_pid)
    form = StoredLookForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, look_form=form)
    what = form.cleaned_data["what"]
    try:
        shown = actions.look_stored(opening_id=row.pk, what=what, actor=request.actor, at=clock.now())
    except Refused as refusal:
        refuse(form, refusal)
        return _page(request, row, refusal.status, look_form=form)
    return _page(request, row, shown=shown, shown_what=What(what).label, look_form=form)


@needs(Right.OPEN_STORED)
@require_POST
def end(request: Asking, opening_pid: str) -> HttpResponse:
    """No longer needed."""
    row = access.asked_opening(request.actor, opening_pid)
    actions.end_opening(opening_id=row.pk, actor=request.actor, at=clock.now())
    flash.done(request, _("已结束，不能再查看。"))
    return see_other(reverse("privacy:opening", args=[row.public_id]))
