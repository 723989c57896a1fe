"""After two areas became one: what waits for an answer waits in the other (R152)."""

from datetime import datetime

from django.db.models.functions import Coalesce

from baiying.complaints import locked
from baiying.complaints.models import Complaint
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


@transaction.atomic
def follow_area(*, old_id: int, new_id: int, actor: Actor, at: datetime) -> int:
    """Open complaints; those that were answered stay where they were. Returns how many; again changes nothing."""
    ids = [row.pk for row in locked.open_in(old_id)]
    Complaint.objects.filter(pk__in=ids).update(area_id=new_id, first_area_id=Coalesce("first_area_id", old_id))
    audit.record_many(
        "ComplaintFollowed", actor=actor, at=at, subject="complaint", area_id=new_id,
        rows=[(pk, {"before": old_id}) for pk in ids],
    )  # fmt: skip
    return len(ids)
