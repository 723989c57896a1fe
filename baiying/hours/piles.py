"""What waits for somebody at work in this room."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baiying.accounts import access as accounts
from baiying.activities import queries as activities
from baiying.hours import access, actions, queries, rules
from baiying.hours.rights import Right
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.teams import queries as teams
from baiying.ui import formats
from baiying.ui.piles import SHOWN, Act, Item, Pile, pile

# So many names of a shift are said.
_NAMED = 3
# So many shifts are looked at for some that the reader may decide.
_LOOKED_AT = 10
# No other page lists a leader's own gaps: as many as anybody has stand here.
_UNFINISHED = 30
# So many incomplete records are counted; the page of all counts further.
_COUNTED = 100


def _leader(actor: Actor, at: datetime) -> int | None:
    """The actor's account, if it leads anything at all: offices seldom do, and need not be asked three times what."""
    account_id = actor.account_id
    if account_id is None or not (teams.led_team_ids(account_id, at) or activities.has_led(account_id)):
        return None
    return account_id


def led(actor: Actor, at: datetime) -> Pile | None:
    """The shifts of today that the actor leads: one touch from the workbench to the code."""
    account_id = _leader(actor, at)
    if account_id is None:
        return None
    start = clock.midnight(clock.local_date(at))
    rows = activities.led_shifts(account_id, teams.led_team_ids(account_id, at), start, start + timedelta(days=1))
    counts = queries.head_counts([row.pk for row in rows[:SHOWN]])
    return pile("led", _("今天带的班次"), "/desk/activities/", rows, lambda row: _led(row, counts[row.pk]), now=True)


def _led(row: Any, count: rules.HeadCount) -> Item:
    when = formats.span_text(row.starts_at, row.ends_at)
    words = _("应到 %(expected)s：到 %(come)s、未到 %(missing)s；现场加入 %(walked_in)s") % asdict(count)
    return Item(row.activity.title, f"{when} · {words}", f"/shifts/{row.public_id}/field/")


def in_doubt(actor: Actor, at: datetime) -> Pile | None:
    """The shifts that the actor leads and that begin soon while no reminder leaves: to be called by the list."""
    account_id = _leader(actor, at)
    if account_id is None:
        return None
    rows = queries.led_in_doubt(account_id, at)
    items = [
        Item(
            row.activity.title,
            _("%(when)s · 短信发不出去，名单上有电话") % {"when": formats.span_text(row.starts_at, row.ends_at)},
            reverse("hours:field", args=[row.public_id]) + "#people",
            due_at=row.starts_at,
        )
        for row in rows
    ]
    return Pile("in_doubt", _("提醒可能未送达，请另行通知"), "", len(items), items[:SHOWN], now=True) if items else None


def reviews(actor: Actor, at: datetime) -> Pile | None:
    """Minutes that wait for the actor as second person: by appointment, or in bodies that the actor administers."""
    scope = accounts.scope_of(actor, Right.REVIEW_HOURS) if accounts.may(actor, Right.REVIEW_HOURS) else None
    bodies = teams.administered_body_ids(actor.account_id, at) if actor.account_id else []
    if scope is None and not bodies:
        return None
    waiting = queries.waiting_for(scope, bodies)
    keys = [queries.key_of(row) for row in queries.first_of_groups(scope, bodies)[:_LOOKED_AT]]
    decider = access.decider(actor)
    rows = queries.of_groups(waiting, keys)[: queries.MOST_DECIDED]
    # What one has recorded or led oneself waits for another.
    groups = queries.by_key(row for row in rows if not actions.why_not(decider, row, row.attendance))
    items = [_group(key, group) for key, group in islice(groups.items(), SHOWN)]
    return Pile("reviews", _("等待复核的时长"), reverse("hours:reviews"), waiting.count(), items) if items else None


def _group(key: str, rows: Sequence[Any]) -> Item:
    """A shift is looked at and decided as one."""
    occasion = queries.occasion_of(rows[0].attendance)
    names = formats.listed([row.attendance.person.shown_name for row in rows[:_NAMED]])
    words = ngettext("%(n)s 条记录", "%(n)s 条记录", len(rows)) % {"n": len(rows)}
    if len(rows) > _NAMED:
        names = _("%(names)s等") % {"names": names}
    url = f"{reverse('hours:decisions')}?{urlencode({'group': key})}"
    due_at = clock.end_of(min(row.due_on for row in rows))
    return Item(occasion.title, f"{words} · {names}", url, due_at=due_at)


def unfinished(actor: Actor, at: datetime) -> Pile | None:
    """Shifts that the actor led and whose record is not complete: what only a leader can say."""
    account_id = _leader(actor, at)
    if account_id is None:
        return None
    found = queries.led_unfinished(account_id, at)
    items = [
        Item(
            row.title,
            queries.until_words(row),
            reverse("hours:field", args=[row.shift_pid]),
            due_at=clock.end_of(row.due_on),
        )
        for row in found[:_UNFINISHED]
    ]
    # An earlier day's comes before today's shifts: nobody else can say it, and not for ever.
    earlier = bool(found) and found[0].ends_at < clock.midnight(clock.local_date(at))
    return Pile("unfinished", _("等您补齐的记录"), "", len(found), items, now=earlier)


def overdue(actor: Actor, at: datetime) -> Pile | None:
    """Shifts of one's area whose record should have been complete by now; their leaders are reminded at a press."""
    if not accounts.may(actor, Right.SEE_HOURS):
        return None
    today = clock.local_date(at)
    found = queries.incomplete_shifts(accounts.scope_of(actor, Right.SEE_HOURS).area_id, at, limit=_COUNTED)
    late = [row for row in found if row.due_on < today]
    told = queries.reminded([row.shift_id for row in late[:SHOWN]])
    items = [_late(row, told.get(row.shift_id), today) for row in late[:SHOWN]]
    more = len(found) == _COUNTED
    return Pile("overdue", _("逾期没有完成的记录"), reverse("hours:overdue"), len(late), items, more=more)


def _late(row: queries.Incomplete, reminded: queries.Reminded | None, today: date) -> Item:
    url = reverse("hours:shift", args=[row.shift_pid])
    words, due_at = f"{row.team} · {queries.lacking_words(row)}", clock.end_of(row.due_on)
    if not queries.is_for_leader(row):
        return Item(row.title, words, url, due_at=due_at, note=_("等复核员"))
    if reminded is not None and reminded.day == today:
        return Item(row.title, words, url, due_at=due_at, note=_("今天提醒过"))
    if reminded is not None:
        words = _("%(words)s · %(day)s提醒过") % {"words": words, "day": formats.date_text(reminded.at)}
    act = Act(_("提醒领队"), reverse("hours:reminders", args=[row.shift_pid]))
    return Item(row.title, words, url, due_at=due_at, act=act)


def objections(actor: Actor, at: datetime) -> Pile | None:
    """Objections nobody has answered yet."""
    if not accounts.may(actor, Right.ANSWER_OBJECTIONS):
        return None
    rows = queries.waiting_objections(accounts.scope_of(actor, Right.ANSWER_OBJECTIONS))
    # Of all that a page of objections says, a pile says the name.
    slim = rows.select_related(None).select_related("person")
    return pile("objections", _("等待答复的异议"), "/desk/hours/objections/", slim, _objection)


def _objection(row: Any) -> Item:
    return Item(
        row.person.shown_name,
        row.words[:40],
        f"/desk/hours/objections/{row.public_id}/",
        due_at=clock.end_of(row.due_on),
    )
