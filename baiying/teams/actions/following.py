"""After two areas became one: units and teams of the one that is gone belong to the other (R152)."""

from datetime import datetime

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.teams import locked


@transaction.atomic
def follow_area(*, old_id: int, new_id: int, actor: Actor, at: datetime) -> int:
    """Those that are open; what has ended stays with the area of its time. Again changes nothing. Returns how many."""
    detail, moved = {"before": old_id}, 0
    for rows, action, subject in (
        (locked.bodies_in(old_id), "BodyFollowed", "body"),
        (locked.teams_in(old_id), "TeamFollowed", "team"),
    ):
        ids = [row.pk for row in rows]
        rows.model._default_manager.filter(pk__in=ids).update(area_id=new_id)
        told = [(pk, detail) for pk in ids]
        audit.record_many(action, actor=actor, at=at, subject=subject, area_id=new_id, rows=told)
        moved += len(ids)
    return moved
