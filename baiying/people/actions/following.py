"""After two areas became one: whoever lives or serves in the one that is gone goes on in the other (R152)."""

from datetime import datetime, timedelta

from django.db.models import Q

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.each import Outcome, each, keys
from baiying.kit.values.actor import Actor
from baiying.people import locked
from baiying.people.models import Claim, Person

_NEXT = timedelta(microseconds=1)


def follow_area(*, old_id: int, new_id: int, actor: Actor, at: datetime) -> Outcome:
    """Every person of the closed area, and claims that wait there. The database keeps where they were until now."""
    rows = Person.objects.filter(Q(residence_id=old_id) | Q(service_area_id=old_id), closed_at__isnull=True)

    def one(pk: int) -> bool:
        return _follow(pk, old_id, new_id, actor, at)

    found = each("people.follow_merged", list(keys(rows)), one, at=at)
    Claim.objects.filter(area_id=old_id, decided_at__isnull=True).update(area_id=new_id)
    return found


@transaction.atomic
def _follow(pk: int, old_id: int, new_id: int, actor: Actor, at: datetime) -> bool:
    row = locked.person(pk)
    changed = [name for name in ("residence", "service_area") if getattr(row, f"{name}_id") == old_id]
    for name in changed:
        setattr(row, f"{name}_id", new_id)
    if changed:
        # Whoever moved at a later instant meanwhile keeps the order of moves.
        row.areas_since = max(at, row.areas_since + _NEXT) if row.areas_since else at
        row.save(update_fields=[*changed, "areas_since"])
        detail = {"before": old_id, "fields": changed}
        audit.record("ResidenceFollowed", actor=actor, at=at, subject=("person", pk), area_id=new_id, detail=detail)
    return bool(changed)
