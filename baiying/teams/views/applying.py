"""Applying to be entered as a body: its would-be administrator's own pages, and the office's review."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.kit.values import numbers
from baiying.people import queries as people
from baiying.places import access as place_access
from baiying.places import queries as places
from baiying.places.queries import Division
from baiying.teams import access, actions, queries
from baiying.teams.forms.applying import ApplicationForm, RefusalForm, RemarksForm, ScanForm
from baiying.teams.models import MOST_SCANS, Application, ApplicationOutcome
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.teams.views.bodies import KINDS
from baiying.teams.views.desk import team_form_page
from baiying.ui import flash

_STATES = {
    ApplicationOutcome.ACCEPTED.value: ("jade", _("已登记")),
    ApplicationOutcome.REFUSED.value: ("brick", _("没有通过")),
    ApplicationOutcome.WITHDRAWN.value: ("plain", _("已收回")),
}


def _state(row: Application) -> tuple[str, Any]:
    if row.outcome:
        return _STATES[row.outcome]
    return ("brick", _("退回了，等您修改")) if row.is_returned else ("amber", _("等主管部门答复"))


@signed_in
@require_safe
def own(request: Asking) -> HttpResponse:
    """What the reader applied for, and the way to apply."""
    rows = [(row, _state(row)) for row in queries.applications_of(request.actor.account_id or 0)[:100]]
    return render(request, "teams/applications.html", {"rows": rows})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asking) -> HttpResponse:
    """Apply: first the kind of body, then what this kind must give, then it is sent."""
    form = ApplicationForm(typed(request), of=request.GET.get("kind", ""), initial={"form_id": new_public_id()})
    chosen = _chosen(request, _home(request))
    if request.method == "POST" and form.is_valid() and not chosen.wrong:
        try:
            row = actions.send_application(
                form_id=form.cleaned_data["form_id"], wanted=_wanted(form, chosen.area), actor=request.actor,
                at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已提交。主管部门答复以后会给您消息。"))
            return see_other(reverse("teams:application", args=[row.public_id]))
    if not (form.is_bound or form.kind_name):
        kinds = [(f"{request.path}?kind={kind.value}", kind.label, text) for kind, text in KINDS.items()]
        return render(request, "teams/application_kind.html", {"kinds": kinds})
    return _page(request, form, chosen, _("申请登记单位"), reverse("teams:applications"))


@signed_in
@require_safe
def application(request: Asking, application_pid: str) -> HttpResponse:
    """The own application: what was said, where it stands, and what the office wrote at which field."""
    return own_page(request, access.application_for(request.actor, application_pid, to="own"))


def own_page(
    request: Asking, row: Application, *, status: int = 200, scan_form: ScanForm | None = None
) -> HttpResponse:  # fmt: skip
    """The page of one's own application; with the form of a photograph again, where that was refused."""
    scans = list(queries.scans_of(row.pk))
    more = ScanForm() if not row.outcome and len(scans) < MOST_SCANS else None
    days = queries.body_rules(row.area.path, clock.local_date(clock.now())).scan_days
    page = {
        "row": row, "state": _state(row), "lines": queries.lines_of(row), "due": queries.answer_due(row),
        "scans": scans, "scan_form": scan_form or more, "most_scans": MOST_SCANS, "scan_days": days,
    }  # fmt: skip
    return render(request, "teams/application.html", page, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Asking, application_pid: str) -> HttpResponse:
    """Mend what came back: every field as it was typed, with the office's remark beside it."""
    row = access.application_for(request.actor, application_pid, to="own")
    here = reverse("teams:application", args=[application_pid])
    if request.method != "POST" and not row.is_returned:
        return see_other(here)
    start = {**row.said, "words": row.words}
    form = ApplicationForm(
        typed(request), of=request.GET.get("kind", ""), initial=start,
        remarks=row.remarks if row.is_returned else None,
    )  # fmt: skip
    chosen = _chosen(request, row.area)
    if request.method == "POST" and form.is_valid() and not chosen.wrong:
        try:
            actions.send_application_again(
                application_id=row.pk, shown_round=_round(request), wanted=_wanted(form, chosen.area),
                actor=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已再次提交。主管部门答复以后会给您消息。"))
            return see_other(here)
    more = {"round": row.round, "area_remark": row.remarks.get("area", "") if row.is_returned else ""}
    return _page(request, form, chosen, _("修改登记申请"), here, more)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: Asking, application_pid: str) -> HttpResponse:
    row = access.application_for(request.actor, application_pid, to="own")
    here = reverse("teams:application", args=[application_pid])
    if request.method == "POST":
        try:
            actions.withdraw_application(application_id=row.pk, actor=request.actor, at=clock.now())
        except Refused as refused:
            flash.failed(request, str(refused))
        else:
            flash.done(request, _("已收回。以后可以重新申请。"))
        return see_other(here)
    page = {
        "title": _("收回这份申请？"), "text": _("主管部门不再审核。以后可以重新申请。"),
        "facts": [(_("单位名称"), row.name)], "submit": _("收回"), "back": here, "danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm.html", page)


