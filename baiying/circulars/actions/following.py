"""After two areas became one: what lies in the box of the one lies in that of the other (R152)."""

from datetime import datetime

from baiying.circulars import locked
from baiying.circulars.models import Box
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


@transaction.atomic
def follow_area(*, old_id: int, new_id: int, actor: Actor, at: datetime) -> int:
    """Boxes of a place whose notice holds move, unless the other has the notice itself. Again changes nothing."""
    here = set(Box.objects.filter(area_id=new_id, body__isnull=True).values_list("circular_id", flat=True))
    ids = [row.pk for row in locked.boxes_of_place(old_id) if row.circular_id not in here]
    Box.objects.filter(pk__in=ids).update(area_id=new_id)
    audit.record_many(
        "CircularFollowed", actor=actor, at=at, subject="circular_box", area_id=new_id,
        rows=[(pk, {"before": old_id}) for pk in ids],
    )  # fmt: skip
    return len(ids)
