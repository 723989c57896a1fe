"""What a session keeps of a second factor: that it was shown, when, and from when on the office roles need one.

Sessions are signed cookies: a copy of one that has shown a factor has shown it too, and ends with the account's epoch.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

from baiying.accounts import queries

# When and which: its public id, or PAPER.
_SHOWN = "factor"
_DUE = "factor_due"
# When the session was opened by a proof of its own: what a first factor rests on.
_CAME_IN = "came_in"
KEYS = (_SHOWN, _DUE, _CAME_IN)
PAPER = "paper"


def begin(request: HttpRequest, due: datetime | None, came_in: str | None = None) -> None:
    """A new session has shown nothing. `due`: from when on the account's office roles do nothing without a factor.
    `came_in`: of who was in already, when that was: opening the session anew proves nothing more."""
    request.session[_SHOWN], request.session[_CAME_IN] = None, came_in
    request.session[_DUE] = due.isoformat() if due else None


def came_in(request: HttpRequest) -> str | None:
    """When the session was opened by a proof of its own, as `begin` takes it."""
    kept = request.session.get(_CAME_IN)
    return kept if isinstance(kept, str) else None


def note_came_in(request: HttpRequest, at: datetime) -> None:
    """Say that whoever opened the session has proven himself at this moment."""
    request.session[_CAME_IN] = at.isoformat()


def show(request: HttpRequest, which: str, at: datetime) -> None:
    request.session[_SHOWN] = {"at": at.isoformat(), "of": which}


def is_shown(request: HttpRequest) -> bool:
    return isinstance(request.session.get(_SHOWN), dict)


def is_due(request: HttpRequest, at: datetime) -> bool:
    """Whether the days of grace of the office roles are over."""
    due = request.session.get(_DUE)
    return isinstance(due, str) and at >= datetime.fromisoformat(due)


def due(request: HttpRequest) -> datetime | None:
    """Until when the office roles go on without a factor; None where nobody asked for one."""
    kept = request.session.get(_DUE)
    return datetime.fromisoformat(kept) if isinstance(kept, str) else None


def is_fresh(request: HttpRequest, account_id: int, at: datetime) -> bool:
    """Whether the session has just proven enough to change second factors, within the rule's minutes.

    By a factor where the account has one, which a colleague at an unlocked screen does not; else by its log-in.
    """
    kept = request.session.get(_SHOWN)
    if isinstance(kept, dict):
        said = kept.get("at")
    else:
        said = None if queries.has_factor(account_id) else request.session.get(_CAME_IN)
    if not isinstance(said, str):
        return False
    within = timedelta(minutes=queries.log_in_rules(at).factor_fresh_minutes)
    return timedelta() <= at - datetime.fromisoformat(said) <= within


def is_proven_lately(request: HttpRequest, at: datetime, within: timedelta) -> bool:
    """Whether whoever opened the session came in, or showed a factor, not longer ago than that."""
    kept = request.session.get(_SHOWN)
    said = [request.session.get(_CAME_IN), kept.get("at") if isinstance(kept, dict) else None]
    times = [datetime.fromisoformat(one) for one in said if isinstance(one, str)]
    return any(timedelta() <= at - one <= within for one in times)
