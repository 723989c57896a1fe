"""What waits for somebody at work in this room."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.activities import queries as activities
from baiying.hours import queries, rules
from baiying.hours.rights import Right
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.teams import queries as teams
from baiying.ui import formats
from baiying.ui.piles import SHOWN, Item, Pile, pile


def led(actor: Actor, at: datetime) -> Pile | None:
    """The shifts of today that the actor leads: one touch from the workbench to the code."""
    if actor.account_id is None:
        return None
    start = clock.midnight(clock.local_date(at))
    rows = activities.led_shifts(
        actor.account_id, teams.led_team_ids(actor.account_id, at), start, start + timedelta(days=1)
    )
    counts = queries.head_counts([row.pk for row in rows[:SHOWN]])
    return pile(_("今天带的班次"), "/desk/activities/", rows, lambda row: _led(row, counts[row.pk]))


def _led(row: Any, count: rules.HeadCount) -> Item:
    when = formats.span_text(row.starts_at, row.ends_at)
    words = _("应到 %(expected)s：到 %(come)s、未到 %(missing)s；现场加入 %(walked_in)s") % asdict(count)
    return Item(row.activity.title, f"{when} · {words}", f"/shifts/{row.public_id}/field/")


def reviews(actor: Actor, at: datetime) -> Pile | None:
    """Minutes that wait for the actor as second person: by appointment, or in bodies that the actor administers."""
    scope = accounts.scope_of(actor, Right.REVIEW_HOURS) if accounts.may(actor, Right.REVIEW_HOURS) else None
    bodies = teams.administered_body_ids(actor.account_id, at) if actor.account_id else []
    if scope is None and not bodies:
        return None
    return pile(_("等待复核的时长"), "/desk/hours/reviews/", queries.waiting_for(scope, bodies), _proposal)


def _proposal(row: Any) -> Item:
    attendance = row.attendance
    what = f"{formats.minutes_text(row.minutes)} · {queries.occasion_of(attendance).title}"
    return Item(attendance.person.name, what, f"/desk/hours/reviews/{row.public_id}/", due_at=_end_of(row.due_on))


def objections(actor: Actor, at: datetime) -> Pile | None:
    """Objections nobody has answered yet."""
    if not accounts.may(actor, Right.ANSWER_OBJECTIONS):
        return None
    rows = queries.waiting_objections(accounts.scope_of(actor, Right.ANSWER_OBJECTIONS))
    return pile(_("等待答复的异议"), "/desk/hours/objections/", rows, _objection)


def _objection(row: Any) -> Item:
    return Item(row.person.name, row.words[:40], f"/desk/hours/objections/{row.public_id}/", due_at=_end_of(row.due_on))


def _end_of(day: date) -> datetime:
    return clock.midnight(day + timedelta(days=1))
