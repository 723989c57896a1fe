"""Joining on the spot: a free place and the check-in in one act."""

from datetime import datetime

from baiying.activities import actions as activities
from baiying.hours.actions import checking_in
from baiying.hours.models import Source
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


@transaction.atomic
def join_in(*, shift_pid: str, person_id: int, source: str = Source.CODE, actor: Actor, at: datetime) -> str:
    """Take a free place and check in by the live code, which the caller has compared: both, or neither.

    Gives the attendance's public id. Refuses: as activities.join_now and check_in do.
    """
    activities.join_now(shift_pid=shift_pid, person_id=person_id, actor=actor, at=at)
    return checking_in.check_in(shift_pid=shift_pid, person_id=person_id, source=source, actor=actor, at=at)
