"""Trying the six digits of the check-in code: counted before they are compared, so that nobody can try them all.

Two windows of a million are live, so a try hits with two in a million. Ten tries in ten minutes are enough for anybody
who reads badly; the limits by shift and by network stop many accounts that work together. These are limits of
cryptography and not of local practice, so no rule set changes them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from baiying.hours import queries
from baiying.hours.actions import refusals
from baiying.kit import addresses, audit, limits
from baiying.kit.values.actor import Actor

_WITHIN = timedelta(minutes=10)
BY_ACCOUNT = limits.Limit("digits:account", 10, _WITHIN)
BY_SHIFT = limits.Limit("digits:shift", 200, _WITHIN)
BY_NETWORK = limits.Limit("digits:network", 200, _WITHIN)
# An attack is written down, but cannot fill the audit.
_NOTED = limits.Limit("digits:noted", 1, _WITHIN)


def try_digits(*, digits: str, shift_pids: Iterable[str], actor: Actor, at: datetime) -> str:
    """Which of these shifts shows the digits now. A right try gives the account its tries back.

    Refuses: WrongDigits, TooManyTries (429). Stands outside a transaction, because a wrong try counts.
    """
    network = addresses.neighbourhood(actor.ip)
    tried = [pid for pid in shift_pids if limits.left(BY_SHIFT, pid, at=at)]
    mine = limits.take(BY_ACCOUNT, actor.account_id, at=at)
    if not mine or not limits.left(BY_NETWORK, network, at=at):
        if limits.take(_NOTED, actor.account_id, at=at):
            _note(actor, at, refused=True)
        raise refusals.TooManyTries
    found = next((pid for pid in tried if queries.are_live(pid, digits, at)), None)
    if found is not None:
        limits.forget(BY_ACCOUNT, actor.account_id)
        return found
    limits.take(BY_NETWORK, network, at=at)
    for pid in tried:
        limits.take(BY_SHIFT, pid, at=at)
    _note(actor, at)
    raise refusals.WrongDigits


def _note(actor: Actor, at: datetime, **more: bool) -> None:
    """Wrong digits name no shift: the entry is about who tried."""
    about = ("account", actor.account_id)
    audit.record(queries.WRONG_DIGITS, actor=actor, at=at, subject=about, ok=False, detail=more)
