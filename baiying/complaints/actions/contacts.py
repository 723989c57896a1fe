"""Name and telephone of who complained: opened one by one for a reason, and emptied when nobody needs them."""

from datetime import datetime

from baiying.complaints import locked, queries
from baiying.complaints.actions.deciding import refuse_own
from baiying.complaints.models import KIND, Complaint
from baiying.kit import audit, each, keeping, sealed
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


@transaction.atomic
def reveal_contact(*, complaint: Complaint, reason: str, actor: Actor, at: datetime) -> tuple[str, str]:
    """Name and telephone in the clear, after the look was written down. Refuses: ConcernsYou."""
    refuse_own(complaint, actor, at)
    audit.record(
        "ComplainantSeen", actor=actor, at=at, subject=("complaint", complaint.pk), area_id=complaint.area_id,
        detail={"reason": reason[:120]},
    )  # fmt: skip
    return opened(complaint, "name_sealed"), opened(complaint, "phone_sealed")


def opened(row: Complaint, column: str) -> str:
    """A sealed column in the clear; empty where there is nothing. Whoever shows it has written the look down before."""
    box = getattr(row, column)
    return sealed.open_sealed(box, at=sealed.Place.of(row, column)) if box else ""


@transaction.atomic
def forget_contact(*, complaint_id: int, at: datetime) -> bool:
    """Empty name and telephone of an ended complaint, and drop its photographs. Gives whether there was something.

    While a legal hold names the complaint, or who complained, nothing goes.
    """
    row = locked.complaint(complaint_id)
    if row.contact_until is None or row.contact_until > at or is_held(row, at):
        return False
    row.name_sealed = row.phone_sealed = None
    row.name_mask = row.phone_mask = ""
    row.contact_until, row.contact_emptied_at = None, at
    row.save()
    row.photos.all().delete()
    return True


def is_held(row: Complaint, at: datetime) -> bool:
    """Whether a legal hold names the complaint itself, or the one who complained."""
    by_whom = keeping.held(keeping.PERSON, at), keeping.held(keeping.ACCOUNT, at)
    return row.pk in keeping.held(KIND, at) or row.person_id in by_whom[0] or row.account_id in by_whom[1]


def forget_contacts(*, at: datetime) -> int:
    """Empty what is no longer needed. Run daily; gives how many."""
    ids = each.keys(queries.waiting_to_forget(at))
    return each.each("complaints.forget_contacts", ids, lambda pk: forget_contact(complaint_id=pk, at=at), at=at).done
