"""Who may see, plan, lead, publish or cancel what. Outside one's reach a row does not exist (404)."""

from datetime import datetime
from typing import Literal

from django.db.models import QuerySet
from django.http import Http404

from baiying.accounts import access as accounts
from baiying.activities import queries
from baiying.activities.models import Activity, ActivityState, Lead, Shift, Signup
from baiying.activities.rights import Right
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.teams import access as teams

To = Literal["see", "record", "plan", "lead", "publish", "cancel"]
# What everybody may read; a withdrawn plan was for nobody.
PUBLIC = (ActivityState.PUBLISHED, ActivityState.CANCELLED)


def is_leader(actor: Actor, activity: Activity) -> bool:
    """The activity's own leader or a leader of its team."""
    if actor.account_id is None:
        return False
    return activity.leader_id == actor.account_id or teams.leads(actor, activity.team_id)


def is_own_plan(actor: Actor, activity: Activity, at: datetime) -> bool:
    """Whether the actor, or who shares the own phone, wrote the plan, leads it, or was asked to: not to publish it."""
    named = queries.named_leader(activity.pk, activity.leader_id, at)
    return any(accounts.is_self(actor, one) for one in {activity.created_by_id, activity.leader_id, named})


def may_withdraw_plan(actor: Actor, activity: Activity) -> bool:
    """Whether the actor wrote the plan or leads it, and still may plan for the team."""
    own = actor.account_id in {activity.created_by_id, activity.leader_id}
    return actor.account_id is not None and own and may(actor, activity, "plan")


def plan_to_withdraw(actor: Actor, activity_pid: str) -> Activity:
    """A plan that the actor wrote or leads, to take it back. Raises Http404 for anybody else's."""
    row = activity_for(actor, activity_pid, to="plan")
    if not may_withdraw_plan(actor, row):
        raise Http404
    return row


def lead_offered(actor: Actor, lead_pid: str) -> Lead:
    """What the actor was asked to lead, to answer it. Raises Http404 for anybody else's."""
    row = queries.lead(lead_pid)
    if row is None or actor.account_id is None or row.account_id != actor.account_id:
        raise Http404
    return row


def lead_to_withdraw(actor: Actor, lead_pid: str) -> Lead:
    """Whom somebody asked to lead an activity that the actor plans. Raises Http404 otherwise."""
    row = queries.lead(lead_pid)
    if row is None or not may(actor, row.activity, "plan"):
        raise Http404
    return row


def is_publisher(actor: Actor, activity: Activity) -> bool:
    """An administrator of the unit (R032): the one who publishes and may withdraw or cancel."""
    return teams.administers(actor, activity.team.body_id)


def may(actor: Actor, activity: Activity, to: To) -> bool:
    """Whether the actor may do this to the activity."""
    if to == "see" and activity.state in PUBLIC:
        return True
    if not actor.is_signed_in:
        return False
    if is_publisher(actor, activity):
        return True
    if to in ("see", "record", "plan", "lead") and is_leader(actor, activity):
        return True
    if to in ("see", "record", "lead") and teams.keeps(actor, activity.team.body):
        return True
    path = activity.area.path
    if to == "cancel":
        return accounts.may(actor, Right.CANCEL_ACTIVITIES, path)
    if to in ("see", "record"):
        seen = activity.state != ActivityState.DRAFT and not activity.is_dropped
        return seen and accounts.may(actor, Right.SEE_ACTIVITIES, path)
    return False


def activity_for(actor: Actor, activity_pid: str, *, to: To) -> Activity:
    """The activity. Raises Http404 unless the actor may."""
    rows: QuerySet[Activity] = Activity.objects.select_related("team", "team__body", "area", "site", "leader")
    row = rows.filter(public_id=activity_pid).first()
    if row is None or not may(actor, row, to):
        raise Http404
    return row


def shift_for(actor: Actor, shift_pid: str, *, to: To) -> Shift:
    """The shift with post and activity. Raises Http404 unless the actor may."""
    rows: QuerySet[Shift] = Shift.objects.select_related(
        "post", "activity", "activity__team", "activity__team__body", "activity__area", "activity__site"
    )
    row = rows.filter(public_id=shift_pid).first()
    if row is None or not may(actor, row.activity, to):
        raise Http404
    return row


def signup_for(actor: Actor, signup_pid: str, *, to: Literal["own", "lead", "guard"]) -> Signup:
    """A sign-up, for whose it is (own, a ward included once chosen), for who leads the activity (lead), or for the
    guardian who answers for the person now (guard)."""
    row = queries.signup(signup_pid)
    if row is None:
        raise Http404
    if to == "own" and actor.person_id == row.person_id:
        return row
    if to == "lead" and may(actor, row.shift.activity, "lead"):
        return row
    raise Http404


def signup_of_ward(actor: Actor, signup_pid: str, at: datetime) -> Signup:
    """A sign-up of a child for whom the account answers now. Raises Http404 for anybody else's."""
    row = queries.signup(signup_pid)
    if row is None or not people.is_guardian_of(actor.account_id or 0, row.person_id, at):
        raise Http404
    return row
