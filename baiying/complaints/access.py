"""Who may see or answer a complaint: who filed it, who has its query code, the office of its area; else a 404."""

from datetime import datetime, timedelta

from django.http import Http404

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking
from baiying.complaints import queries
from baiying.complaints.models import Complaint, Hearing
from baiying.complaints.rights import Right
from baiying.kit.values.actor import Actor
from baiying.people import queries as people

_SESSION = "complaints_open"
# So long, and so many, a device shows without asking for the code again; the next one may sit at it.
OPEN_FOR = timedelta(minutes=30)
_MOST_OPEN = 3


def open_here(request: Asking, row: Complaint, at: datetime) -> None:
    """Its number and code were given on this device, or it was filed here: the page opens until half an hour has gone
    by in which nobody looked at it."""
    until = int((at + OPEN_FOR).timestamp())
    kept = [one for one in request.session.get(_SESSION, []) if one[0] != row.public_id]
    request.session[_SESSION] = [[row.public_id, until], *kept][:_MOST_OPEN]


def own_complaint(request: Asking, complaint_pid: str, at: datetime) -> Complaint | None:
    """A complaint of the account, or one whose code was given on this device; None for any other, also for none.

    Looking at it begins the half hour anew.
    """
    row = queries.complaint(complaint_pid)
    if row is None:
        return None
    if is_filed_by(row, request.actor):
        return row
    stamp = at.timestamp()
    if row.public_id not in (one[0] for one in request.session.get(_SESSION, []) if one[1] > stamp):
        return None
    open_here(request, row, at)
    return row


def is_filed_by(row: Complaint, actor: Actor) -> bool:
    """Whether the account filed it, or another log-in of the same human did."""
    if row.account_id is None or actor.account_id is None:
        return False
    return row.account_id == actor.account_id or row.account_id in people.accounts_of_same(actor.account_id)


def close_here(request: Asking, complaint_pid: str) -> None:
    """Whoever sits at this device next is asked for the code again."""
    kept = [one for one in request.session.get(_SESSION, []) if one[0] != complaint_pid]
    request.session[_SESSION] = kept


def hearing_for(actor: Actor, hearing_pid: str) -> Hearing:
    """What the actor was asked, by any own log-in; for anybody else, a stand-in too, it does not exist."""
    row = queries.hearing_of(actor.account_id or 0, hearing_pid)
    if row is None:
        raise Http404
    return row


def complaint_for(actor: Actor, complaint_pid: str, at: datetime) -> Complaint:
    """A complaint in the area of the one who answers; whom it concerns, and those below, it does not exist for."""
    accounts.scope_of(actor, Right.ANSWER_COMPLAINTS)
    row = queries.complaint(complaint_pid)
    if row is None or not queries.may_handle(row, actor, at):
        raise Http404
    return row
