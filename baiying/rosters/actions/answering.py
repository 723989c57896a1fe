"""Whoever is invited answers: comes, says no, or was somebody else. A no is nobody's business."""

from datetime import datetime

from baiying.kit import audit, facts
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.rosters import facts as told
from baiying.rosters import locked, queries
from baiying.rosters.actions import drives, offering, papers, refusals
from baiying.rosters.models import Invitation, Roster


@transaction.atomic
def take_brought(key: str, person_id: int, actor: Actor, at: datetime) -> None:
    """Somebody registered because of an invitation: it is accepted, once, if this is whom it meant.

    Called last in the transaction of the registration (Room.brought). The guarded update is the lock: of two at the
    same moment one waits for the other, and then is refused. Who registered as somebody else leaves it open.
    Somebody who came by a poster's square is counted there. Refuses: InvitationTaken.
    """
    row = queries.invitation(key)
    if row is None:
        drives.note_arrival(key, person_id, at)
    if row is None or not queries.proves_person(row, person_id):
        return
    if not _accept(row, person_id, actor, at):
        # Taken back, or over, since the way here began: nothing of it goes on, its papers neither.
        return
    papers.count_all(row, person_id, actor, at)
    offering.offer_team(row.roster.team_id, person_id, at)


@transaction.atomic
def accept_as_volunteer(*, invitation: Invitation, person_id: int, actor: Actor, at: datetime) -> None:
    """Who is a volunteer already says that this is them. Twice is once.

    Refuses: NotTheSamePerson, InvitationOver, InvitationTaken.
    """
    row = locked.invitation(invitation.pk)
    if row.accepted_at is not None and row.person_id == person_id:
        return
    if not queries.proves_person(row, person_id):
        raise refusals.NotTheSamePerson
    if row.withdrawn_at is not None or row.ends_at <= at:
        raise refusals.InvitationOver
    if _accept(row, person_id, actor, at):
        papers.count_all(row, person_id, actor, at)


def _accept(row: Invitation, person_id: int, actor: Actor, at: datetime) -> bool:
    """Whether it is accepted by this person, now or before. Refuses: InvitationTaken."""
    taken = Invitation.objects.filter(pk=row.pk, accepted_at__isnull=True, withdrawn_at__isnull=True, ends_at__gt=at)
    if taken.update(accepted_at=at, person_id=person_id, declined_at=None):
        fact = told.InvitationAccepted(invitation_id=row.pk, person_id=person_id)
        facts.publish(fact, actor=actor, at=at, area_id=row.roster.area_id)
        return True
    row.refresh_from_db()
    if row.accepted_at is not None and row.person_id != person_id:
        raise refusals.InvitationTaken
    return row.accepted_at is not None


@transaction.atomic
def decline(*, invitation: Invitation, at: datetime) -> None:
    """No. It stays open like one that nobody answered, so that nothing tells one from the other; only no reminder
    comes.

    Said again, or after it was accepted or withdrawn, it changes nothing. It is in no audit that an office reads.
    """
    row = locked.invitation(invitation.pk)
    if row.accepted_at is None and row.withdrawn_at is None and row.declined_at is None:
        row.declined_at = at
        row.save(update_fields=["declined_at"])


def note_printed(*, roster: Roster, n: int, actor: Actor, at: datetime) -> None:
    """Slips were opened to be printed: names and words of so many stood on a page."""
    audit.record(
        "RosterSlips", actor=actor, at=at, subject=("roster", roster.pk), area_id=roster.area_id, detail={"slips": n}
    )
