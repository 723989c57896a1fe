"""Registers that are kept to be shown: assessments filed before a use begins, and each year's audit."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.privacy import actions, queries
from baiying.privacy.guarding_forms import AssessmentForm
from baiying.privacy.rights import Right
from baiying.privacy.views.guarding import own_area
from baiying.privacy.views.holds import holds_shown
from baiying.ui import flash
from baiying.ui.answers import see_other


@needs(Right.GUARD_DATA)
@require_safe
def assessments(request: Asking) -> HttpResponse:
    """All that were filed in the area."""
    rows = queries.assessments_within(accounts.scope_of(request.actor, Right.GUARD_DATA))
    context = {
        "rows": list(rows),
        "uses": queries.uses_by_rules().values(),
        "settings": queries.uses_by_settings().values(),
        "missing": queries.not_assessed(),
    }
    return render(request, "privacy/assessments.html", context)


@needs(Right.GUARD_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_new(request: Asking) -> HttpResponse:
    """File one."""
    area_id = own_area(request)
    begun = queries.known_use(request.GET.get("for", "") or request.POST.get("begins", ""))
    start = {"source": new_public_id(), "begins": begun.code if begun else "", "use": begun.use if begun else ""}
    form = AssessmentForm(request.POST or None, initial=start, begun=begun)
    if request.method == "POST" and form.is_valid():
        row = actions.file_assessment(
            given=form.given(), area_id=area_id, source=form.cleaned_data["source"], actor=request.actor,
            at=clock.now(),
        )  # fmt: skip
        said = _("已登记。等着它的规则或设置，现在可以用了。") if begun else _("已登记。现在可以登记接收的单位了。")
        flash.done(request, said)
        return see_other(reverse("privacy:assessment", args=[row.public_id]))
    return render(
        request, "privacy/assessment_new.html", {"form": form, "begun": begun}, status=422 if form.errors else 200
    )


@needs(Right.GUARD_DATA)
@require_safe
def assessment(request: Asking, assessment_pid: str) -> HttpResponse:
    """One as it was filed, to print."""
    rows = queries.assessments_within(accounts.scope_of(request.actor, Right.GUARD_DATA))
    row = rows.filter(public_id=assessment_pid).first()
    if row is None:
        raise Http404
    begun = queries.known_use(row.begins)
    context = {
        "row": row, "begun": begun, "filed_by": account_rows.names_of([row.filed_by_id]).get(row.filed_by_id, ""),
    }  # fmt: skip
    return render(request, "privacy/assessment.html", context)


@needs(Right.GUARD_DATA)
@require_safe
def audits(request: Asking) -> HttpResponse:
    """Each year's audit of the area and those below it."""
    rows = queries.reports_within(accounts.scope_of(request.actor, Right.GUARD_DATA))
    return render(request, "privacy/audits.html", {"rows": list(rows)})


@needs(Right.GUARD_DATA)
@require_safe
def audit(request: Asking, report_pid: str) -> HttpResponse:
    """One year's audit, to print."""
    rows = queries.reports_within(accounts.scope_of(request.actor, Right.GUARD_DATA))
    row = rows.filter(public_id=report_pid).first()
    if row is None:
        raise Http404
    return render(request, "privacy/audit.html", {"row": row, "sections": queries.said(row)})


@needs(Right.GUARD_DATA)
@require_safe
def terms(request: Asking) -> HttpResponse:
    """How long what is kept, how old the oldest backup is, and when the last audit was made: one page to print."""
    scope = accounts.scope_of(request.actor, Right.GUARD_DATA)
    reports = queries.reports_within(scope).filter(area_id=own_area(request))
    context = {
        "held": queries.register(), "backups": queries.backups(), "report": reports.first(), "now": clock.now(),
        "holds": holds_shown(request),
    }  # fmt: skip
    return render(request, "privacy/terms.html", context)
