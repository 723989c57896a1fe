"""What is given to somebody and holds only once they have accepted it: an appointment, an office in a unit, a lead."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.errors import Refused

# Why a row counts as accepted: its holder was asked; set-up or a load made it; it stood before anybody was asked.
ASKED, SET_UP, LOADED, BEFORE = "asked", "set_up", "loaded", "before"
# Who may take it up himself needs nobody to ask him: his own act is the acceptance.
OWN = "own"
# How long whoever gave it sees that somebody declined.
_DECLINED_SHOWN = timedelta(days=30)


class NotYours(Refused):
    code = "not_your_offer"
    sentence = _("只有被任命的人自己能答复这项任命。")


class Gone(Refused):
    code = "offer_gone"
    sentence = _("这项任命已经收回或结束，不用再答复。")


class AlreadyAccepted(Refused):
    code = "already_accepted"
    sentence = _("您已经接受这项任命。不想再担任，请任命您的部门或单位结束这项任职。")


class Offered(models.Model):
    """Given by one and answered by another: until it is accepted it gives no right, and declining it ends it.

    Who answers is always the account that the row names (`account`, in the room's own model); the audit has the act.
    `accepted_because` says what the acceptance rests on. Empty `appointed_by_id`: set-up or a load.
    """

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    appointed_by_id = models.BigIntegerField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_because = models.CharField(max_length=8, blank=True, default="")
    declined_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def constraints(prefix: str, *, own: bool = False) -> list[models.CheckConstraint]:
    """An acceptance says what it rests on; nothing is both accepted and declined; what is declined has ended.

    `own`: it may come of the holder's own act, who applied for it.
    """
    grounds = [ASKED, SET_UP, LOADED, BEFORE, *([OWN] if own else [])]
    return [
        models.CheckConstraint(
            name=f"{prefix}_accepted_because",
            condition=Q(accepted_at__isnull=True, accepted_because="")
            | Q(accepted_at__isnull=False, accepted_because__in=grounds),
        ),
        models.CheckConstraint(
            name=f"{prefix}_declined_has_ended",
            condition=Q(declined_at__isnull=True) | Q(accepted_at__isnull=True, ends_at__isnull=False),
        ),
    ]


def standing(at: datetime) -> Q:
    """Given and not ended at the instant, answered or not."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def given(at: datetime) -> Q:
    """Given and not ended at the instant, begun or not yet, answered or not."""
    return Q(ends_at__isnull=True) | Q(ends_at__gt=at)


def has_ended(row: Any, at: datetime) -> bool:
    """Whether the row's end has come: an end that was agreed beforehand is none before its instant."""
    return row.ends_at is not None and row.ends_at <= at


def is_over(row: Any, at: datetime) -> bool:
    """The same, and whether somebody ended or withdrew it, however the clocks stand."""
    return row.declined_at is not None or row.ended_by_id is not None or has_ended(row, at)


def in_force(at: datetime) -> Q:
    """Given, accepted and not ended at the instant: what gives rights."""
    return standing(at) & Q(accepted_at__lte=at)


def unanswered(at: datetime) -> Q:
    """Given and not yet answered at the instant; what begins later is answered before it begins."""
    return given(at) & Q(accepted_at__isnull=True, declined_at__isnull=True)


def shown(at: datetime) -> Q:
    """What whoever gives it sees: what stands, answered or not, and for 30 days what was declined."""
    return given(at) | Q(declined_at__gt=at - _DECLINED_SHOWN)


def accept(row: Any, *, account_id: int | None, at: datetime) -> list[str]:
    """Note on a locked row that its own account agrees; gives the columns to save, none if it had agreed before.

    Refuses: NotYours, Gone (ended, withdrawn or declined).
    """
    if row.account_id != account_id:
        raise NotYours
    if is_over(row, at):
        raise Gone
    if row.accepted_at is not None:
        return []
    row.accepted_at, row.accepted_because = at, ASKED
    return ["accepted_at", "accepted_because"]


def decline(row: Any, *, account_id: int | None, at: datetime) -> list[str]:
    """Note on a locked row that its own account does not want it, which ends it; no reason is asked for.

    Gives the columns to save, none if it was declined before. Refuses: NotYours, AlreadyAccepted, Gone.
    """
    if row.account_id != account_id:
        raise NotYours
    if row.declined_at is not None:
        return []
    if row.accepted_at is not None:
        raise AlreadyAccepted
    if is_over(row, at):
        raise Gone
    row.declined_at = row.ends_at = at
    row.ended_by_id = account_id
    return ["declined_at", "ends_at", "ended_by_id"]
