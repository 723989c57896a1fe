"""A mistake found afterwards: the leader says what was wrong, another person decides."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from baiying.accounts import queries as accounts
from baiying.accounts.access import Asking, signed_in
from baiying.hours import access, actions, queries
from baiying.hours.forms import CorrectionForm, Window
from baiying.hours.views.answers import refuse
from baiying.hours.views.field import marks
from baiying.hours.views.field import rows as people_rows
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash, formats, shown


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@shown.one_at_a_time
def correction(request: Asking, attendance_pid: str) -> HttpResponse:
    """What is on record of one person, and what it should be."""
    row = access.led_attendance(request.actor, attendance_pid)
    at = clock.now()
    pending = _pending(row, request.actor.account_id)
    form = CorrectionForm(
        request.POST or None, window=Window.of(row.shift, row.checked_in_at), initial=_initial(row, pending)
    )
    # A correction takes the place of one's own that waits: never of one that this page did not show.
    shown.guard(request, form, shown.Thing("attendance", row.pk, ("CorrectionProposed",)))
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
                flash.done(request, _asked(made) if made is not None else _("已收回更正，还是原来的时长。"))
                return marks.back_to(row.shift.public_id if row.shift is not None else "")
    found = queries.case_of_attendance(row, at)
    context = {"row": row, "shift": row.shift, "name": people_rows.shown(row), "found": found, "form": form}
    return render(request, "hours/correction.html", {**context, "pending": pending}, status=status)


def _asked(made: queries.Proposal) -> str:
    words = {"day": formats.date_text(made.due_on)}
    return translate("已提交更正，由另一个人复核，最晚 %(day)s 决定。") % words


@dataclass(frozen=True, slots=True)
class Pending:
    """What of a record waits for a second person: a correction by oneself or another, or the record as it is."""

    row: queries.Proposal
    is_own: bool
    who: str
    minutes: int
    """What the record comes to once it is approved."""
    asked_on: date | None
    """The day from which the deadline counts, where it does."""

    @property
    def is_correction(self) -> bool:
        return self.row.part in queries.ABOUT_A_RECORD


def _pending(row: queries.Attendance, account_id: int | None) -> Pending | None:
    waiting = queries.waiting_of_attendance(row.pk)
    found = next((one for one in waiting if one.part in queries.ABOUT_A_RECORD), waiting[0] if waiting else None)
    if found is None:
        return None
    who = accounts.names_of([found.proposed_by_id or 0]).get(found.proposed_by_id or 0, "")
    minutes = queries.doubt_of(found, queries.standing_entries_of(row.pk)).then
    asked_on = queries.counts_from(queries.occasion_of(row), clock.local_date(found.proposed_at), found.due_on)
    return Pending(found, found.proposed_by_id == account_id, who, minutes, asked_on)


def _initial(row: queries.Attendance, pending: Pending | None) -> dict[str, str]:
    """What the form begins with: one's own correction that waits, else what is on record."""
    left = row.checked_out_at or row.checked_in_at
    if pending is None or not pending.is_own or pending.row.part != "correction":
        return {"starts_at": formats.time_text(row.checked_in_at), "ends_at": formats.time_text(left)}
    asked = pending.row
    return {
        "what": "times" if pending.minutes else "absent",
        "starts_at": formats.time_text(asked.starts_at),
        "ends_at": formats.time_text(asked.ends_at),
        "words": asked.words,
    }
