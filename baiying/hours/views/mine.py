"""The volunteer's own hours: totals by tier, every record with state, reason and who must act next; "this is wrong"."""

from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.activities import queries as activities
from baiying.hours import access, actions, queries
from baiying.hours.forms import ObjectionForm
from baiying.hours.views.answers import refuse, see_other
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import numbers
from baiying.people import access as people
from baiying.ui import flash, formats


def _year(request: Asking, years: list[int]) -> int:
    wish = request.GET.get("year", "")
    year = numbers.whole(wish)
    return year if year in years else years[0]


@signed_in
@require_safe
def mine(request: Asking) -> HttpResponse:
    """My hours (R065)."""
    at = clock.now()
    if request.actor.person_id is None:
        return render(request, "hours/mine_nobody.html")
    person = people.own_person(request.actor)
    years = queries.years_of(person.pk, at)
    year = _year(request, years)
    cases = queries.cases_of_person(person.pk, year, at)
    context = {
        "person": person,
        "year": year,
        "tabs": [(str(y), f"?year={y}", y == year, None) for y in years],
        "totals": queries.totals_of(person.pk, year),
        "waiting": [c for c in cases if c.waits_for],
        "waiting_minutes": sum(c.waiting_minutes for c in cases),
        "cases": cases,
        "loose": queries.loose_entries(person.pk, year),
        "missing": queries.without_record(person.pk, at) if year == years[0] else [],
        "objections": queries.objections_of(person.pk)[:20],
        "as_of": at,
    }
    return render(request, "hours/mine.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: Asking) -> HttpResponse:
    """ "This is wrong", about an attendance of mine or a shift for which there is none."""
    person = people.own_person(request.actor)
    attendance, shift = _about(request, person.pk)
    form = ObjectionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                case = actions.file_objection(
                    person_id=person.pk,
                    words=form.cleaned_data["words"],
                    attendance=attendance,
                    shift=shift,
                    actor=request.actor,
                    at=clock.now(),
                )
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                flash.done(request, _("已收到。") + _due(case.due_on))
                return see_other(reverse("hours:mine"))
    where = attendance.shift if attendance is not None else shift
    about = queries.occasion_of(attendance).title if attendance is not None else where.activity.title if where else ""
    context = {"form": form, "shift": where, "about": about, "attendance": attendance}
    return render(request, "hours/objection_new.html", context, status=status)


def _due(day: date) -> str:
    return str(_("最晚 %(day)s 答复，结果会发消息给您。") % {"day": formats.date_text(day)})


def _about(request: Asking, person_id: int) -> tuple[queries.Attendance | None, activities.Shift | None]:
    if "attendance" in request.GET:
        return access.own_attendance(request.actor, request.GET["attendance"]), None
    shift = activities.shift(request.GET.get("shift", ""))
    if shift is None or not _had_place(person_id, shift, clock.now()):
        raise Http404
    return None, shift


def _had_place(person_id: int, shift: activities.Shift, at: datetime) -> bool:
    rows = activities.signups_of_person(person_id).filter(shift=shift, state="accepted")
    return shift.ends_at < at and rows.exists()
