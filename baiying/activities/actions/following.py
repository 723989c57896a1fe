"""After two areas became one: activities that are not over take place in the other (R152)."""

from datetime import datetime

from baiying.activities import locked
from baiying.activities.models import Activity, ActivityState, Shift, Signup
from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.places import queries as places

_OPEN = (ActivityState.DRAFT, ActivityState.SUBMITTED, ActivityState.PUBLISHED)


@transaction.atomic
def follow_area(*, old_id: int, new_id: int, actor: Actor, at: datetime) -> int:
    """Plans, and what is published and not over; the county of its coming shifts and sign-ups goes along.

    What is over keeps the area of its time. Returns how many; again changes nothing.
    """
    rows = Activity.objects.filter(area_id=old_id, state__in=_OPEN, ends_on__gte=clock.local_date(at))
    ids = [row.pk for row in locked.activities(rows)]
    area = places.division_by_id(new_id)
    if not ids or area is None:
        return 0
    Activity.objects.filter(pk__in=ids).update(area_id=new_id)
    county = places.county_id_of(area.path)
    coming = Shift.objects.filter(activity_id__in=ids, starts_at__gt=at).exclude(county_id=county)
    coming_ids = list(coming.order_by("pk").values_list("pk", flat=True))
    Shift.objects.filter(pk__in=coming_ids).update(county_id=county)
    Signup.objects.filter(shift_id__in=coming_ids).update(county_id=county)
    audit.record_many(
        "ActivityFollowed", actor=actor, at=at, subject="activity", area_id=new_id,
        rows=[(pk, {"before": old_id}) for pk in ids],
    )  # fmt: skip
    return len(ids)
