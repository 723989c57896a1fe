"""Who answered to a text message not to come: asked by who leads, and ticked."""

from datetime import datetime
from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_POST

from baiying.accounts.access import Asking, signed_in
from baiying.activities import actions, queries
from baiying.activities.reminded import CannotCome
from baiying.activities.views import must_know
from baiying.kit import clock
from baiying.kit.values.actor import Actor


def of_record(activity_id: int, actor: Actor, at: datetime) -> list[CannotCome]:
    """For who leads: whom to ask, and whom the reader has asked just now."""
    rows = queries.cannot_come_of_activity(activity_id, at)
    return [
        row
        for row in rows
        if row.settled_at is None or must_know.is_just_done(row.settled_at, row.settled_by_id, actor, at)
    ]


def _asked(request: Asking, cannot_come_pid: str) -> CannotCome:
    return must_know.led(request, queries.cannot_come(cannot_come_pid))


def _back(request: Asking, row: CannotCome, words: str, undo: str = "") -> HttpResponse:
    return must_know.back_to_line(request, row.signup, f"ask-{row.public_id}", words, undo)


@signed_in
@require_POST
def asking(request: Asking, cannot_come_pid: str) -> HttpResponse:
    """Somebody who leads has asked whether they come."""
    row = _asked(request, cannot_come_pid)
    actions.settle_cannot_come(cannot_come=row, actor=request.actor, at=clock.now())
    words = translate("记下了：%(name)s 已问过。报名没有变动。") % {"name": row.signup.person.shown_name}
    return _back(request, row, words, reverse("activities:asking_undoing", args=[row.public_id]))


@signed_in
@require_POST
def asking_undoing(request: Asking, cannot_come_pid: str) -> HttpResponse:
    """It was the wrong line."""
    row = _asked(request, cannot_come_pid)
    said = translate("%(name)s 又在要问的名单上。") % {"name": row.signup.person.shown_name}
    undo = partial(actions.undo_settled, cannot_come=row, actor=request.actor, at=clock.now())
    return _back(request, row, said if must_know.undone(request, undo) else "")
