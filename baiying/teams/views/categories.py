"""The kinds of teams (8+N) of an area, as its office edits them (R022)."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.places.queries import Division
from baiying.teams import actions, queries
from baiying.teams.catalogue import shown
from baiying.teams.forms.categories import CategoryForm, EndCategoryForm
from baiying.teams.models import TeamCategory
from baiying.teams.rights import Right
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.teams.views.bodies import own_area
from baiying.ui import flash


@needs(Right.MANAGE_BODIES)
@require_safe
def categories(request: Asking) -> HttpResponse:
    """Every kind here: its name, who leads it, since when, and how many teams are of it."""
    area, today = own_area(request), clock.local_date(clock.now())
    sizes = queries.teams_by_category(area.pk)
    rows = [(kind, shown(kind.name), shown(kind.lead_department), sizes.get(kind.id, 0), _rows_of(kind.code))
            for kind in queries.kinds_in(area.path, today)]  # fmt: skip
    context = {"area": area, "rows": rows, "coming": list(queries.coming_terms(area.path, today)[:50])}
    return render(request, "teams/categories.html", context)


def _rows_of(code: str) -> str:
    return f"{reverse('teams:office')}?{urlencode({'show': 'teams', 'category': code})}"


@needs(Right.MANAGE_BODIES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asking) -> HttpResponse:
    """Add a kind of the own area."""
    area, at = own_area(request), clock.now()
    form = CategoryForm(typed(request), initial={"from_on": clock.local_date(at)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_category(area_id=area.pk, called=_called(form), actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已增加。"))
            return see_other(reverse("teams:categories"))
    return _page(request, form, _("增加队伍类别"), area.name)


@needs(Right.MANAGE_BODIES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Asking, category_code: str) -> HttpResponse:
    """Call a kind otherwise in the own area from a day on; one that had ended is taken up again by it."""
    area, at = own_area(request), clock.now()
    row, kind = _kind(category_code, area)
    start = {"name": kind.name, "lead_department": kind.lead_department, "from_on": clock.local_date(at)}
    form = CategoryForm(typed(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.call_category(category_id=row.pk, area_id=area.pk, called=_called(form), actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已保存。"))
            return see_other(reverse("teams:categories"))
    page = {"terms": list(queries.terms_of(row.pk, area.path)[:50])}
    return _page(request, form, _("恢复队伍类别") if kind.ended else _("修改队伍类别"), shown(kind.name), page)


@needs(Right.MANAGE_BODIES)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Asking, category_code: str) -> HttpResponse:
    area, at = own_area(request), clock.now()
    row, kind = _kind(category_code, area)
    form = EndCategoryForm(typed(request), initial={"from_on": clock.local_date(at)})
    back = reverse("teams:categories")
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_category(
                category_id=row.pk, area_id=area.pk, from_on=form.cleaned_data["from_on"], actor=request.actor, at=at
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已停用。以前的队伍和统计都还在。"))
            return see_other(back)
    size = queries.teams_by_category(area.pk).get(row.pk, 0)
    page = {
        "title": _("停用这个队伍类别"), "text": _("从那天起，新的队伍不能选它。已经是这一类的队伍照旧，统计也在。"),
        "facts": [(_("类别"), shown(kind.name)), (_("现有队伍"), translate("%(n)s 支") % {"n": size})],
        "form": form, "submit": _("停用"), "back": back, "danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm.html", page, status=422 if form.is_bound else 200)


def _kind(code: str, area: Division) -> tuple[TeamCategory, queries.Kind]:
    """A kind that the area has. Raises Http404 for another area's own."""
    row = queries.category_by_code(code)
    if row is None or (row.area_id is not None and row.area_id not in area.path):
        raise Http404
    return row, queries.kind_of(row, area.path, clock.local_date(clock.now()))


def _called(form: CategoryForm) -> actions.Called:
    values = form.cleaned_data
    return actions.Called(values["name"].strip(), values["lead_department"].strip(), values["from_on"])


def _page(
    request: Asking, form: CategoryForm, title: Any, kicker: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    page = {"title": title, "kicker": kicker, "form": form, "back": reverse("teams:categories"), **(more or {})}
    return render(request, "teams/category.html", page, status=422 if form.is_bound else 200)
