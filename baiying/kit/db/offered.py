"""What is given to somebody and holds only once they have accepted it: an appointment; an office in a unit, one day."""

from datetime import datetime

from django.db import models
from django.db.models import Q

# Why a row counts as accepted: its holder was asked; set-up or a load made it; it stood before anybody was asked.
ASKED, SET_UP, LOADED, BEFORE = "asked", "set_up", "loaded", "before"


class Offered(models.Model):
    """Given by one and answered by another: until it is accepted it gives no right, and declining it ends it.

    Who answers is always the account that the row names; the audit has the act. `accepted_because` says what the
    acceptance rests on.
    """

    accepted_at = models.DateTimeField(null=True)
    accepted_because = models.CharField(max_length=8, blank=True, default="")
    declined_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def constraints(prefix: str) -> list[models.CheckConstraint]:
    """An acceptance says what it rests on; nothing is both accepted and declined; what is declined has ended."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_accepted_because",
            condition=Q(accepted_at__isnull=True, accepted_because="")
            | Q(accepted_at__isnull=False, accepted_because__in=[ASKED, SET_UP, LOADED, BEFORE]),
        ),
        models.CheckConstraint(
            name=f"{prefix}_declined_has_ended",
            condition=Q(declined_at__isnull=True) | Q(accepted_at__isnull=True, ends_at__isnull=False),
        ),
    ]


def standing(at: datetime) -> Q:
    """Given and not ended at the instant, answered or not."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def in_force(at: datetime) -> Q:
    """Given, accepted and not ended at the instant: what gives rights."""
    return standing(at) & Q(accepted_at__lte=at)


def unanswered(at: datetime) -> Q:
    """Given and not yet answered at the instant."""
    return standing(at) & Q(accepted_at__isnull=True, declined_at__isnull=True)
