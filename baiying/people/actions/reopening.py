"""A registration says that a guardian agreed, and no consent is in force: asked when it opens again, and every night.

A consent may end while the registration is closed (it was found untrue, O4), or in a way that nobody thought of: what
counts is whether one is in force now (R007).
"""

from datetime import datetime

from baiying.kit import audit, each
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor, system
from baiying.people import locked, queries
from baiying.people.actions import counting, telling, two_guardians
from baiying.people.models import Registration


def ask_anew(registration: Registration, *, actor: Actor, at: datetime) -> bool:
    """Before a registration counts again: where none of the guardians' consents carries it any more, it waits for one.

    The caller has locked the registration. A consent beside another guardian's withdrawal waits for that one, as it
    would if it were given now. Gives whether somebody has to be asked.
    """
    if not registration.needs_guardian or registration.guardian_ok_at is None:
        return False
    if not queries.is_under_age(registration.person, at):
        return False
    live = list(queries.consents_in_force(registration))
    if any(queries.waits_for(row, at) is None for row in live):
        return False
    for row in live:
        two_guardians.make_wait(row, at)
    counting.stop_counting(registration, why="guardian_withdrew", at=at)
    registration.guardian_ok_at = None
    registration.save(update_fields=["guardian_ok_at"])
    audit.record(
        "GuardianAskedAnew", actor=actor, at=at, subject=("person", registration.person_id),
        area_id=registration.person.residence_id,
    )  # fmt: skip
    text = translate(
        "监护人的同意现在不在了，您的志愿者注册先暂停，以前的服务记录仍然保留。请在“我的资料”里重新请监护人同意。"
    )
    telling.tell(registration.person, kind="guardian_withdrew", text=text, at=at, link="/mine/profile/")
    return True


def pause_unagreed(*, at: datetime) -> int:
    """Those registered as agreed to while no guardian's consent is in force. Run every night; gives how many."""
    actor, ids = system("people.pause_unagreed"), queries.unagreed(at)
    return each.each("people.pause_unagreed", ids, lambda pk: _pause(pk, actor=actor, at=at), at=at).done


@transaction.atomic
def _pause(registration_id: int, *, actor: Actor, at: datetime) -> bool:
    row = locked.registration(registration_id)
    return row.ended_at is None and ask_anew(row, actor=actor, at=at)
