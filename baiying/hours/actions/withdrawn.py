"""A guardian withdrew while the ward serves: whoever leads the shift hears it at once."""

from datetime import datetime

from baiying.hours import queries
from baiying.hours.actions import telling
from baiying.kit import each
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.people import queries as people


def tell_of_withdrawn(*, person_id: int, at: datetime) -> bool:
    """Tell the leader of the shift on which the ward stands; once per attendance. Gives whether there was one."""
    row = queries.open_attendance_of(person_id)
    if row is None or row.shift is None or row.shift.ends_at <= at or people.guardians_answer(person_id) != "withdrawn":
        return False
    occasion = queries.occasion_of(row)
    text = translate(
        "“%(title)s”：%(name)s 的监护人刚刚撤回了同意，孩子还在现场。请让孩子停下来，联系监护人来接，并为孩子签退。"
    ) % {"title": telling.title_of(row), "name": row.person.name}
    source = f"hours:ward_withdrawn:{row.pk}"
    telling.tell_account(occasion.leader_id, "ward_withdrawn", text, at, source, occasion.link)
    return True


def sweep_withdrawn(*, at: datetime) -> int:
    """What the listener missed: everybody on a running shift whose guardian has withdrawn. Run every few minutes."""
    ids = people.paused_wards(queries.serving_now(at))
    return each.each("hours.sweep_withdrawn", ids, lambda pk: _again(pk, at), at=at).done


@transaction.atomic
def _again(person_id: int, at: datetime) -> bool:
    return tell_of_withdrawn(person_id=person_id, at=at)
