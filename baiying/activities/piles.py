"""What waits for somebody at work in this room."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.activities import queries
from baiying.kit.values.actor import Actor
from baiying.teams import queries as teams
from baiying.ui import formats
from baiying.ui.piles import Act, Item, Pile, pile


def plans(actor: Actor, at: datetime) -> Pile | None:
    """Plans handed in to the bodies that the actor administers."""
    administered = teams.administered_body_ids(actor.account_id, at) if actor.account_id else []
    if not administered:
        return None
    rows = queries.waiting_to_publish(administered, at)
    return pile("plans", _("等待发布的活动"), "/desk/activities/?tab=drafts", rows, _plan)


def _plan(row: Any) -> Item:
    """Wanted before the first shift begins."""
    url = reverse("activities:record", args=[row.public_id])
    return Item(row.title, row.team.name, url, since=row.submitted_at, due_at=row.next_start)


@dataclass(frozen=True, slots=True)
class _Reach:
    """What is the actor's to look after: as a leader of activities and teams, and in bodies."""

    account_id: int
    team_ids: list[int]
    body_ids: list[int]


def _reach(actor: Actor, at: datetime) -> _Reach | None:
    """None where that is nothing: offices seldom lead, and need not be asked what."""
    if actor.account_id is None:
        return None
    pk = actor.account_id
    found = _Reach(pk, teams.led_team_ids(pk, at), teams.administered_body_ids(pk, at))
    return found if found.team_ids or found.body_ids or queries.has_led(pk) else None


def to_call(actor: Actor, at: datetime) -> Pile | None:
    """Whom no message reached about a change that they must know, of what the actor leads or administers."""
    reach = _reach(actor, at)
    if reach is None:
        return None
    rows = queries.to_call(at, **asdict(reach))
    return pile("to_call", _("要打电话告知的人"), "", rows, _to_call, now=True)


def _to_call(row: Any) -> Item:
    """Wanted before the shift would have begun."""
    act = Act(_("已电话告知"), reverse("activities:telling", args=[row.public_id]))
    return _line(row.signup, "to-call", row.written_at, act, str(row.get_what_display()))


def _line(signup: queries.Signup, place: str, since: datetime, act: Act, *more: str) -> Item:
    """Somebody who has signed up, to be rung before the shift; `place`: where the record of the activity lists them."""
    shift = signup.shift
    said = (shift.activity.title, formats.span_text(shift.starts_at, shift.ends_at), *more)
    url = reverse("activities:record", args=[shift.activity.public_id])
    return Item(
        signup.person.shown_name, " · ".join(said), f"{url}#{place}", since=since, due_at=shift.starts_at, act=act
    )


def to_ask(actor: Actor, at: datetime) -> Pile | None:
    """Who answered to a text message not to come and has not cancelled, of what the actor leads or administers."""
    reach = _reach(actor, at)
    if reach is None:
        return None
    rows = queries.to_ask(at, **asdict(reach))
    return pile("to_ask", _("回短信说来不了，还没有在系统取消"), "", rows, _to_ask)


def _to_ask(row: Any) -> Item:
    """Wanted before the shift begins: the place may go to somebody who waits."""
    act = Act(_("已问过"), reverse("activities:asking", args=[row.public_id]))
    return _line(row.signup, "to-ask", row.said_at, act)


def applications(actor: Actor, at: datetime) -> Pile | None:
    """Applications to the shifts that the actor leads or administers."""
    reach = _reach(actor, at)
    if reach is None:
        return None
    rows = queries.waiting_to_decide(**asdict(reach), at=at)
    return pile("signups", _("等待审核的报名"), "/desk/activities/applications/", rows, _applied)


def _applied(row: Any) -> Item:
    """Wanted before the shift begins. Where a licence must be seen first, the button asks for it."""
    shift = row.shift
    when = formats.span_text(shift.starts_at, shift.ends_at)
    return Item(
        row.person.shown_name,
        f"{shift.activity.title} · {shift.post.name} · {when}",
        reverse("activities:record", args=[shift.activity.public_id]),
        due_at=shift.starts_at,
        act=Act(_("录用"), reverse("activities:signup_decision", args=[row.public_id])),
        person_id=row.person_id,
    )
