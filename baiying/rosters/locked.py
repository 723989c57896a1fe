"""Locked rows of this room, in the house's order (kit.db.README)."""

from django.db.models import QuerySet

from baiying.kit.db.locks import Kind, advisory, hold, take
from baiying.rosters.models import Drive, Invitation, Roster

DRIVE = Kind("open drive", 84)
ROSTER = Kind("roster", 85)
INVITATION = Kind("invitation", 90)


def roster(roster_id: int) -> Roster:
    """The roster with its body, team and area, locked: who holds it reads, sends or takes it back."""
    return hold(ROSTER, Roster.objects.select_related("body", "team", "area").filter(pk=roster_id)).get()


def drive(drive_id: int) -> Drive:
    """The drive, locked: whoever ends it."""
    return hold(DRIVE, Drive.objects.filter(pk=drive_id)).get()


def open_of(roster_id: int) -> QuerySet[Invitation]:
    """The invitations of a roster that nobody has accepted, locked."""
    rows = Invitation.objects.filter(roster_id=roster_id, accepted_at__isnull=True, withdrawn_at__isnull=True)
    return take(INVITATION, rows)


def invitation(invitation_id: int) -> Invitation:
    """One invitation, locked: whoever answers it."""
    return hold(INVITATION, Invitation.objects.select_related("roster").filter(pk=invitation_id)).get()


def invitations(ids: list[int]) -> QuerySet[Invitation]:
    """Invitations whose time is over, locked."""
    return take(INVITATION, Invitation.objects.filter(pk__in=ids))


def of_owner(owner: str) -> None:
    """One roster of a body or place at a time becomes invitations."""
    advisory(ROSTER, f"rosters:{owner}")
