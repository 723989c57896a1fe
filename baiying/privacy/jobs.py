"""Work in the background of this room."""

from baiying.kit import clock, jobs
from baiying.privacy import actions


@jobs.job("privacy.make_copy")
def make_copy(copy_id: int) -> None:
    """Somebody wishes a copy: gather it."""
    actions.make_copy(copy_id=copy_id, at=clock.now())


@jobs.job("privacy.tidy_copies")
def tidy_copies(timestamp: int = 0) -> None:
    """Every hour: what may no longer be fetched is gone, and what was asked and not made is made."""
    at = clock.now()
    actions.empty_old(at=at)
    actions.make_missed(at=at)


@jobs.job("privacy.close_due")
def close_due(timestamp: int = 0) -> None:
    """Every hour: accounts whose days to think again are over."""
    actions.close_due(at=clock.now())


@jobs.job("privacy.tend_holds")
def tend_holds(timestamp: int = 0) -> None:
    """Every hour, before accounts are closed: legal holds end by their day, and what came of them is reported."""
    actions.tend_holds(at=clock.now())


@jobs.job("privacy.tend_requests")
def tend_requests(timestamp: int = 0) -> None:
    """Every hour: withdrawals enter the register, who answers is reminded, what is overdue rises."""
    actions.tend_requests(at=clock.now())


@jobs.job("privacy.tell_breaches")
def tell_breaches(timestamp: int = 0) -> None:
    """At once after it was decided, and every ten minutes: whoever has not been told of a leak is told."""
    actions.tell_breaches(at=clock.now())


@jobs.job("privacy.remind_breaches")
def remind_breaches(timestamp: int = 0) -> None:
    """Every ten minutes: whoever is responsible hears of a leak whose report is late."""
    actions.remind_breaches(at=clock.now())


@jobs.job("privacy.make_audits")
def make_audits(timestamp: int = 0) -> None:
    """Every night: the audit of last year, for each area that has none."""
    actions.make_audits(at=clock.now())
