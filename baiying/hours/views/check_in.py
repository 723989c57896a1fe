"""The volunteer's side: opening the live code, typing it, and what came of it. GET never changes anything."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts.access import Asking, public, signed_in
from baiying.activities import actions as activity_actions
from baiying.activities import queries as activities
from baiying.hours import access, actions, queries, rules
from baiying.hours.forms import DigitsForm, EndForm, Window
from baiying.hours.models import Source
from baiying.hours.views.answers import refuse, see_other
from baiying.kit import clock, limits
from baiying.kit.errors import Refused
from baiying.people import queries as people
from baiying.ui import flash, formats
from baiying.ui.scanning import scans

# Of a shift until when, and by what: the code's address opened (code), or its digits typed (digits).
_PASSES = "check_in_passes"
# Stands in the address where the token would: who typed the digits is given none.
_BY_DIGITS = "digits"
# Whom of the last shifts this browser has checked out, so that the way back does not check in again.
_LEFT, _LEFT_KEPT = "checked_out", 3
_THESE_HOURS = timedelta(hours=6)
# A pass is used up on the server: a copy of the cookie from before the button was pressed opens nothing more.
_ONCE = limits.Limit("check_in_pass", 1, timedelta(seconds=2 * rules.GRACE_SECONDS))


def _remember(request: Asking, shift_pid: str, at: datetime, source: str) -> None:
    """Who opened the code in time, or typed its digits, may log in and press the button for five more minutes, in the
    same session alone. Pressing the button spends the pass: one scan, one act.
    """
    # To the microsecond: it tells one scan from the next.
    now = at.timestamp()
    passes = {pid: given for pid, given in request.session.get(_PASSES, {}).items() if given[0] > now}
    request.session[_PASSES] = {**passes, shift_pid: [now + rules.GRACE_SECONDS, source]}


def _admitted(request: Asking, shift_pid: str, token: str, at: datetime) -> bool:
    if queries.is_live(shift_pid, token, at):
        return True
    return float(request.session.get(_PASSES, {}).get(shift_pid, [0])[0]) > at.timestamp()


def _spend(request: Asking, shift_pid: str, at: datetime) -> str:
    """By what the pass was given, if it was still to be used: once, by whoever comes first, in whatever session."""
    passes = request.session.get(_PASSES, {})
    request.session[_PASSES] = {pid: given for pid, given in passes.items() if pid != shift_pid}
    until, source = passes.get(shift_pid, (None, ""))
    return str(source) if until is not None and limits.take(_ONCE, shift_pid, until, at=at) else ""


def _expired(request: Asking) -> HttpResponse:
    refusal = actions.CodeExpired()
    return render(request, "hours/code_expired.html", {"refusal": refusal}, status=refusal.status)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def live(request: Asking, shift_pid: str, token: str) -> HttpResponse:
    """The address in the rotating QR: first a page that says what will happen, then the button."""
    at = clock.now()
    if not _admitted(request, shift_pid, token, at):
        return _again(request, shift_pid) or _expired(request)
    is_live = queries.is_live(shift_pid, token, at)
    if request.method == "POST" and request.actor.is_signed_in:
        source = _spend(request, shift_pid, at)
        if not source and not is_live:
            return _again(request, shift_pid) or _expired(request)
        return _act(request, shift_pid, at, source=Source.CODE if is_live else source)
    if is_live:
        _remember(request, shift_pid, at, Source.CODE)
    if not request.actor.is_signed_in:
        return redirect_to_login(request.get_full_path())
    return _confirm(request, shift_pid, at)


def _again(request: Asking, shift_pid: str) -> HttpResponse | None:
    """The button pressed twice: the second press finds what the first one did."""
    if request.method != "POST" or not request.actor.person_id:
        return None
    if request.POST.get("intent") == "out":
        row = queries.attendance(request.POST.get("attendance", ""))
        done = row is not None and row.person_id == request.actor.person_id and row.checked_out_at is not None
    else:
        row = queries.open_attendance_of(request.actor.person_id)
        done = row is not None
    if row is None or not done or not _is_of(row, shift_pid):
        return None
    return see_other(reverse("hours:attendance", args=[row.public_id]))


def _is_of(row: queries.Attendance, shift_pid: str) -> bool:
    return row.shift is not None and row.shift.public_id == shift_pid


def _act(request: Asking, shift_pid: str, at: datetime, *, source: str) -> HttpResponse:
    if request.POST.get("intent") == "out":
        row = access.own_attendance(request.actor, request.POST.get("attendance", ""))
        if not _is_of(row, shift_pid):
            raise Http404
        return _leave(request, row, shift_pid, at, source=source)
    intent, left = request.POST.get("intent"), request.session.get(_LEFT, {}).get(shift_pid)
    if intent != "again" and left is not None and left[0] == request.actor.person_id:
        # The way back leads to a page from before: who has left comes again only by the button that says so.
        return see_other(reverse("hours:attendance", args=[left[1]]))
    return _come(request, shift_pid, at, source=source, joins=intent == "join")


def _leave(request: Asking, row: queries.Attendance, shift_pid: str, at: datetime, *, source: str) -> HttpResponse:
    try:
        actions.check_out(attendance=row, source=source, actor=request.actor, at=at)
    except Refused as refusal:
        return render(request, "hours/check_in_refused.html", {"refusal": refusal}, status=refusal.status)
    others = [one for one in request.session.get(_LEFT, {}).items() if one[0] != shift_pid]
    request.session[_LEFT] = {**dict(others[-_LEFT_KEPT:]), shift_pid: [row.person_id, row.public_id]}
    return see_other(reverse("hours:attendance", args=[row.public_id]))


def _left(request: Asking, shift_pid: str) -> queries.Attendance | None:
    shift, person_id = activities.shift(shift_pid), request.actor.person_id
    return queries.left_of(person_id, shift.pk) if shift is not None and person_id is not None else None


def _come(request: Asking, shift_pid: str, at: datetime, *, source: str, joins: bool = False) -> HttpResponse:
    """Check in; with `joins` whoever did not sign up takes a free place in the same act."""
    actor = request.actor
    try:
        if joins and actor.person_id is not None:
            pid = actions.join_in(shift_pid=shift_pid, person_id=actor.person_id, source=source, actor=actor, at=at)
        else:
            pid = actions.check_in(shift_pid=shift_pid, person_id=actor.person_id, source=source, actor=actor, at=at)
    except Refused as refusal:
        context = {"refusal": refusal, "other": refusal.detail.get("attendance")}
        return render(request, "hours/check_in_refused.html", context, status=refusal.status)
    return see_other(reverse("hours:attendance", args=[pid]))


def _confirm(request: Asking, shift_pid: str, at: datetime) -> HttpResponse:
    shift = activities.shift(shift_pid)
    if shift is None:
        raise Http404
    actor = request.actor
    person = people.person_by_id(actor.person_id) if actor.person_id else None
    held = queries.open_attendance_of(person.pk) if person is not None else None
    here = held if held is not None and held.shift_id == shift.pk else None
    why_not = _why_not(request, person.pk, shift, at) if person is not None and held is None else None
    joins = False
    if person is not None and isinstance(why_not, actions.CHECK_IN["not_signed_up"]):
        joins, why_not = _joining(request, person.pk, shift, at, why_not)
    context = {
        "shift": shift,
        "now": at,
        "leaving_now": queries.leaving_now(here, at) if here is not None else None,
        "person": person,
        "guards": person is None and people.is_guardian(actor.account_id or 0, at),
        "for_ward": person is not None and not people.comes_in_as(actor.account_id, person),
        "attendance": here,
        "elsewhere": held if held is not None and held.shift_id != shift.pk else None,
        "elsewhere_title": queries.occasion_of(held).title if held is not None else "",
        "why_not": why_not,
        "joins": joins,
        "left": shift.places - shift.taken,
        "calm": here is not None and not queries.nearly_over(here, at),
        "gone": queries.left_of(person.pk, shift.pk) if person is not None and held is None else None,
    }
    return render(request, "hours/check_in_confirm.html", context)


def _why_not(request: Asking, person_id: int, shift: activities.Shift, at: datetime) -> Refused | None:
    """What the button would be answered with, said before it is pressed."""
    given = queries.rules_of(queries.occasion_of_shift(shift)).rules
    comer = queries.comer(request.actor.account_id, person_id, shift, at)
    code = rules.may_check_in(comer, queries.shift_times(shift), given, at)
    return None if code in rules.COME else actions.CHECK_IN[code]()


def _joining(
    request: Asking, person_id: int, shift: activities.Shift, at: datetime, why_not: Refused
) -> tuple[bool, Refused | None]:
    """Whether whoever did not sign up may take a free place now; else what stands in the way, said before the press."""
    code = activities.may_join(request.actor.account_id or 0, person_id, shift, at)
    if code != "joins":
        known = code in activity_actions.OF_JOINING
        return False, activity_actions.why_not_joining(code, person_id, shift) if known else why_not
    given = queries.rules_of(queries.occasion_of_shift(shift)).rules
    comer = replace(queries.comer(request.actor.account_id, person_id, shift, at), signed_up=True)
    later = rules.may_check_in(comer, queries.shift_times(shift), given, at)
    return (True, None) if later in rules.COME else (False, actions.CHECK_IN[later]())


@scans
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def digits(request: Asking) -> HttpResponse:
    """Typing the six digits: the server knows my shifts of today, so nothing else is asked."""
    at, actor = clock.now(), request.actor
    form = DigitsForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                shift_pid = actions.try_digits(
                    digits=form.cleaned_data["digits"], shift_pids=_shifts_now(actor.person_id, at), actor=actor, at=at
                )
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                return _typed(request, shift_pid, at, leaves=form.cleaned_data["intent"] == "out")
    held = queries.open_attendance_of(actor.person_id) if actor.person_id else None
    calm = held is not None and not queries.nearly_over(held, at)
    form.initial["intent"] = "out" if held is not None and not calm else ""
    context = {
        "form": form,
        "held": held,
        "held_title": queries.occasion_of(held).title if held is not None else "",
        "calm": calm,
        "now": at,
        "leaving_now": queries.leaving_now(held, at) if held is not None else None,
        "next": _next_shift(actor.person_id, at),
        "later": _later_shift(actor.person_id, at),
    }
    return render(request, "hours/check_in_digits.html", context, status=status)


def _typed(request: Asking, shift_pid: str, at: datetime, *, leaves: bool) -> HttpResponse:
    held = queries.open_attendance_of(request.actor.person_id or 0)
    if held is not None and _is_of(held, shift_pid):
        if leaves and queries.nearly_over(held, at):
            # The page of the digits has said what will count; nothing is left to ask.
            return _leave(request, held, shift_pid, at, source=Source.DIGITS)
        return _asked(request, shift_pid, at)
    if _left(request, shift_pid) is not None:
        return _asked(request, shift_pid, at)
    return _come(request, shift_pid, at, source=Source.DIGITS)


def _asked(request: Asking, shift_pid: str, at: datetime) -> HttpResponse:
    """To the page that says what the button would do."""
    _remember(request, shift_pid, at, Source.DIGITS)
    return see_other(reverse("hours:live", args=[shift_pid, _BY_DIGITS]))


def _shifts_now(person_id: int | None, at: datetime) -> list[str]:
    """The person's shifts of these hours, whose code may be meant; the one where somebody is now comes first."""
    if person_id is None:
        return []
    held = queries.open_attendance_of(person_id)
    candidates = [held.shift.public_id] if held is not None and held.shift is not None else []
    coming = activities.coming_of_person(person_id, at - _THESE_HOURS)
    return candidates + [row.shift.public_id for row in coming.filter(shift__starts_at__lt=at + _THESE_HOURS)[:20]]


