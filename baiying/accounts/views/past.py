"""Who could do what, for a place, on a day in the past."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from baiying.accounts import access, held_on
from baiying.accounts.access import Asking, needs
from baiying.accounts.list_forms import PastForm
from baiying.accounts.rights import Right
from baiying.kit import audit, clock
from baiying.kit import rights as known
from baiying.places import access as place_access
from baiying.places import queries as places


@needs(Right.APPOINT)
@require_safe
def past(request: Asking) -> HttpResponse:
    """All grants that gave a right for a place on a day, side by side, each with its end and by whom (U32)."""
    scope = access.scope_of(request.actor, Right.APPOINT)
    own = places.division_by_id(scope.area_id) if scope.area_id is not None else places.start_of_tree()
    asked = request.GET.get("area", "")
    chosen = place_access.chosen_area(request.actor, asked, right=Right.APPOINT, otherwise=own)
    area = chosen.area or own
    form = PastForm(request.GET if "day" in request.GET else None, today=clock.local_date(clock.now()))
    rows = None
    if form.is_bound and form.is_valid() and area is not None:
        roles = known.roles_with(form.cleaned_data["right"])
        found = held_on.on_day(form.cleaned_data["day"], roles=roles, area_path=area.path)
        rows = held_on.said(list(found))
        audit.record(
            "AppointmentsAskedOf", actor=request.actor, at=clock.now(), subject=("division", area.pk),
            area_id=area.pk, detail={"day": form.cleaned_data["day"].isoformat()},
        )  # fmt: skip
    context = {
        "form": form,
        "rows": rows,
        "area": area,
        "area_path": " · ".join(places.path_names(area)[-3:]) if area is not None else "",
        "wrong_area": chosen.wrong,
        "own_area": own.public_id if own is not None and scope.area_id is not None else "",
        "back": reverse("accounts:appointments"),
        "title": _("某一天谁能办"),
    }
    return render(request, "accounts/past.html", context, status=422 if form.is_bound and form.errors else 200)
