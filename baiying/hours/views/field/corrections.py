"""A mistake found afterwards: the leader says what was wrong, another person decides."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, signed_in
from baiying.hours import access, actions, queries
from baiying.hours.forms import CorrectionForm, Window
from baiying.hours.views.answers import refuse
from baiying.hours.views.field import marks
from baiying.hours.views.field import rows as people_rows
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash, formats


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: Asking, attendance_pid: str) -> HttpResponse:
    """What is on record of one person, and what it should be."""
    row = access.led_attendance(request.actor, attendance_pid)
    at = clock.now()
    left = row.checked_out_at or row.checked_in_at
    form = CorrectionForm(
        request.POST or None,
        window=Window.of(row.shift, row.checked_in_at),
        initial={"starts_at": formats.time_text(row.checked_in_at), "ends_at": formats.time_text(left)},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            times = form.times()
            try:
                made = actions.correct_record(
                    attendance=row, times=actions.Times(*times) if times else None, words=form.cleaned_data["words"],
                    actor=request.actor, at=at,
                )  # fmt: skip
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                flash.done(request, _("已提交更正，由另一个人复核。") if made else _("已收回更正，还是原来的时长。"))
                return marks.back_to(row.shift.public_id if row.shift is not None else "")
    found = queries.case_of_attendance(row, at)
    context = {"row": row, "shift": row.shift, "name": people_rows.shown(row), "found": found, "form": form}
    return render(request, "hours/correction.html", context, status=status)
