"""The leader's side on the spot: the rotating code, the roster to tick, walk-ins, ends to confirm, the record."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.activities import access as activity_access
from baiying.activities import queries as activities
from baiying.hours import access, actions, queries, rules
from baiying.hours.forms import CompleteForm, EndForm, WalkInForm, Window
from baiying.hours.views.answers import see_other
from baiying.kit import clock, limits
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.people import queries as people
from baiying.ui import flash, formats


@dataclass(frozen=True, slots=True)
class Row:
    """One person on the leader's list."""

    person: Any
    signup: Any
    attendance: Any
    state: str
    detail: str
    number: int
    may_undo: bool = False
    form: EndForm | None = None

    @property
    def name(self) -> str:
        """Whom a typed number brought is shown by surname: the leader has seen neither consent nor card (S17)."""
        return _name_to_leader(self.person.name, self.attendance)


def _name_to_leader(name: str, row: queries.Attendance | None) -> str:
    typed = row is not None and row.walk_in and row.in_source == queries.Source.ROLL
    return identifiers.mask_name(name) if typed else name


def _shown(row: queries.Attendance) -> str:
    return _name_to_leader(row.person.name, row)


# How many numbers one leader may try: more than come to any shift, fewer than it takes to find strangers by trying.
_NUMBERS = limits.Limit("walk_in_numbers", 60, timedelta(hours=1))


# What the leader sees of each state: whoever has left and waits for others is simply gone.
_SHOWN = {"serving": "here", "forgotten": "forgotten", "stated": "stated", "refused": "refused"}


def _state(row: queries.Attendance | None, entries: list[queries.HourEntry], at: datetime) -> str:
    if row is None:
        return "missing"
    if row.checked_out_at is None:
        return "here"
    return _SHOWN.get(queries.state_of(row, entries, at), "left")


def _detail(row: queries.Attendance | None) -> str:
    if row is None:
        return ""
    text = formats.time_text(row.checked_in_at)
    if row.checked_out_at is not None:
        text += f"–{formats.time_text(row.checked_out_at)}"
    text += f" · {row.get_in_source_display()}"
    return text + (f" · {translate('现场加入')}" if row.walk_in else "")


def rows_of(shift: activities.Shift, actor_id: int | None, at: datetime) -> list[Row]:
    """Expected people first, then walk-ins; the latest attendance of each."""
    latest: dict[int, queries.Attendance] = {}
    for one in queries.attendances_of(shift.pk):
        latest[one.person_id] = one
    people_rows: list[tuple[Any, Any]] = [(s.person, s) for s in activities.accepted_of(shift.pk)]
    expected = {person.pk for person, _signup in people_rows}
    people_rows += [(a.person, None) for a in latest.values() if a.person_id not in expected]
    entries = queries.entries_by_attendance([a.pk for a in latest.values()])
    found = []
    for number, (person, signup) in enumerate(people_rows, 1):
        held = latest.get(person.pk)
        state = _state(held, entries.get(held.pk, []) if held is not None else [], at)
        form = None
        if held is not None and (state in {"stated", "forgotten", "refused"} or _late(state, shift, at)):
            said = held.checked_out_at if state != "forgotten" else None
            initial = {"ends_at": formats.time_text(said)} if said else {}
            form = EndForm(
                window=Window.of(shift, held.checked_in_at), initial=initial, auto_id=f"id_{held.public_id}_%s"
            )
        undo = state == "here" and held is not None and held.in_by_id == actor_id and held.in_source != "code"
        found.append(Row(person, signup, held, state, _detail(held), number, undo, form))
    return found


def _late(state: str, shift: activities.Shift, at: datetime) -> bool:
    return state == "here" and at > shift.ends_at


def _code_context(request: Asking, shift: activities.Shift, at: datetime) -> dict[str, Any]:
    code = queries.code_of(shift.public_id, at)
    path = reverse("hours:live", args=[shift.public_id, code.token])
    base = settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    return {
        "code": code.digits,
        "url": base + path,
        "seconds": code.seconds_left,
        "period": rules.PERIOD_SECONDS,
        "shift": shift,
        "when": formats.span_text(shift.starts_at, shift.ends_at),
    }


@signed_in
@never_cache
@require_safe
def code(request: Asking, shift_pid: str) -> HttpResponse:
    """Only the code, large: for a second screen, and for phones without scripts, where it reloads itself."""
    shift = access.led_shift(request.actor, shift_pid)
    part = request.headers.get("HX-Request") == "true"
    template = "hours/part_code.html" if part else "hours/code.html"
    return render(request, template, _code_context(request, shift, clock.now()))


@signed_in
@never_cache
@require_safe
def field(request: Asking, shift_pid: str) -> HttpResponse:
    """Everything a leader needs while people come and go."""
    at = clock.now()
    shift = access.led_shift(request.actor, shift_pid)
    return _page(request, shift, WalkInForm(), at)


def _page(request: Asking, shift: activities.Shift, form: WalkInForm, at: datetime, status: int = 200) -> HttpResponse:
    rows = rows_of(shift, request.actor.account_id, at)
    record = queries.shift_record(shift.pk)
    context = {
        **_code_context(request, shift, at),
        "rows": rows,
        "expected": sum(1 for row in rows if row.signup is not None),
        "here": sum(1 for row in rows if row.state == "here"),
        "came": sum(1 for row in rows if row.attendance is not None),
        "left": sum(1 for row in rows if row.attendance is not None and row.state != "here"),
        "to_confirm": sum(1 for row in rows if row.state in {"stated", "forgotten"}),
        "missing": sum(1 for row in rows if row.state == "missing"),
        "over": at > shift.ends_at,
        "ticking": at < shift.ends_at and shift.activity.state == "published",
        "form": form,
        "complete": CompleteForm(),
        "record": record,
    }
    return render(request, "hours/field.html", context, status=status)