def _later_shift(person_id: int | None, at: datetime) -> activities.Signup | None:
    """The next shift that is not of these hours: named, but nothing to check in for now."""
    row = activities.next_shift_of(person_id, at) if person_id else None
    return row if row is not None and row.shift.starts_at > at + _THESE_HOURS else None


def _next_shift(person_id: int | None, at: datetime) -> activities.Signup | None:
    """The shift of these hours: what is days away is not offered for checking in."""
    row = activities.next_shift_of(person_id, at) if person_id else None
    return row if row is not None and row.shift.starts_at <= at + _THESE_HOURS else None


@signed_in
@require_safe
def attendance(request: Asking, attendance_pid: str) -> HttpResponse:
    """What is on record about one coming: right after pressing the button, and ever after."""
    at = clock.now()
    row = access.own_attendance(request.actor, attendance_pid)
    case = queries.case_of_attendance(row, at)
    window = Window.of(row.shift, row.checked_in_at)
    form = EndForm(window=window, initial=_said_before(case)) if _may_say_end(case, at) else None
    return _record(request, case, form, at)


def _record(request: Asking, case: queries.Case, form: EndForm | None, at: datetime, status: int = 200) -> HttpResponse:
    page = {"case": case, "row": case.attendance, "form": form, "today": clock.local_date(at)}
    page["changes"] = queries.changes_of(case.entries)
    return render(request, "hours/attendance.html", page, status=status)


