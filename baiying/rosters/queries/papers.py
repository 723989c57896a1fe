"""Consents on paper: for whom one is printed, whose a code is, what was read in."""

from datetime import date

from django.db.models import QuerySet

from baiying.rosters.models import Paper, Roster
from baiying.rosters.rules.checking import Line


def birth_of(line: Line) -> date | None:
    """The birthday that a line says, by its number or its column."""
    return date.fromisoformat(line.birth) if line.birth else None


def papers_of(row: Roster) -> QuerySet[Paper]:
    """What was read in for a roster, the newest first; by whom the guardian said what stands on no list."""
    rows = Paper.objects.filter(invitation__roster_id=row.pk).select_related("invitation")
    return rows.order_by("-id")


def paper(public_id: str) -> Paper | None:
    rows = Paper.objects.select_related("invitation__roster__area", "invitation__roster__body")
    return rows.filter(public_id=public_id).first()