def _back(shift_pid: str) -> HttpResponse:
    return see_other(reverse("hours:field", args=[shift_pid]) + "#people")


@signed_in
@require_POST
def ticks(request: Asking, shift_pid: str) -> HttpResponse:
    """One tap: somebody of the list has come, or leaves."""
    at = clock.now()
    shift = access.led_shift(request.actor, shift_pid)
    try:
        if request.POST.get("attendance"):
            row = access.led_attendance(request.actor, request.POST["attendance"])
            actions.check_out(attendance=row, source="roll", actor=request.actor, at=at)
            flash.done(request, translate("%(name)s 已签退，时长待复核。") % {"name": _shown(row)})
        else:
            signup = activity_access.signup_for(request.actor, request.POST.get("signup", ""), to="lead")
            actions.tick_in(shift=shift, person_id=signup.person_id, actor=request.actor, at=at)
    except Refused as refusal:
        flash.failed(request, str(refusal))
    return _back(shift_pid)


@signed_in
@require_POST
def undone_ticks(request: Asking, shift_pid: str) -> HttpResponse:
    """The wrong name was tapped: take it back."""
    row = access.led_attendance(request.actor, request.POST.get("attendance", ""))
    try:
        actions.undo_tick(attendance=row, actor=request.actor, at=clock.now())
        flash.done(request, translate("已撤销 %(name)s 的签到。") % {"name": _shown(row)})
    except Refused as refusal:
        flash.failed(request, str(refusal))
    return _back(shift_pid)


def card_code_of(text: str) -> str:
    """The code in a card's address, if that is what was typed or scanned."""
    parts = [part for part in text.strip().split("/") if part]
    return parts[parts.index("v") + 1] if "v" in parts[:-1] else ""


@signed_in
@require_POST
def walk_ins(request: Asking, shift_pid: str) -> HttpResponse:
    """Somebody who did not sign up is here: by volunteer number or card."""
    at = clock.now()
    shift = access.led_shift(request.actor, shift_pid)
    form = WalkInForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["number"]
        card = card_code_of(number)
        if not card and not limits.take(_NUMBERS, request.actor.account_id, at=at):
            form.add_error("number", _("试得太多了，请过一会儿再输，或扫志愿者证。"))
            return _page(request, shift, form, at, status=429)
        person = people.person_by_card(card) if card else people.person_by_volunteer_no(number)
        if person is None:
            form.add_error(
                "number", _("没有找到这位志愿者。请核对编号；还没有注册的，先由工作人员现场登记，再到这里签到。")
            )
        else:
            try:
                source = "scan" if card else "roll"
                row = actions.tick_in(shift=shift, person_id=person.pk, source=source, actor=request.actor, at=at)
            except Refused as refusal:
                form.add_error("number", str(refusal))
            else:
                name = _name_to_leader(person.name, row)
                flash.done(request, translate("%(name)s 已签到（现场加入）。") % {"name": name})
                return _back(shift_pid)
    return _page(request, shift, form, at, status=422)


@signed_in
@require_POST
def confirmations(request: Asking, attendance_pid: str) -> HttpResponse:
    """The leader confirms when somebody left: now it waits for a second person."""
    row = access.led_attendance(request.actor, attendance_pid)
    form = EndForm(request.POST, window=Window.of(row.shift, row.checked_in_at))
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.confirm_end(
                attendance=row, ends_at=given["ends_at"], words=given["words"], actor=request.actor, at=clock.now()
            )
            flash.done(
                request,
                translate("%(name)s 的离开时间已确认，时长待复核。") % {"name": _shown(row)},
            )
        except Refused as refusal:
            flash.failed(request, formats.about(_shown(row), refusal))
    else:
        flash.failed(request, formats.about(_shown(row), form.errors["ends_at"][0]))
    return _back(row.shift.public_id if row.shift is not None else "")


@signed_in
@require_POST
def record(request: Asking, shift_pid: str) -> HttpResponse:
    """The record is complete: whoever is not on it did not come."""
    shift = access.led_shift(request.actor, shift_pid)
    form = CompleteForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        made = actions.complete_record(shift=shift, words=words, actor=request.actor, at=clock.now())
        flash.done(request, translate("记录已完成，%(absent)s 人没有到。") % {"absent": made.absent})
    except Refused as refusal:
        flash.failed(request, str(refusal))
    return _back(shift_pid)


@signed_in
@require_safe
def roster(request: Asking, shift_pid: str) -> HttpResponse:
    """A sheet to print: row numbers, columns to sign, empty lines for walk-ins."""
    shift = access.led_shift(request.actor, shift_pid)
    signups = list(activities.accepted_of(shift.pk))
    base = settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    context = {
        "shift": shift,
        "rows": [(n, s.person.name) for n, s in enumerate(signups, 1)],
        "empty": range(len(signups) + 1, len(signups) + 1 + max(5, 20 - len(signups))),
        "url": base + reverse("hours:paper", args=[shift_pid]),
        "printed_at": clock.now(),
    }
    return render(request, "hours/roster.html", context)