def _said_before(case: queries.Case) -> dict[str, str]:
    """What the volunteer has said already: to read and to change, not to type anew."""
    row = case.attendance
    if case.state != "stated" or row.checked_out_at is None:
        return {}
    words = next((str(one.get("words", "")) for one in row.reason[1:]), "")
    return {"ends_at": formats.time_text(row.checked_out_at), "words": words}


def _may_say_end(case: queries.Case, at: datetime) -> bool:
    over = case.occasion.planned_end is None or at > case.occasion.planned_end
    return case.state in rules.WITHOUT_END and (case.attendance.checked_out_at is not None or over)


@signed_in
@require_POST
def ends(request: Asking, attendance_pid: str) -> HttpResponse:
    """The volunteer says when he or she left; the leader confirms."""
    at = clock.now()
    row = access.own_attendance(request.actor, attendance_pid)
    form = EndForm(request.POST, window=Window.of(row.shift, row.checked_in_at))
    status = 422
    if form.is_valid():
        try:
            actions.say_end(
                attendance=row,
                ends_at=form.cleaned_data["ends_at"],
                words=form.cleaned_data["words"],
                actor=request.actor,
                at=at,
            )
        except Refused as refusal:
            refuse(form, refusal)
            status = refusal.status
        else:
            flash.done(request, _("已记下，等领队确认。"))
            return see_other(reverse("hours:attendance", args=[attendance_pid]))
    return _record(request, queries.case_of_attendance(row, at), form, at, status)
