"""Taking a roster back: what nobody has accepted is withdrawn, whoever came stays as they are."""

from datetime import datetime

from baiying.kit import facts
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.rosters import facts as told
from baiying.rosters import locked
from baiying.rosters.models import Invitation, Roster


@transaction.atomic
def undo(*, roster: Roster, actor: Actor, at: datetime) -> int:
    """Withdraw the invitations of a roster that are open; gives how many. Twice is once.

    A no counts among the open ones: the number tells nobody how many there were. No page shows it: with
    the number that was sent it would say exactly how many came.
    """
    row = locked.roster(roster.pk)
    if row.sent_at is None:
        return 0
    if row.undone_at is not None:
        return Invitation.objects.filter(roster_id=row.pk, withdrawn_at=row.undone_at).count()
    n = locked.open_of(row.pk).update(withdrawn_at=at)
    row.undone_at, row.undone_by_id = at, actor.account_id or 0
    # Taken back while it was made: what was read for it is needed no more.
    row.lines_sealed, row.summary, row.choices, row.emptied_at = None, {}, {}, row.emptied_at or at
    row.save(update_fields=["undone_at", "undone_by_id", "lines_sealed", "summary", "choices", "emptied_at"])
    facts.publish(told.RosterUndone(roster_id=row.pk), actor=actor, at=at, area_id=row.area_id)
    return n
