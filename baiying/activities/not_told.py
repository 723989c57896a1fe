"""Whom nobody reminded though a reminder was due, and why (N32)."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from baiying.activities import queries
from baiying.activities.reminded import Reminder
from baiying.activities.rules import reminders as rules
from baiying.ui import formats
from baiying.ui.cards import NotTold

_WHY = {
    rules.LATE: lambda: _("提醒的时间过了以后才报名或才改期，报名回执或改期的消息里写着时间和地点。"),
    rules.FRESH: lambda: _("刚刚确认过，没有再提醒。"),
    rules.QUIET: lambda: _("那时候是夜里，没有发短信。"),
    rules.MISSED: lambda: _("没有赶上，再提醒已经没有用。"),
}


def of_persons(person_ids: Collection[int], at: datetime) -> list[NotTold]:
    """Reminders that some persons did not get: of a place given back before, or for the reason that was kept."""
    return [*_given_back(person_ids, at), *_kept(person_ids)]


def _given_back(person_ids: Collection[int], at: datetime) -> list[NotTold]:
    return [
        NotTold(
            person_id=one.signup.person_id,
            at=one.due,
            what=_("提醒：%(title)s") % {"title": one.signup.shift.activity.title},
            why=_("未提醒：已于%(at)s取消。") % {"at": formats.datetime_text(one.ended_at)},
            url=f"/activities/{one.signup.shift.activity.public_id}/",
        )
        for one in queries.given_back_before(person_ids, at)
    ]


def _kept(person_ids: Collection[int]) -> list[NotTold]:
    rows: list[Reminder] = queries.left_out(person_ids, list(_WHY))
    return [
        NotTold(
            person_id=row.signup.person_id,
            at=row.at,
            what=_("提醒：%(title)s") % {"title": row.signup.shift.activity.title},
            why=_WHY[row.outcome](),
            url=f"/activities/{row.signup.shift.activity.public_id}/",
        )
        for row in rows
    ]
