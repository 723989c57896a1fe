"""The office's record of a shift: who came, what came of it line by line, what is missing, and reminding the leader."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, needs
from baiying.activities import queries as activities
from baiying.hours import access, actions, queries
from baiying.hours.rights import Right
from baiying.hours.views.answers import see_other
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.returning import local
from baiying.kit.values import identifiers
from baiying.people.rights import Right as PeopleRight
from baiying.ui import flash, formats


@needs(Right.SEE_HOURS)
@require_safe
def shift(request: Asking, shift_pid: str) -> HttpResponse:
    """One shift as the office sees it: from the figures, the overdue list and a ledger line one comes here."""
    at = clock.now()
    row = access.seen_shift(request.actor, shift_pid)
    occasion = queries.occasion_of_shift(row)
    due, _known = queries.record_due(occasion)
    lines = _lines(request, row, at)
    completed = queries.shift_record(row.pk)
    context = {
        "shift": row,
        "when": formats.span_text(row.starts_at, row.ends_at),
        "over": row.ends_at < at,
        "leader": account_rows.names_of([row.activity.leader_id]).get(row.activity.leader_id, ""),
        "due_at": clock.end_of(due),
        "completed": completed,
        "sheets": _sheets(row.pk),
        "count": queries.head_count(row.pk),
        "lines": lines,
        "minutes": sum(entry.minutes for line in lines for entry in line["entries"]),  # type: ignore[attr-defined]
        "waiting": any(line["is_waiting"] for line in lines),
        "late": row.ends_at < at and queries.waits_for_leader(row.pk, at),
        "reminded": queries.reminded([row.pk]).get(row.pk),
    }
    return render(request, "hours/shift.html", context)


def _sheets(shift_id: int) -> list[dict[str, object]]:
    """The paper sheets that were typed back, by whom, and which were taken back."""
    sheets = queries.sheets_of(shift_id)
    names = account_rows.names_of([one.typed_by_id for one in sheets]) if sheets else {}
    return [{"sheet": one, "by": names.get(one.typed_by_id, "")} for one in sheets]


def _lines(request: Asking, shift: activities.Shift, at: datetime) -> list[dict[str, object]]:
    """Who was expected or came. Names are whole for who may open records or decides about hours, else masked."""
    path = shift.activity.area.path
    opens = accounts.may(request.actor, PeopleRight.SEE_PEOPLE, path)
    whole = opens or accounts.may(request.actor, Right.REVIEW_HOURS, path)
    reviews = accounts.may(request.actor, Right.REVIEW_HOURS, path)
    roster = queries.roster_of(shift.pk, at)
    children = activities.children_on(shift, [(row.person, row.signup) for row in roster if not row.earlier])
    entries = queries.entries_by_attendance([row.attendance.pk for row in roster if row.attendance is not None])
    found: list[dict[str, object]] = []
    for row in roster:
        tone, words, _waits = queries.STATES.get(row.state, ("amber", translate("没有记录"), ""))
        asked = queries.asked_about(row.attendance)
        mine = entries.get(row.attendance.pk, []) if row.attendance is not None else []
        waiting = [one for one in row.attendance.proposals.all() if one.decided_by_id is None] if row.attendance else []
        found.append(
            {
                "name": row.person.shown_name if whole else identifiers.mask_name(row.person.shown_name),
                "person": row.person,
                "is_child": row.person_id in children,
                "attendance": row.attendance,
                "tone": tone,
                "state": queries.asked_words(asked) if asked is not None else words,
                "entries": mine,
                "minutes": sum(entry.minutes for entry in mine),
                "waiting": waiting if reviews else [],
                "is_waiting": row.state == "waiting",
                "opens": opens,
            }
        )
    return found


@needs(Right.SEE_HOURS)
@require_POST
def reminders(request: Asking, shift_pid: str) -> HttpResponse:
    """Remind the leader of the record that is not complete: once a day."""
    row = access.seen_shift(request.actor, shift_pid)
    try:
        done = actions.remind_leader(shift=row, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, refusal.sentence)
    else:
        if done:
            flash.done(request, translate("已提醒“%(title)s”的领队。") % {"title": row.activity.title})
        else:
            flash.note(request, _("今天已经提醒过，明天可以再提醒。"))
    return see_other(local(request.POST.get("back")) or reverse("hours:shift", args=[shift_pid]))
