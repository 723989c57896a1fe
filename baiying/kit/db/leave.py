"""What one asks for and another, who is not the same hand, gives for hours: the columns and the three acts of it.

A record at rest that is opened (privacy), a minor's numbers that are looked at (people): who may ask, who may give and
whom it is told is the room's own; that it takes two, ends by itself and is answered once is the same.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

MOST_WORDS = 300


class Leave(models.Model):
    """Asked by one, decided by another, then open to who asked until an hour; or refused, or needed no more."""

    words = models.CharField(max_length=MOST_WORDS)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    # Until when it is open to who asked; empty where it was refused.
    until = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=MOST_WORDS, blank=True, default="")
    # Nothing more is needed: taken back before it was decided, or shut before its hour.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def second_person(name: str) -> models.CheckConstraint:
    """Nothing is decided by who asked, and nothing is open that nobody decided."""
    return models.CheckConstraint(
        name=name,
        condition=Q(decided_at__isnull=True, decided_by_id__isnull=True, until__isnull=True, refused_why="")
        | (Q(decided_at__isnull=False, decided_by_id__isnull=False) & ~Q(decided_by_id=F("asked_by_id"))),
    )


def waits() -> Q:
    """Nobody has answered it, and it is needed still."""
    return Q(decided_at__isnull=True, ended_at__isnull=True)


def is_answered(row: Leave) -> bool:
    return row.decided_at is not None or row.ended_at is not None


def said_yes(row: Leave, account_id: int | None) -> bool:
    """Whether this hand has given it: pressed again it is answered as the first time."""
    return row.decided_by_id == account_id and row.until is not None


def said_no(row: Leave, account_id: int | None, why: str) -> bool:
    return (row.decided_by_id, row.refused_why) == (account_id, why.strip())


def give(row: Leave, *, account_id: int | None, hours: int, at: datetime) -> None:
    """The second person gives it: open to who asked for so many hours. The caller locked the row."""
    row.decided_at, row.decided_by_id, row.until = at, account_id, at + timedelta(hours=hours)
    row.save(update_fields=["decided_at", "decided_by_id", "until"])


def refuse(row: Leave, *, account_id: int | None, why: str, at: datetime) -> None:
    row.decided_at, row.decided_by_id, row.refused_why = at, account_id, why.strip()
    row.save(update_fields=["decided_at", "decided_by_id", "refused_why"])


def end(row: Leave, *, at: datetime) -> bool:
    """Whoever asked needs it no more; gives whether that was news: not of what is refused or ended."""
    if row.ended_at is not None or (row.decided_at is not None and row.until is None):
        return False
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    return True
