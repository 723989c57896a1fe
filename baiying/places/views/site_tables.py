"""A table of sites in: first what it would change, then by a second press the change, and back again."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate

from baiying.kit import clock
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.places import access, actions, queries, words
from baiying.places.forms import ImportSites
from baiying.places.rights import Right
from baiying.places.views.kept import (
    keep_for_next,
    keep_what_came,
    kept,
    offer_sheets,
    part_of,
    parts,
    taken_back,
    wished_sheet,
)
from baiying.ui import flash
from baiying.ui.answers import refuse

SALT = "places.sites"
SHOWN, IMPORTS_SHOWN = 200, 5


@needs(Right.EDIT_SITES)
def tables(request: Asking) -> HttpResponse:
    """The form, the report of what a table would change, and the tables taken over lately."""
    if request.method != "POST":
        return _page(request, ImportSites(), None, 200)
    form = ImportSites(request.POST, request.FILES)
    report: actions.SiteReport | None = None
    status, part = 422, part_of(request)
    if form.is_valid():
        data = form.cleaned_data
        try:
            where = kept(data, salt=SALT)
            area_id = access.own_area_id(request.actor)
            sheet = wished_sheet(data)
            upload = actions.SiteUpload(actions.uploads() / where.sha256, where.name, data["datum"], area_id, sheet)
            if where.seen and where.sheet == sheet and part < 0:
                return _taken_over(request, upload, without_refused=data["without_refused"])
            report, status = actions.look_at_sites(upload=upload, at=clock.now()), 200
        except Refused as refusal:
            refused = refusal.detail.get("report")
            report = refused if isinstance(refused, actions.SiteReport) else None
            refuse(form, refusal)
        if report is not None:
            keep_for_next(request, form, where._replace(seen=True, sheet=report.sheets.read), salt=SALT)
            offer_sheets(form, report.sheets)
    else:
        keep_what_came(request, form, salt=SALT)
    return _page(request, form, report, status, part)


def _taken_over(request: Asking, upload: actions.SiteUpload, *, without_refused: bool) -> HttpResponse:
    done = actions.import_sites(upload=upload, without_refused=without_refused, actor=request.actor, at=clock.now())
    upload.path.unlink(missing_ok=True)
    told = translate("改了 %(n)s 个阵地，%(same)s 个与原来相同。")
    flash.done(request, told % {"n": f"{len(done.changes):,}", "same": f"{done.unchanged:,}"})
    return HttpResponseRedirect(reverse("places:site_tables"), status=303)


def _page(
    request: Asking, form: ImportSites, report: actions.SiteReport | None, status: int, part: int = -1
) -> HttpResponse:
    here = slice(max(part, 0) * SHOWN, (max(part, 0) + 1) * SHOWN)
    problems = [words.site_problem(problem) for problem in report.checked.problems[here]] if report else []
    if not (report and report.checked.problems and report.checked.given):
        form.fields["without_refused"].widget = form.fields["without_refused"].hidden_widget()
    context = {
        "form": form,
        "report": report,
        "problems": problems,
        "bad": len(report.checked.problems) if report else 0,
        "lines": [_line(change) for change in report.changes[here]] if report else [],
        "parts": parts(max(len(report.changes), len(report.checked.problems)), SHOWN, part) if report else [],
        "imports": queries.site_imports(access.own_area_id(request.actor))[:IMPORTS_SHOWN],
    }
    return render(request, "places/site_tables.html", context, status=status)


def _line(change: actions.SiteChange) -> dict[str, Any]:
    named = {"address": translate("地址"), "phone": translate("电话"), "opening_hours": translate("开放时间"),
             "longitude": translate("经度"), "latitude": translate("纬度")}  # fmt: skip
    return {
        "line": change.line,
        "name": change.site.name,
        "changes": [
            (named[name], change.before[name] if change.before[name] not in (None, "") else "—", change.after[name])
            for name in change.after
        ]
        + ([_head(change.head)] if change.head else [])
        + ([_phone(change.phone)] if change.phone else []),
    }


def _head(comes: Any) -> tuple[str, str, str]:
    """Who takes over; the own telephone is shown to nobody here."""
    phone = f" {identifiers.mask_phone(comes.phone)}" if comes.phone else ""
    return translate("站长"), comes.before.name if comes.before else "—", f"{comes.name}{phone}"


def _phone(comes: Any) -> tuple[str, str, str]:
    """Another telephone of who stays; where the parts that are shown are alike, it says that the rest is not."""
    before, after = comes.row.phone_mask, identifiers.mask_phone(comes.phone)
    if before == after:
        after = translate("%(phone)s（中间几位不同）") % {"phone": after}
    return translate("站长电话"), before or "—", after


@needs(Right.EDIT_SITES)
def undoing(request: Asking, site_table_pid: str) -> HttpResponse:
    """Put back what a table changed."""
    row = access.site_import_for(request.actor, site_table_pid)
    return taken_back(
        request,
        lambda: actions.undo_sites(import_id=row.pk, actor=request.actor, at=clock.now()),
        told=translate("这张阵地表已撤销，资料恢复到录入以前。"),
        back=reverse("places:site_tables"),
    )
