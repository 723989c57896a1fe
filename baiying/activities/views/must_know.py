"""Whom no message reached about a change they must know: called by who leads, and ticked."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_POST

from baiying.accounts import queries as accounts
from baiying.accounts.access import Asking, signed_in
from baiying.activities import access, actions, queries
from baiying.activities.reminded import CannotCome, MustKnow
from baiying.activities.rules import counting, reached
from baiying.activities.views.answers import see_other
from baiying.kit import clock, returning
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.ui import flash

L = TypeVar("L", MustKnow, CannotCome)
# So long what was just ticked stays in its place.
_IN_PLACE = timedelta(minutes=10)


def of_record(activity_id: int, actor: Actor, at: datetime) -> dict[str, Any]:
    """For who leads: of the changes to shifts that are not over whom somebody has to call, and how many know.

    Persons are counted, not their sign-ups: who knows of every change that concerns them.
    """
    rows = queries.must_know_of_activity(activity_id, at)
    call = [row for row in rows if row.state == reached.CALL and row.told_at is None]
    # Ticked just now by the reader: it stays where it stood, with the way back beside it.
    just = [row for row in rows if row.told_at is not None and _is_just_told(row, actor, at)]
    return {
        "to_call": call,
        "listed": sorted([*call, *just], key=lambda row: row.pk),
        "called": [(row, _name(row.told_by_id)) for row in rows if row.told_at is not None and row not in just],
        "to_call_people": _persons(call),
        "called_people": _persons(row for row in rows if row.told_at is not None),
        "told_of_change": _persons(rows) - _persons(row for row in rows if not _knows(row)),
        "must_know": _persons(rows),
        "own_id": actor.account_id,
    }


def _is_just_told(row: MustKnow, actor: Actor, at: datetime) -> bool:
    return is_just_done(row.told_at, row.told_by_id, actor, at)


def is_just_done(done_at: datetime | None, by_id: int | None, actor: Actor, at: datetime) -> bool:
    """Whether its reader ticked it just now: it stays where it stood, with the way back beside it."""
    return done_at is not None and by_id == actor.account_id and at - done_at < _IN_PLACE


def _knows(row: MustKnow) -> bool:
    return row.state == reached.REACHED or row.told_at is not None


def _persons(rows: Iterable[MustKnow]) -> int:
    return counting.heads(row.signup.person_id for row in rows).persons


def _name(account_id: int | None) -> str:
    account = accounts.account(account_id) if account_id is not None else None
    return account.display_name if account else ""


def _asked(request: Asking, must_know_pid: str) -> MustKnow:
    return led(request, queries.must_know(must_know_pid))


def led(request: Asking, row: L | None) -> L:
    """A line about somebody's sign-up, for who leads: whoever may not lead the activity learns nothing of it."""
    if row is None:
        raise Http404
    access.activity_for(request.actor, row.signup.shift.activity.public_id, to="lead")
    return row


def _back(request: Asking, row: MustKnow, words: str, undo: str = "") -> HttpResponse:
    return back_to_line(request, row.signup, f"call-{row.public_id}", words, undo)


def back_to_line(request: Asking, signup: queries.Signup, line: str, words: str, undo: str) -> HttpResponse:
    """To where it was pressed: on the record the row itself says what became of it, elsewhere a message does."""
    back = returning.local(request.POST.get("back"))
    if not back:
        record = reverse("activities:record", args=[signup.shift.activity.public_id])
        return see_other(f"{record}#{line}")
    if words and undo:
        flash.undoable(request, words, undo)
    elif words:
        flash.done(request, words)
    return see_other(back)


@signed_in
@require_POST
def telling(request: Asking, must_know_pid: str) -> HttpResponse:
    """It was said by telephone or in person."""
    row = _asked(request, must_know_pid)
    actions.told_by_phone(must_know=row, actor=request.actor, at=clock.now())
    words = (
        translate("记下了：%(name)s 已告知。") % {"name": row.signup.person.shown_name} if row.told_at is None else ""
    )
    return _back(request, row, words, reverse("activities:telling_undoing", args=[row.public_id]))


@signed_in
@require_POST
def telling_undoing(request: Asking, must_know_pid: str) -> HttpResponse:
    """It was the wrong line."""
    row = _asked(request, must_know_pid)
    said = translate("%(name)s 又在要打电话的名单上。") % {"name": row.signup.person.shown_name}
    undo = partial(actions.undo_told, must_know=row, actor=request.actor, at=clock.now())
    return _back(request, row, said if undone(request, undo) else "")


def undone(request: Asking, undo: Callable[[], object]) -> bool:
    """Whether it could be taken back; if not, it is said why."""
    try:
        undo()
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return False
    return True
