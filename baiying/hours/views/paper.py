"""Typing a paper sheet back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, signed_in
from baiying.activities import queries as activities
from baiying.hours import access, actions, queries
from baiying.hours.forms import PaperForm
from baiying.hours.views.answers import see_other
from baiying.kit import clock
from baiying.people import queries as people
from baiying.ui import flash, formats


def _open_signups(shift: activities.Shift) -> list[activities.Signup]:
    present = set(queries.attendances_of(shift.pk).values_list("person_id", flat=True))
    return [s for s in activities.accepted_of(shift.pk) if s.person_id not in present]


def _rows(form: PaperForm, signups: list[activities.Signup]) -> list[actions.PaperRow]:
    """Who was where and when, of the lines that can be read; numbers of nobody are said at theirs."""
    by_key = {s.public_id: s.person_id for s in signups}
    for key, number in form.numbers():
        person = people.person_by_volunteer_no(number)
        if person is None:
            form.add_error(f"no_{key}", _("没有找到这个编号的志愿者，请核对。"))
        else:
            by_key[key] = person.pk
    return [
        actions.PaperRow(key, by_key[key], came, left) for key, _number, came, left in form.filled() if key in by_key
    ]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: Asking, shift_pid: str) -> HttpResponse:
    """Twenty rows in half a minute: "the whole time" or two times of day for each."""
    shift = access.led_shift(request.actor, shift_pid)
    signups = _open_signups(shift)
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        rows=[(s.public_id, s.person.name) for s in signups],
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
    )
    status = 200
    if request.method == "POST":
        status = 422
        form.full_clean()
        rows = _rows(form, signups)
        if not form.errors and not rows:
            form.add_error(None, _("还没有填任何人的时间。"))
        made = _record(request, shift, form, rows)
        if made is not None:
            return made
    context = {
        "shift": shift,
        "form": form,
        "lines": form.lines(),
        "when": formats.span_text(shift.starts_at, shift.ends_at),
    }
    return render(request, "hours/paper.html", context, status=status)


def _record(
    request: Asking, shift: activities.Shift, form: PaperForm, rows: list[actions.PaperRow]
) -> HttpResponse | None:
    """Recorded, or None with everything that is wrong at its line: what the form sees and what the records say."""
    at = clock.now()
    try:
        if form.errors:
            raise actions.RowsRefused(actions.refused_rows(shift=shift, rows=rows, actor=request.actor, at=at))
        made = actions.record_paper(
            shift=shift, rows=rows, words=form.cleaned_data["words"], actor=request.actor, at=at
        )
    except actions.RowsRefused as refused:
        for key, refusal in refused.by_key.items():
            form.add_error(f"out_{key}", str(refusal))
        return None
    flash.done(request, translate("已录入 %(count)s 人，时长待另一个人复核。") % {"count": len(made)})
    return see_other(reverse("hours:field", args=[shift.public_id]) + "#people")