@signed_in
@require_safe
def review(request: Asking, application_pid: str) -> HttpResponse:
    """The office's page: every field, what was mended since it was sent back, and who has the name already."""
    row = access.application_for(request.actor, application_pid, to="review")
    waits = not row.outcome and not row.is_returned
    page = {
        "row": row, "state": _office_state(row), "lines": queries.lines_of(row), "due": queries.answer_due(row),
        "waits": waits, "namesakes": list(queries.namesakes(row)[:10]) if waits else [],
        "scans": list(queries.scans_of(row.pk)),
    }  # fmt: skip
    return render(request, "teams/application_review.html", page)


def _office_state(row: Application) -> tuple[str, Any]:
    if row.outcome:
        return _state(row)
    return ("plain", _("已退回，等申请人修改")) if row.is_returned else ("amber", _("等您答复"))


@signed_in
@require_POST
def approval(request: Asking, application_pid: str) -> HttpResponse:
    row = access.application_for(request.actor, application_pid, to="review")
    try:
        made = actions.accept_application(
            application_id=row.pk, shown_round=_round(request), actor=request.actor, at=clock.now()
        )
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return see_other(reverse("teams:application_review", args=[application_pid]))
    flash.done(request, _("已登记，申请人现在是单位管理员，已告诉本人。"))
    return see_other(reverse("teams:body", args=[made.public_id]))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remarks(request: Asking, application_pid: str) -> HttpResponse:
    """Send it back: beside every field what is said there, and room for what has to be mended."""
    row = access.application_for(request.actor, application_pid, to="review")
    here = reverse("teams:application_review", args=[application_pid])
    said = {name: now for name, _label, now, _before, _remark in queries.lines_of(row)}
    form = RemarksForm(typed(request), kind=str(row.said["kind"]), said=said)
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_application(
                application_id=row.pk, shown_round=_round(request), remarks=form.cleaned_data, actor=request.actor,
                at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已退回，申请人会收到您写的。"))
            return see_other(here)
    page = {"row": row, "form": form, "back": here}
    page["round"] = request.POST.get("round", "") or row.round
    return render(request, "teams/application_remarks.html", page, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def refusal(request: Asking, application_pid: str) -> HttpResponse:
    row = access.application_for(request.actor, application_pid, to="review")
    here = reverse("teams:application_review", args=[application_pid])
    form = RefusalForm(
        typed(request), label=_("不通过的理由"), help_text=_("申请人会看到。只缺几项的，请改用“退回修改”。"),
        initial={"round": row.round},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse_application(
                application_id=row.pk, shown_round=_round(request), reason=form.cleaned_data["reason"],
                actor=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            refuse(form, refused)
        else:
            flash.done(request, _("已答复申请人。"))
            return see_other(here)
    page = {
        "title": _("不通过这份申请"), "facts": [(_("单位名称"), row.name)], "form": form, "submit": _("不通过"),
        "back": here, "danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm.html", page, status=422 if form.is_bound else 200)


def _round(request: Asking) -> int:
    return numbers.whole(request.POST.get("round", ""), most=9999) or 0


def _home(request: Asking) -> Division:
    """Where choosing the area begins: where the reader lives, else at the top of what this platform serves."""
    home = people.home_of(request.actor.person_id) if request.actor.person_id else None
    found = home or places.start_of_tree() or next(iter(places.cities()), None)
    if found is None:
        raise Http404
    return found


def _chosen(request: Asking, otherwise: Division) -> place_access.Chosen[Division]:
    given = request.POST.get("area", "") or request.GET.get("area", "")
    return place_access.stated_area(given, otherwise=otherwise)


def _wanted(form: ApplicationForm, area: Division) -> actions.Wanted:
    return actions.Wanted(body=form.facts(), area_id=area.pk, words=form.cleaned_data["words"])


def _page(
    request: Asking, form: ApplicationForm, chosen: place_access.Chosen[Division], title: Any, back: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    others = [(f"?kind={kind.value}", kind.label) for kind in KINDS if kind.value != form.of_kind]
    page = {"kind_name": form.kind_name, "other_kinds": others if form.kind_name else [], "submit": _("提交")}
    lead = _("主管部门通过以后，您就是这家单位的管理员。")
    return team_form_page(
        request, form, chosen, title, "", back, {**page, "lead": lead, "layout": "ui/page.html", **(more or {})}
    )
