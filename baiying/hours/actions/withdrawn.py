"""A guardian withdrew while the ward serves, or agreed again: whoever leads the shift hears it at once."""

from datetime import datetime, timedelta

from baiying.hours import queries
from baiying.hours.actions import telling
from baiying.hours.models import Attendance
from baiying.kit import each
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.people import queries as people

# Nobody serves longer on one shift: what was agreed to before has been heard.
_LONGEST = timedelta(hours=24)


def _serving(person_id: int, at: datetime) -> Attendance | None:
    """The attendance of somebody who is checked in on a shift that has not ended."""
    row = queries.open_attendance_of(person_id)
    return row if row is not None and row.shift is not None and row.shift.ends_at > at else None


def tell_of_withdrawn(*, person_id: int, at: datetime) -> bool:
    """Ring the leader of the shift on which the ward stands; once per withdrawal. Gives whether anybody was told."""
    row, withdrawal = _serving(person_id, at), people.withdrawal_of(person_id)
    if row is None or withdrawal is None:
        return False
    text = translate(
        "“%(title)s”：%(name)s的监护人刚刚撤回了同意，孩子还在现场。请让孩子停下来，在现场页点孩子那一行的电话，"
        "联系监护人来接，并为孩子签退。"
    )
    if withdrawal.ended_at is not None:
        text = translate(
            "“%(title)s”：%(name)s现在没有监护人同意，孩子还在现场。请让孩子停下来，在现场页点孩子那一行的电话，"
            "联系监护人来接，并为孩子签退。"
        )
    return _tell(row, "ward_withdrawn", text, f"hours:ward_withdrawn:{row.pk}:{withdrawal.pk}", at)


def tell_of_agreed_again(*, person_id: int, at: datetime) -> bool:
    """Tell the leader who heard of the withdrawal that it is over; once per consent. Gives whether anybody was told."""
    row = _serving(person_id, at)
    again = people.agreement_after_withdrawal(person_id, row.checked_in_at) if row is not None else None
    if row is None or again is None:
        return False
    text = translate("“%(title)s”：%(name)s的监护人重新同意了，孩子可以继续。")
    return _tell(row, "ward_agreed_again", text, f"hours:ward_agreed_again:{row.pk}:{again.pk}", at)


def _tell(row: Attendance, kind: str, text: str, source: str, at: datetime) -> bool:
    """By phone at once: a child stands there, and nobody looks into an app in the field."""
    occasion = queries.occasion_of(row)
    words = text % {"title": telling.title_of(row), "name": row.person.name}
    return occasion.leader_id is not None and telling.ring_account(
        occasion.leader_id, kind, words, source, occasion, at
    )


def sweep_withdrawn(*, at: datetime) -> int:
    """What the listeners missed of those on a running shift whose guardian has withdrawn or agreed again.

    Run every few minutes.
    """
    serving = queries.serving_now(at)
    ids = sorted({*people.paused_wards(serving), *people.agreed_to_since(serving, at - _LONGEST)})
    return each.each("hours.sweep_withdrawn", ids, lambda pk: _again(pk, at), at=at).done


@transaction.atomic
def _again(person_id: int, at: datetime) -> bool:
    return tell_of_withdrawn(person_id=person_id, at=at) or tell_of_agreed_again(person_id=person_id, at=at)
