"""The yearly audit of the information on minors: on a page that prints, and as a spreadsheet (R010)."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs
from baiying.desk.queries import minors_audit
from baiying.desk.rights import Right
from baiying.kit import clock
from baiying.places import queries as places
from baiying.ui import taken, workbooks


@needs(Right.SEE_MINORS_AUDIT)
@require_safe
def minors_year(request: Asking) -> HttpResponseBase:
    """Counts alone, of the office's own area: GET `year`, and `format=xlsx` for the file."""
    at = clock.now()
    scope = accounts.scope_of(request.actor, Right.SEE_MINORS_AUDIT)
    known = minors_audit.years(at)
    asked = request.GET.get("year") or str(known[0])
    if asked not in {str(one) for one in known}:
        raise Http404
    year = int(asked)
    area = places.division_by_id(scope.area_id) if scope.area_id is not None else None
    area_name = area.name if area is not None else _("全平台")
    found = minors_audit.chapters(scope, year, at)
    title = _("%(year)s 年未成年人个人信息合规审计") % {"year": year}
    if request.GET.get("format") == "xlsx":
        file = taken.File(
            key="minors_audit",
            title=title,
            rows=sum(len(one.rows) for one in found),
            path=request.path,
            query=taken.asked(request),
            by_post=False,
            area_id=scope.area_id,
            narrowed=[_("地区：%(area)s") % {"area": area_name}],
        )
        rows = [(one.title, *row) for one in found for row in one.rows]
        head = (_("章"), _("项目"), _("数量"))
        return taken.workbook(request, file, [workbooks.Sheet(title, head, rows, (26, 40, 14))])
    context = {
        "title": title,
        "area": area_name,
        "chapters": found,
        "year": year,
        "years": known,
        "at": at,
        "whole": year < clock.local_date(at).year,
    }
    return render(request, "desk/minors_audit.html", context)
