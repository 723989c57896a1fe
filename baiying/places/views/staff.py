"""Who heads a site and works there: one page with its form, the day of leaving, and what is taken back."""

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate

from baiying.kit import clock
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.places import access, actions, queries, words
from baiying.places.models import Site, SiteStaff, StaffRole
from baiying.places.rights import Right
from baiying.places.site_forms import AppointStaff, EndStaff, SeePhone
from baiying.ui import flash, formats
from baiying.ui.answers import refuse

_RANKS = {role: rank for rank, role in enumerate(StaffRole.values)}


@dataclass(frozen=True, slots=True)
class Line:
    """One record: what somebody is called there, and how it stands today."""

    row: SiteStaff
    role: str
    now: bool
    ahead: bool
    look: Form
    # The telephone in the clear, once, after it was asked for.
    phone: str = ""


@needs(Right.EDIT_SITES)
def staff(request: Asking, site_pid: str) -> HttpResponse:
    """Who is there, who was, who comes; and the form that enters one, which for a head names the successor."""
    site = access.site_for(request.actor, site_pid, right=Right.EDIT_SITES)
    if request.method != "POST":
        return _page(request, site, AppointStaff(level=site.level, initial=_start(site)), 200)
    form = AppointStaff(request.POST, level=site.level)
    if form.is_valid():
        try:
            row = actions.appoint_staff(
                site_id=site.pk, given=actions.NewStaff(**form.cleaned_data), actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            told = translate("%(name)s从 %(day)s 起任%(role)s。") % {
                "name": row.name, "day": row.from_day.isoformat(), "role": words.staff_role(row.role, site.level),
            }  # fmt: skip
            before = row.follows
            if before is not None and before.to_day is not None:
                until = {"name": before.name, "day": before.to_day.isoformat()}
                told = formats.sentences(told, translate("%(name)s到 %(day)s 为止。") % until)
            flash.undoable(request, told, reverse("places:staff_withdrawal", args=[row.public_id]))
            return _back(site)
    return _page(request, site, form, 422)


def _start(site: Site) -> dict[str, Any]:
    today = clock.local_date(clock.now())
    headed = bool(queries.heads_on([site.pk], today))
    return {"role": StaffRole.STAFF if headed else StaffRole.HEAD, "since": today}


def _back(site: Site) -> HttpResponse:
    return HttpResponseRedirect(reverse("places:site_staff", args=[site.public_id]), status=303)


def _page(
    request: Asking,
    site: Site,
    form: AppointStaff,
    status: int,
    *,
    look: Form | None = None,
    seen: tuple[int, str] = (0, ""),
) -> HttpResponse:
    today = clock.local_date(clock.now())
    lines = [
        Line(
            row,
            words.staff_role(row.role, site.level),
            now=row.withdrawn_at is None and row.from_day <= today and (row.to_day is None or row.to_day >= today),
            ahead=row.withdrawn_at is None and row.from_day > today,
            look=look if look is not None and row.pk == seen[0] else SeePhone(auto_id=f"id_{row.public_id}_%s"),
            phone=seen[1] if row.pk == seen[0] else "",
        )
        for row in queries.staff_of(site)
    ]
    here = sorted((one for one in lines if one.now), key=lambda one: _RANKS[one.row.role])
    context = {
        "site": site,
        "form": form,
        "head_called": words.head_of(site.level),
        "headed": any(one.row.role == StaffRole.HEAD for one in here),
        "here": here,
        "ahead": [one for one in lines if one.ahead],
        "past": [one for one in lines if not one.now and not one.ahead],
        "looking_at": seen[0],
    }
    return render(request, "places/site_staff.html", context, status=status)


@needs(Right.EDIT_SITES)
def end(request: Asking, staff_pid: str) -> HttpResponse:
    """Say until which day somebody is there."""
    row = access.staff_for(request.actor, staff_pid, right=Right.EDIT_SITES)
    form: Form = EndStaff(initial={"last_day": clock.local_date(clock.now())})
    status = 200
    if request.method == "POST":
        form, status = EndStaff(request.POST), 422
        if form.is_valid():
            try:
                done = actions.end_staff(staff_id=row.pk, actor=request.actor, at=clock.now(), **form.cleaned_data)
            except Refused as refusal:
                refuse(form, refusal)
            else:
                told = translate("%(name)s到 %(day)s 为止。") % {"name": row.name, "day": done.to_day}
                flash.undoable(request, told, reverse("places:staff_resumption", args=[staff_pid]))
                return _back(row.site)
    context = {
        "title": translate("写离任的日期"),
        "lead": translate("%(site)s %(role)s %(name)s，从 %(day)s 起。有人接任的，直接填接任的人，不用先写离任。")
        % {
            "site": row.site.name,
            "role": words.staff_role(row.role, row.site.level),
            "name": row.name,
            "day": row.from_day.isoformat(),
        },
        "form": form,
        "submit": translate("记下"),
        "back": reverse("places:site_staff", args=[row.site.public_id]),
    }
    return render(request, "places/office_form.html", context, status=status)


@needs(Right.EDIT_SITES)
def resumption(request: Asking, staff_pid: str) -> HttpResponse:
    """Take back that somebody leaves."""
    row = access.staff_for(request.actor, staff_pid, right=Right.EDIT_SITES)
    if request.method != "POST":
        raise Http404
    try:
        actions.resume_staff(staff_id=row.pk, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, translate("%(name)s照旧在任。") % {"name": row.name})
    return _back(row.site)


@needs(Right.EDIT_SITES)
def withdrawal(request: Asking, staff_pid: str) -> HttpResponse:
    """Take back a record that was entered by mistake, having said what that does."""
    row = access.staff_for(request.actor, staff_pid, right=Right.EDIT_SITES)
    if request.method == "POST":
        try:
            actions.withdraw_staff(staff_id=row.pk, actor=request.actor, at=clock.now())
        except Refused as refusal:
            flash.failed(request, str(refusal))
        else:
            flash.done(request, translate("已撤销这条记录，之前的恢复原样。"))
        return _back(row.site)
    text = translate("填错了才撤销；离任请写离任的日期。撤销的记录划掉，还看得到。")
    if row.follows is not None:
        text = formats.sentences(text, translate("前一任%(name)s恢复在任。") % {"name": row.follows.name})
    context = {
        "title": translate("撤销这条记录"),
        "text": text,
        "facts": [
            (words.staff_role(row.role, row.site.level), row.name),
            (translate("从哪天起"), row.from_day.isoformat()),
        ],
        "submit": translate("撤销"),
        "back": reverse("places:site_staff", args=[row.site.public_id]),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@needs(Right.EDIT_SITES)
def looks(request: Asking, staff_pid: str) -> HttpResponse:
    """Show a telephone once, for a reason, after writing the look down."""
    row = access.staff_for(request.actor, staff_pid, right=Right.EDIT_SITES)
    if request.method != "POST":
        raise Http404
    look = SeePhone(request.POST, auto_id=f"id_{staff_pid}_%s")
    fresh = AppointStaff(level=row.site.level, initial=_start(row.site))
    if not look.is_valid():
        return _page(request, row.site, fresh, 422, look=look, seen=(row.pk, ""))
    phone = actions.see_staff_phone(staff_id=row.pk, actor=request.actor, at=clock.now(), **look.cleaned_data)
    return _page(request, row.site, fresh, 200, seen=(row.pk, phone))
