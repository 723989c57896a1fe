"""Whom no message reached about a change they must know: called by who leads, and ticked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_POST

from baiying.accounts import queries as accounts
from baiying.accounts.access import Asking, signed_in
from baiying.activities import access, actions, queries
from baiying.activities.reminded import MustKnow
from baiying.activities.rules import counting, reached
from baiying.activities.views.answers import see_other
from baiying.kit import clock, returning
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.ui import flash


def of_record(activity_id: int, actor: Actor, at: datetime) -> dict[str, Any]:
    """For who leads: of the changes to shifts that are not over whom somebody has to call, and how many know.

    Persons are counted, not their sign-ups: who knows of every change that concerns them.
    """
    rows = queries.must_know_of_activity(activity_id, at)
    call = [row for row in rows if row.state == reached.CALL and row.told_at is None]
    return {
        "to_call": call,
        "called": [(row, _name(row.told_by_id)) for row in rows if row.told_at is not None],
        "to_call_people": _persons(call),
        "called_people": _persons(row for row in rows if row.told_at is not None),
        "told_of_change": _persons(rows) - _persons(row for row in rows if not _knows(row)),
        "must_know": _persons(rows),
        "own_id": actor.account_id,
    }


def _knows(row: MustKnow) -> bool:
    return row.state == reached.REACHED or row.told_at is not None


def _persons(rows: Iterable[MustKnow]) -> int:
    return counting.heads(row.signup.person_id for row in rows).persons


def _name(account_id: int | None) -> str:
    account = accounts.account(account_id) if account_id is not None else None
    return account.display_name if account else ""


def _asked(request: Asking, must_know_pid: str) -> MustKnow:
    row = queries.must_know(must_know_pid)
    if row is None:
        raise Http404
    # Whoever may not lead the activity learns nothing of it.
    access.activity_for(request.actor, row.signup.shift.activity.public_id, to="lead")
    return row


def _back(request: Asking, row: MustKnow) -> HttpResponse:
    record = reverse("activities:record", args=[row.signup.shift.activity.public_id])
    return see_other(returning.local(request.POST.get("back")) or f"{record}#to-call")


@signed_in
@require_POST
def telling(request: Asking, must_know_pid: str) -> HttpResponse:
    """It was said by telephone or in person."""
    row = _asked(request, must_know_pid)
    actions.told_by_phone(must_know=row, actor=request.actor, at=clock.now())
    if row.told_at is None:
        words = translate("记下了：%(name)s 已告知。") % {"name": row.signup.person.name}
        flash.undoable(request, words, reverse("activities:telling_undoing", args=[row.public_id]))
    return _back(request, row)


@signed_in
@require_POST
def telling_undoing(request: Asking, must_know_pid: str) -> HttpResponse:
    """It was the wrong line."""
    row = _asked(request, must_know_pid)
    try:
        actions.undo_told(must_know=row, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, translate("%(name)s 又在要打电话的名单上。") % {"name": row.signup.person.name})
    return _back(request, row)
