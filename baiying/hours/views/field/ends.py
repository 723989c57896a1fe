"""The end of a shift: all leave in one act; forgotten check-outs on one page, confirmed together."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts.access import Asking, signed_in
from baiying.activities import queries as activities
from baiying.hours import access, actions, queries
from baiying.hours.forms import EndsForm
from baiying.hours.views.answers import see_other
from baiying.hours.views.field import marks
from baiying.hours.views.field import rows as people_rows
from baiying.kit import clock
from baiying.ui import flash, formats, seen


@signed_in
@never_cache
@require_POST
def leavings(request: Asking, shift_pid: str) -> HttpResponse:
    """Everybody who is still here leaves: at the planned end, or now where it is not yet over.

    Near the end it is one press. Long before it the page asks first, who is meant and how long the shift still lasts;
    whoever comes or leaves meanwhile makes it ask anew.
    """
    at = clock.now()
    shift = access.led_shift(request.actor, shift_pid)
    if not queries.ends_soon(shift, at):
        here = list(queries.attendances_of(shift.pk).filter(checked_out_at__isnull=True))
        shown = seen.mark("hours.leavings", shift_pid, request.actor.account_id, sorted(row.pk for row in here))
        if here and request.POST.get("seen") != shown:
            return _asked(request, shift, here, shown, at)
    done = actions.leave_all(shift=shift, actor=request.actor, at=at)
    words = {"count": len(done.done), "time": formats.time_text(min(at, shift.ends_at))}
    _say(request, shift, done, translate("已记 %(count)s 人在 %(time)s 离开，时长待复核。") % words, at)
    return marks.back_to(shift_pid)


def _asked(
    request: Asking, shift: activities.Shift, here: list[queries.Attendance], shown: str, at: datetime
) -> HttpResponse:
    context = {
        "shift": shift,
        "when": formats.span_text(shift.starts_at, shift.ends_at),
        "left": math.ceil((shift.ends_at - at).total_seconds() / 60),
        "names": [people_rows.shown(row) for row in here],
        "time": formats.time_text(at),
        "seen": shown,
        "changed": "seen" in request.POST,
    }
    return render(request, "hours/all_left.html", context)


def _say(request: Asking, shift: activities.Shift, done: actions.OfMany, text: str, at: datetime) -> None:
    if done.done:
        undo = reverse("hours:undone_leavings", args=[shift.public_id]) + "?" + urlencode({"said": at.isoformat()})
        flash.undoable(request, text, undo)
    for row, refusal in done.refused:
        flash.failed(request, formats.about(people_rows.shown(row), refusal))


@dataclass(frozen=True, slots=True)
class Line:
    """One person without a confirmed end, with the two controls of the form."""

    row: people_rows.Row
    words: str
    confirm: Any
    ends_at: Any


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ends(request: Asking, shift_pid: str) -> HttpResponse:
    """Who has no confirmed end, all on one page: one time for all, another for single ones, one press."""
    at = clock.now()
    shift = access.led_shift(request.actor, shift_pid)
    waiting = [row for row in people_rows.rows_of(shift, request.actor, at) if _waits(row, shift, at)]
    theirs = [row for row in waiting if not row.own]
    held = {row.key: row.attendance for row in theirs}
    form = EndsForm(
        request.POST or None,
        shift=shift,
        comes_to_nothing=lambda key, ends_at: queries.comes_to_nothing(held[key], ends_at),
        rows=[(row.key, _said(row)) for row in theirs],
        only=request.GET.get("only", ""),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = [(held[key], ends_at) for key, ends_at in form.chosen()]
            done = actions.confirm_ends(ends=given, words=form.cleaned_data["words"], actor=request.actor, at=at)
            text = translate("已确认 %(count)s 人的离开时间，时长待复核。") % {"count": len(done.done)}
            _say(request, shift, done, text, at)
            left = len(theirs) - len(done.done)
            return see_other(reverse("hours:ends_of", args=[shift_pid])) if left else marks.back_to(shift_pid)
    context = {
        "shift": shift,
        "form": form,
        "lines": [Line(row, _words(row), form[f"confirm_{row.key}"], form[f"ends_{row.key}"]) for row in theirs],
        "own": [row for row in waiting if row.own],
        "others": access.other_hands(request.actor, shift) if len(theirs) < len(waiting) else [],
        "when": formats.span_text(shift.starts_at, shift.ends_at),
    }
    return render(request, "hours/ends.html", context, status=status)


def _waits(row: people_rows.Row, shift: activities.Shift, at: datetime) -> bool:
    return row.state == "ends" or (row.state == "here" and at >= shift.ends_at)


def _said(row: people_rows.Row) -> str:
    """The time that the volunteer said, for the field; empty where nobody said any."""
    held = row.attendance
    return formats.time_text(held.checked_out_at) if held.checked_out_at is not None and held.out_source else ""


def _words(row: people_rows.Row) -> str:
    said = _said(row)
    came = translate("%(time)s 到") % {"time": formats.time_text(row.attendance.checked_in_at)}
    if not said:
        return came
    left = translate("本人说 %(time)s 离开") % {"time": said}
    return came + translate("，") + left
