"""The leader's page on the spot: code, count and list; the code alone; the sheet to print; the complete record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.activities import queries as activities
from baiying.hours import access, actions, queries, rules
from baiying.hours.forms import CompleteForm, WalkInForm
from baiying.hours.views.answers import see_other
from baiying.hours.views.field import rows as people_rows
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.notices import queries as notices
from baiying.ui import flash, formats
from baiying.ui.scanning import scans


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
        **_appears(shift, at),
    }


def _appears(shift: activities.Shift, at: datetime) -> dict[str, Any]:
    """Before anybody may check in: when the code will be there. A live code the day before is tried, and refused."""
    opens = _opens_at(shift)
    if at >= opens:
        return {"appears_at": None}
    before = int((shift.starts_at - opens).total_seconds() // 60)
    return {"appears_at": opens, "another_day": clock.local_date(opens) > clock.local_date(at), "before": before}


def _opens_at(shift: activities.Shift) -> datetime:
    return rules.opens_at(shift.starts_at, queries.rules_of(queries.occasion_of_shift(shift)).rules)


@signed_in
@never_cache
@require_safe
def code(request: Asking, shift_pid: str) -> HttpResponse:
    """Only the code, large: for a second screen, and for phones without scripts, where it reloads itself."""
    shift = access.led_shift(request.actor, shift_pid)
    part = request.headers.get("HX-Request") == "true"
    template = "hours/part_code.html" if part else "hours/code.html"
    return render(request, template, _code_context(request, shift, clock.now()))


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the list is shown: who is searched for, and the row that was just marked and keeps its place."""

    search: str = ""
    kept: str = ""

    @classmethod
    def of(cls, request: Asking) -> "Shown":
        return cls(request.GET.get("q", "")[:40], request.GET.get("kept", "")[:40])


@scans
@signed_in
@never_cache
@require_safe
def field(request: Asking, shift_pid: str) -> HttpResponse:
    """Everything a leader needs while people come and go."""
    shift = access.led_shift(request.actor, shift_pid)
    return field_page(request, shift, WalkInForm(), clock.now(), shown=Shown.of(request))


def list_context(shift: activities.Shift, at: datetime) -> dict[str, Any]:
    """What count and rows need, on the page and where one row is drawn anew."""
    return {
        "shift": shift,
        "count": queries.head_count(shift.pk),
        "ticking": _opens_at(shift) <= at < shift.ends_at and activities.state_of(shift) == "published",
        "over": at >= shift.ends_at,
        "leaving_at": formats.time_text(min(at, shift.ends_at)),
    }


def field_page(
    request: Asking,
    shift: activities.Shift,
    form: WalkInForm,
    at: datetime,
    *,
    shown: Shown | None = None,
    scanned: object = None,
    status: int = 200,
) -> HttpResponse:
    """The page, also with a form that was refused, or with what is asked about a card that was scanned."""
    shown = shown or Shown()
    rows = people_rows.rows_of(shift, request.actor, at)
    found = people_rows.in_order(people_rows.found(rows, shown.search), shown.kept)
    context = {
        **_code_context(request, shift, at),
        **list_context(shift, at),
        "rows": found,
        "everybody": len(rows),
        "search": shown.search,
        "gone": activities.gone_from([shift.pk]).get(shift.pk, []),
        "to_confirm": sum(row.state == "ends" for row in rows),
        "others": access.other_hands(request.actor, shift) if any(row.own for row in rows) else [],
        "form": form,
        "running": shift.starts_at < at < shift.ends_at and activities.state_of(shift) == "published",
        "complete": CompleteForm(),
        "record": queries.shift_record(shift.pk),
        "sheets": queries.sheets_of(shift.pk),
        "stuck_since": notices.texts_stuck_since(at) if activities.in_doubt([shift], at) else None,
        "scanned": scanned,
    }
    return render(request, "hours/field.html", context, status=status)


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
    return see_other(reverse("hours:field", args=[shift_pid]) + "#record")


@signed_in
@require_safe
def roster(request: Asking, shift_pid: str) -> HttpResponse:
    """A sheet to print: row numbers, columns to sign, empty lines for walk-ins."""
    shift = access.led_shift(request.actor, shift_pid)
    signups = list(activities.accepted_of(shift.pk))
    base = settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    context = {
        "shift": shift,
        "rows": [(n, s.person.shown_name) for n, s in enumerate(signups, 1)],
        "empty": range(len(signups) + 1, len(signups) + 1 + max(5, 20 - len(signups))),
        "url": base + reverse("hours:paper", args=[shift_pid]),
        "printed_at": clock.now(),
    }
    return render(request, "hours/roster.html", context)
