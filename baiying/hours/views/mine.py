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
from baiying.people import queries as person_rows
from baiying.people.rights import Right as PeopleRight
from baiying.ui import flash, formats

# Up to so many records of a year are shown unfolded.
_FEW = 8


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
        has_wards = person_rows.has_wards(request.actor.account_id or 0, at)
        return render(request, "hours/mine_nobody.html", {"has_wards": has_wards})
    person = people.own_person(request.actor)
    years = queries.years_of(person.pk, at)
    year = _year(request, years)
    cases = queries.cases_of_person(person.pk, year, at)
    loose = queries.loose_entries(person.pk, year)
    months = queries.months_of(year, cases, loose)
    context = {
        "person": person,
        "year": year,
        "tabs": [(str(y), f"?year={y}", y == year, None) for y in years],
        "totals": queries.totals_of(person.pk, year),
        "waiting": [c for c in cases if c.waits_for],
        "late_since": min((c.due_on for c in cases if c.late and c.due_on), default=None),
        "today": clock.local_date(at),
        "waiting_minutes": sum(c.waiting_minutes for c in cases),
        "months": months,
        # The newest month stands open; where there are few records nothing is folded.
        "unfolded": {m.number for m in (months if len(cases) + len(loose) <= _FEW else months[:1])},
        "missing": queries.without_record(person.pk, at) if year == years[0] else [],
        "objections": queries.objections_of(person.pk)[:20],
        "as_of": at,
    }
    return render(request, "hours/mine.html", context)


@signed_in
@require_safe
def year_sheet(request: Asking, year: int) -> HttpResponse:
    """A year on paper: sums by month and tier, A4 upright, no navigation (P17). Not a certificate, and it says so."""
    at = clock.now()
    person = people.own_person(request.actor)
    if year not in queries.years_of(person.pk, at):
        raise Http404
    cases, loose = queries.cases_of_person(person.pk, year, at), queries.loose_entries(person.pk, year)
    context = {
        "person": person,
        "number": person_rows.last_volunteer_no(person.pk),
        "year": year,
        "totals": queries.totals_of(person.pk, year),
        "months": list(reversed(queries.months_of(year, cases, loose))),
        "waiting_minutes": sum(c.waiting_minutes for c in cases),
        "office": person_rows.office_near(person.residence_id, at, right=PeopleRight.CHECK_REAL_NAME),
        "as_of": at,
    }
    return render(request, "hours/year_sheet.html", context)


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
                return see_other(_record(case))
    where = attendance.shift if attendance is not None else shift
    about = queries.occasion_of(attendance).title if attendance is not None else where.activity.title if where else ""
    context = {"form": form, "shift": where, "about": about, "attendance": attendance}
    return render(request, "hours/objection_new.html", context, status=status)


def _record(case: queries.Objection) -> str:
    """Where the case stands: on the record that it is about, else among the hours."""
    if case.attendance is not None:
        return reverse("hours:attendance", args=[case.attendance.public_id])
    return reverse("hours:mine")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: Asking, objection_pid: str) -> HttpResponse:
    """Not content with the answer: another person looks once more."""
    case, at = access.own_objection(request.actor, objection_pid), clock.now()
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.appeal(objection=case, words=form.cleaned_data["words"], actor=request.actor, at=at)
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                flash.done(request, _("已收到，会由另一个人再看一次。") + _due(made.due_on))
                return see_other(_record(case))
    elif not queries.may_appeal(case, at):
        flash.note(request, _("这个答复不能再请人看了：只能请一次，或者过了时间。"))
        return see_other(_record(case))
    context = {
        "title": _("请另一个人再看"),
        "lead": _("第一次答复：%(answer)s 写明哪里不对；由另一个人重新核实，只能请一次。") % {"answer": case.answer},
        "form": form,
        "submit": _("请另一个人再看"),
        "back": _record(case),
    }
    return render(request, "ui/form.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: Asking, objection_pid: str) -> HttpResponse:
    """Take an objection back while nobody has answered it."""
    case = access.own_objection(request.actor, objection_pid)
    if request.method == "POST":
        try:
            actions.withdraw_objection(objection=case, actor=request.actor, at=clock.now())
        except Refused as refusal:
            flash.failed(request, str(refusal))
        else:
            flash.done(request, _("异议收回了，记录保持原样。"))
        return see_other(_record(case))
    page = {
        "title": _("收回异议"),
        "text": _("收回之后不再核实，记录保持原样。以后还可以再提一次。"),
        "facts": [(_("您写的"), case.words), (_("提出时间"), formats.datetime_text(case.filed_at))],
        "submit": _("收回异议"),
        "back": _record(case),
        "danger": True,
    }
    return render(request, "ui/confirm.html", page)


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
