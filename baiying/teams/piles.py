"""What waits for somebody at work in this room."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.teams import queries
from baiying.teams.rights import Right
from baiying.ui.piles import Act, Item, Pile, pile


def asking(actor: Actor, at: datetime) -> Pile | None:
    """Who asks to join the teams that the actor leads, or the teams of bodies that the actor administers."""
    if actor.account_id is None:
        return None
    own = set(queries.led_team_ids(actor.account_id, at))
    for body_id in queries.administered_body_ids(actor.account_id, at):
        own.update(team.pk for team in queries.teams_of_body(body_id))
    if not own:
        return None
    waiting = queries.waiting_for(own)
    teams = set(waiting.order_by().values_list("team__public_id", flat=True).distinct())
    # Who waits stands on the page of each team.
    url = reverse("teams:members", args=[*teams]) if len(teams) == 1 else reverse("teams:office")
    return pile("members", _("申请加入队伍"), url, waiting, _asking)


def _asking(row: Any) -> Item:
    """What somebody writes in asking is read on the team's page."""
    return Item(
        row.person.shown_name,
        row.team.name,
        reverse("teams:members", args=[row.team.public_id]),
        since=row.asked_at,
        person_id=row.person_id,
        act=Act(_("同意加入"), reverse("teams:membership_approval", args=[row.public_id])),
    )


def kept(actor: Actor, at: datetime) -> Pile | None:
    """Bodies without an administrator that the actor keeps: of the own area, or groups of the own unit."""
    rows = queries.keepings()
    if accounts.may(actor, Right.MANAGE_BODIES):
        rows = rows.filter(accounts.scope_of(actor, Right.MANAGE_BODIES).areas("body__area"))
    elif actor.account_id is not None:
        own = queries.administered_body_ids(actor.account_id, at)
        if not own:
            return None
        rows = rows.filter(queries.kept_by_bodies(own))
    else:
        return None
    return pile("kept_bodies", _("没有管理员、由您代管的单位"), "", rows, _kept)


def _kept(row: Any) -> Item:
    words = _("%(why)s · 请任命新的管理员") % {"why": row.get_why_display()}
    url = reverse("teams:body", args=[row.body.public_id])
    return Item(row.body.name, words, url, since=row.since, due_at=queries.due_at(row))


def applying(actor: Actor, at: datetime) -> Pile | None:
    """Applications to be entered as a body that lie with the office, without what the actor applied for."""
    if actor.account_id is None or not accounts.may(actor, Right.MANAGE_BODIES):
        return None
    rows = queries.waiting_applications().filter(accounts.scope_of(actor, Right.MANAGE_BODIES).areas("area"))
    return pile("body_applications", _("等答复的登记申请"), "", rows.exclude(account_id=actor.account_id), _application)


def _application(row: Any) -> Item:
    url = reverse("teams:application_review", args=[row.public_id])
    return Item(row.name, row.area.name, url, since=row.sent_at, due_at=queries.answer_due(row))


def reviewing(actor: Actor, at: datetime) -> Pile | None:
    """Major changes of bodies and teams that wait for the office, without those of the actor's own body."""
    if actor.account_id is None or not accounts.may(actor, Right.MANAGE_BODIES):
        return None
    rows = queries.open_changes().filter(accounts.scope_of(actor, Right.MANAGE_BODIES).areas("body__area"))
    rows = rows.exclude(body_id__in=queries.administered_body_ids(actor.account_id, at))
    return pile("changes", _("等审核的单位和队伍修改"), "", rows, _change)


def _change(row: Any) -> Item:
    url = reverse("teams:change", args=[row.public_id])
    thing, due_at = queries.thing_of(row), queries.due_of(row)
    return Item(thing.name, row.body.area.name, url, since=row.asked_at, due_at=due_at)


def exits_appealed(actor: Actor, at: datetime) -> Pile | None:
    """Appeals of units against a warning, a suspension or a closing that wait for the office."""
    if actor.account_id is None or not accounts.may(actor, Right.MANAGE_BODIES):
        return None
    rows = queries.open_appeals().filter(accounts.scope_of(actor, Right.MANAGE_BODIES).areas("exit__body__area"))
    rows = rows.exclude(exit__body_id__in=queries.administered_body_ids(actor.account_id, at))
    return pile("exit_appeals", _("等答复的单位申诉"), "", rows, _appeal)


def _appeal(row: Any) -> Item:
    url = reverse("teams:exit", args=[row.exit.public_id])
    return Item(row.exit.body.name, row.exit.body.area.name, url, since=row.filed_at, due_at=queries.appeal_due(row))


def own_exits(actor: Actor, at: datetime) -> Pile | None:
    """The actor's own units that nothing was heard of for long, with the day of the next step."""
    if actor.account_id is None:
        return None
    own = queries.administered_body_ids(actor.account_id, at)
    return pile("own_exits", _("长期没有活动的单位"), "", queries.exits_of(own), _own_exit) if own else None


def _own_exit(row: Any) -> Item:
    words = _("到期关闭，可以申诉") if row.suspended_at else _("到期暂停，可以申诉")
    url, day = reverse("teams:exit", args=[row.public_id]), row.close_on or row.suspend_on
    return Item(row.body.name, words, url, since=row.warned_at, due_at=clock.end_of(day))


def elsewhere(actor: Actor, at: datetime) -> Pile | None:
    """Teams from before that lie outside of their unit's area, for the unit and for its office: to be given a place."""
    rows = queries.teams_elsewhere()
    if accounts.may(actor, Right.MANAGE_BODIES):
        rows = rows.filter(accounts.scope_of(actor, Right.MANAGE_BODIES).areas("body__area"))
    elif actor.account_id is not None:
        rows = rows.filter(body_id__in=queries.administered_body_ids(actor.account_id, at))
    else:
        return None
    return pile("teams_elsewhere", _("所在地不在本单位地区的队伍"), "", rows, _elsewhere)


def _elsewhere(row: Any) -> Item:
    words = {"area": row.area.name, "own": row.body.area.name}
    return Item(
        row.name,
        _("现在在%(area)s · 请在%(own)s以内选一个") % words,
        reverse("teams:team_edit", args=[row.public_id]),
    )
