"""When a site is open and what it lends: how its week is read, days that are otherwise, rooms; for its office."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate

from baiying.kit import clock
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.places import access, actions, opening_words, queries
from baiying.places.models import Site
from baiying.places.opening_forms import LendRoom, SayDays
from baiying.places.rights import Right
from baiying.ui import flash
from baiying.ui.answers import refuse


@needs(Right.EDIT_SITES)
def opening(request: Asking, site_pid: str) -> HttpResponse:
    """What holds, and the form of days that are otherwise."""
    site = access.site_for(request.actor, site_pid, right=Right.EDIT_SITES)
    if request.method != "POST":
        return _page(request, site, 200)
    return _entered(
        request, site, "days_form", SayDays(request.POST), "places:site_days_withdrawal",
        lambda data: actions.say_site_days(
            site_id=site.pk, given=actions.NewDays(**data), actor=request.actor, at=clock.now()
        ),
        lambda _row: translate("记下了，公众页面上已经看得到。"),
    )  # fmt: skip


@needs(Right.EDIT_SITES)
def rooms(request: Asking, site_pid: str) -> HttpResponse:
    """Say that the site lends a room."""
    site = access.site_for(request.actor, site_pid, right=Right.EDIT_SITES)
    if request.method != "POST":
        return _back(site)
    return _entered(
        request, site, "room_form", LendRoom(request.POST), "places:site_room_withdrawal",
        lambda data: actions.lend_room(site_id=site.pk, **data, actor=request.actor, at=clock.now()),
        lambda row: translate("%(room)s可以借用了。") % {"room": row.name},
    )  # fmt: skip


def _entered(
    request: Asking,
    site: Site,
    name: str,
    form: Form,
    undo: str,
    act: Callable[[dict[str, Any]], Any],
    said: Callable[[Any], str],
) -> HttpResponse:
    """Enter what a form of the page says, to be taken back at `undo`; else the page again with that form."""
    if form.is_valid():
        try:
            row = act(form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.undoable(request, said(row), reverse(undo, args=[row.public_id]))
            return _back(site)
    return _page(request, site, 422, **{name: form})


@needs(Right.EDIT_SITES)
def days_withdrawal(request: Asking, site_day_pid: str) -> HttpResponse:
    """Take back what was said of some days."""
    row = access.site_day_for(request.actor, site_day_pid, right=Right.EDIT_SITES)
    return _taken_back(request, row, actions.withdraw_site_days, "places:site_days_restoration", day_id=row.pk)


@needs(Right.EDIT_SITES)
def days_restoration(request: Asking, site_day_pid: str) -> HttpResponse:
    """Put back what was said of some days."""
    row = access.site_day_for(request.actor, site_day_pid, right=Right.EDIT_SITES)
    return _put_back(request, row, actions.restore_site_days, day_id=row.pk)


@needs(Right.EDIT_SITES)
def room_withdrawal(request: Asking, site_room_pid: str) -> HttpResponse:
    """Lend a room no more."""
    row = access.site_room_for(request.actor, site_room_pid, right=Right.EDIT_SITES)
    return _taken_back(request, row, actions.withdraw_room, "places:site_room_restoration", room_id=row.pk)


@needs(Right.EDIT_SITES)
def room_restoration(request: Asking, site_room_pid: str) -> HttpResponse:
    """Lend a room again."""
    row = access.site_room_for(request.actor, site_room_pid, right=Right.EDIT_SITES)
    return _put_back(request, row, actions.restore_room, room_id=row.pk)


def _taken_back(request: Asking, row: Any, act: Callable[..., Any], undo: str, **which: int) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    act(**which, actor=request.actor, at=clock.now())
    flash.undoable(request, translate("已撤掉。"), reverse(undo, args=[row.public_id]))
    return _back(row.site)


def _put_back(request: Asking, row: Any, act: Callable[..., Any], **which: int) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    try:
        act(**which, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, translate("已恢复。"))
    return _back(row.site)


def _back(site: Site) -> HttpResponse:
    return HttpResponseRedirect(reverse("places:site_opening", args=[site.public_id]), status=303)


def _page(
    request: Asking, site: Site, status: int, *, days_form: Form | None = None, room_form: Form | None = None
) -> HttpResponse:
    at = clock.now()
    today = clock.local_date(at)
    week = queries.week_of(site)
    context = {
        "site": site,
        "week": opening_words.week(week) if week is not None else None,
        "today": opening_words.today(queries.open_today([site], at)[site.pk]),
        "days": [
            (row, opening_words.days(row.first_day, row.last_day, today), opening_words.day_hours(row.hours))
            for row in queries.days_said(site, today)
        ],
        "rooms": queries.rooms_of(site),
        "days_form": days_form or SayDays(initial={"first_day": today, "last_day": today}),
        "room_form": room_form or LendRoom(),
    }
    return render(request, "places/site_opening.html", context, status=status)
