"""An office reminds the leader of a record that is not complete, at a press and once a day (Order 67 art. 11, R057)."""

from datetime import datetime

from baiying.activities import queries as activities
from baiying.hours import locked, queries
from baiying.hours.actions import refusals, telling
from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.ui import kept


@transaction.atomic
def remind_leader(*, shift: activities.Shift, actor: Actor, at: datetime) -> bool:
    """Tell the leader what of the shift's record is missing. False if the leader was reminded today already.

    Refuses: NothingToRemind (nothing of it waits for the leader), LeaderUnreachable (no person to write to).
    """
    locked.reminding(shift.pk)
    if not queries.waits_for_leader(shift.pk, at):
        raise refusals.NothingToRemind
    last = queries.reminded([shift.pk]).get(shift.pk)
    if last is not None and last.day == clock.local_date(at):
        return False
    leader = people.person_of_account(shift.activity.leader_id)
    if leader is None:
        raise refusals.LeaderUnreachable
    occasion = queries.occasion_of_shift(shift)
    due, _known = queries.record_due(occasion)
    text = translate(
        "主管部门提醒：“%(title)s”（%(day)s）的记录还没有完成，期限是%(due)s。请补齐签退和没有记录的人。"
    ) % {"title": occasion.title, "day": kept.day(occasion.day), "due": kept.day(due)}
    source = f"hours:reminded:{shift.pk}:{clock.local_date(at)}"
    telling.tell(leader.public_id, "reminded", text, at, source, occasion.link)
    audit.record(
        "LeaderReminded", actor=actor, at=at, subject=("shift", shift.pk), area_id=occasion.area.pk,
        detail={"leader_id": shift.activity.leader_id},
    )  # fmt: skip
    return True
