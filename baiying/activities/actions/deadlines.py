"""Until when one may sign up for what is published: as somebody sets it, or as the last shift says (F07)."""

from datetime import datetime

from baiying.activities import locked
from baiying.activities.actions import refusals, shifts
from baiying.activities.models import Activity, ActivityState
from baiying.activities.rules import plans
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


@transaction.atomic
def set_deadline(*, activity_id: int, until: datetime | None, actor: Actor, at: datetime) -> Activity:
    """Let people sign up until then; None: nobody sets it, so that it goes with the last shift.

    The same again writes nothing. Refuses: NotPublished, BadTimes.
    """
    row = locked.activity(activity_id)
    if row.state != ActivityState.PUBLISHED:
        raise refusals.NotPublished
    times = shifts.times_of(row, at)
    wanted = until or max((start for start, _end in times), default=row.recruit_until)
    if wanted == row.recruit_until:
        return row
    wrong = plans.deadline_code(until, max(end for _start, end in times), at) if until and times else ""
    if wrong:
        raise refusals.BadTimes(field="recruit_until", finding=plans.Finding("plan", 0, "recruit_until", wrong))
    before, row.recruit_until = row.recruit_until, wanted
    row.save(update_fields=["recruit_until"])
    detail = {"recruit_until": [before.isoformat(), wanted.isoformat()], "by_hand": until is not None}
    audit.record("DeadlineSet", actor=actor, at=at, subject=("activity", row.pk), area_id=row.area_id, detail=detail)
    return row
