"""Where else whoever is to lead has to be at that time: said where the leader is chosen, before it is saved."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.http import QueryDict
from django.utils.translation import gettext

from baiying.accounts import queries as accounts
from baiying.activities import queries
from baiying.activities.models import Activity
from baiying.activities.rules import plans
from baiying.ui import formats

# What the form has said already: pressed once more as it stands, it is saved.
FIELD = "said_elsewhere"


def sentence(account_id: int, found: Iterable[queries.Engaged], *, own: bool) -> str:
    """In the words of the record; empty where nothing is in the way."""
    what = formats.listed([one.words_to(own=own) for one in found])
    if not what:
        return ""
    name = accounts.names_of([account_id]).get(account_id, "")
    text = gettext("%(name)s这段时间还有：%(what)s。请错开时间，或请另一位带队。")
    return text % {"name": name, "what": what}


def warning(plan: plans.Plan, data: QueryDict, *, row: Activity | None, actor_id: int, at: datetime) -> tuple[str, str]:
    """The warning and its mark, for the plan as it is about to be saved; nothing where it was read already.

    A warning and no refusal: two places may lie next to each other, and the other shift may be given away tomorrow.
    """
    leader_id = plan.leader_id or (row.leader_id if row is not None else actor_id)
    times = [
        (shift.starts_at + timedelta(weeks=n), shift.ends_at + timedelta(weeks=n))
        for shift in plan.shifts
        for n in range(shift.repeats + 1)
    ]
    found = queries.elsewhere_at(leader_id, times, at, but=row)
    mark = ",".join([str(leader_id), *(f"{one.shift_pid}" for one in found)])
    if not found or data.get(FIELD) == mark:
        return "", ""
    text = sentence(leader_id, found, own=leader_id == actor_id)
    return formats.sentences(text, gettext("要这样安排的话，再按一次“保存方案”。")), mark
