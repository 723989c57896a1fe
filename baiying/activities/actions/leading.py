"""Who leads an activity: named in its plan, asked, answered. Somebody leads at every moment: whoever did until then."""

from datetime import datetime

from django.urls import reverse

from baiying.accounts import access as account_access
from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.activities import facts as told
from baiying.activities import locked
from baiying.activities.actions import refusals, telling
from baiying.activities.models import Activity, ActivityState, Lead
from baiying.kit import clock, facts
from baiying.kit.db import offered, transaction
from baiying.kit.kept import Kept, translate
from baiying.kit.values.actor import Actor
from baiying.teams import queries as teams


def name_leader(activity: Activity, account_id: int | None, *, actor: Actor, at: datetime) -> None:
    """Carry out whom the plan of a locked activity names; None leaves it as it is.

    Who names himself leads at once: his own act is the acceptance. Anybody else is asked, and told.
    """
    if account_id is None:
        return
    held = locked.open_leads(activity.pk)
    asked = [row for row in held if row.accepted_at is None]
    if any(row.account_id == account_id for row in asked):
        return
    for row in asked:
        _end(row, activity, actor, at)
    if account_id == activity.leader_id:
        return
    if account_id == actor.account_id:
        former = _hand_over(activity, account_id, offered.OWN, actor, at)
        if former != actor.account_id:
            _tell_former(activity, former, at)
        return
    made = Lead.objects.create(activity=activity, account_id=account_id, starts_at=at, appointed_by_id=actor.account_id)
    given = told.LeadOffered(activity_id=activity.pk, lead_id=made.pk, account_id=account_id)
    facts.publish(given, actor=actor, at=at, area_id=activity.area_id)
    text = translate("请您带队“%(title)s”（%(team)s）。请登录答复：接受之后由您带队，也可以不接受。")
    _tell(made, activity, account_id, "lead_offered", text, reverse("accounts:offers"), at)


@transaction.atomic
def ask_to_lead(*, activity_id: int, account_id: int, actor: Actor, at: datetime) -> Activity:
    """Ask somebody else to lead what is published; whoever leads goes on until he accepts. Who names himself leads
    at once. Asking the same one again changes nothing.

    Refuses: NotPublished (also what is over), MayNotLead (no office in the team or its unit).
    """
    activity = locked.activity(activity_id)
    if activity.state != ActivityState.PUBLISHED or not _goes_on(activity, at):
        raise refusals.NotPublished
    if not _may_lead(activity, account_id, at):
        raise refusals.MayNotLead
    name_leader(activity, account_id, actor=actor, at=at)
    return activity


@transaction.atomic
def end_lead(*, lead_id: int, actor: Actor, at: datetime) -> Lead:
    """Who accepted the lead gives it back: it falls to who asked for it, else to who wrote the plan, whoever of them
    still holds an office; both have led or planned it by their own act. Twice is harmless.

    Refuses: NotYours, Gone (not accepted, or the activity over), NobodyToLead: nothing is ever left without a leader.
    """
    row = locked.lead(lead_id)
    if row.account_id != actor.account_id:
        raise offered.NotYours
    if row.accepted_at is not None and row.ends_at is not None:
        return row
    activity = row.activity
    if row.accepted_at is None or not _goes_on(activity, at):
        raise offered.Gone
    for account_id in (row.appointed_by_id, activity.created_by_id):
        if account_id not in {None, row.account_id} and _may_lead(activity, account_id, at):
            break
    else:
        raise refusals.NobodyToLead
    _hand_over(activity, account_id, offered.OWN, actor, at)
    text = translate("%(name)s 不再带队“%(title)s”（%(team)s），现在由您带队。")
    _tell(row, activity, account_id, "lead_given_back", text, _record(activity), at)
    row.refresh_from_db()
    return row


def _hand_over(activity: Activity, account_id: int, because: str, actor: Actor, at: datetime) -> int:
    """From now the account leads; gives who led until now. What that rested on ends."""
    former = activity.leader_id
    for row in locked.open_leads(activity.pk):
        if row.accepted_at is not None:
            row.ends_at, row.ended_by_id = at, actor.account_id
            row.save(update_fields=["ends_at", "ended_by_id"])
            over = told.LeadEnded(activity_id=activity.pk, lead_id=row.pk, account_id=row.account_id)
            facts.publish(over, actor=actor, at=at, area_id=activity.area_id)
    activity.leader_id, activity.leader_because = account_id, because
    activity.save(update_fields=["leader_id", "leader_because"])
    leader = account_rows.account(account_id)
    if activity.state == ActivityState.PUBLISHED and leader is not None:
        telling.tell_of_leader(activity, leader.display_name, at)
    return former


def _tell_former(activity: Activity, account_id: int, at: datetime) -> None:
    text = translate("“%(title)s”（%(team)s）换了领队，不再由您带队。以前办过的事都保留在记录里。") % _words(activity)
    source = f"lead_ended:{activity.public_id}:{account_id}:{int(at.timestamp())}"
    accounts.tell_account(
        account_id=account_id, kind="lead_ended", text=text, link=_record(activity), source=source, at=at,
        area_id=activity.area_id,
    )  # fmt: skip


def _end(row: Lead, activity: Activity, actor: Actor, at: datetime) -> None:
    row.ends_at, row.ended_by_id = at, actor.account_id
    row.save(update_fields=["ends_at", "ended_by_id"])
    ended = told.LeadEnded(activity_id=activity.pk, lead_id=row.pk, account_id=row.account_id)
    facts.publish(ended, actor=actor, at=at, area_id=activity.area_id)
    if not account_access.is_self(actor, row.account_id):
        text = translate("请您带队“%(title)s”（%(team)s）一事已经收回，不用答复了。")
        _tell(row, activity, row.account_id, "lead_withdrawn", text, reverse("accounts:offers"), at)


def forget_asked(activity: Activity, *, actor: Actor, at: datetime) -> None:
    """A locked activity is over: whoever was still asked to lead it need not answer, and is told."""
    for row in locked.open_leads(activity.pk):
        if row.accepted_at is None:
            _end(row, activity, actor, at)


@transaction.atomic
def withdraw_lead(*, lead_id: int, actor: Actor, at: datetime) -> Lead:
    """Ask no longer, before it is answered; what is answered or ended stays as it is."""
    row = locked.lead(lead_id)
    if row.ends_at is None and row.accepted_at is None:
        _end(row, row.activity, actor, at)
    return row


@transaction.atomic
def accept_lead(*, lead_id: int, actor: Actor, at: datetime) -> Lead:
    """Whom it was given to agrees, and leads from now. Twice is harmless.

    Refuses: NotYours, Gone (withdrawn, declined, the activity over, or no office in the team any more).
    """
    row = locked.lead(lead_id)
    changed = offered.accept(row, account_id=actor.account_id, at=at)
    if not changed:
        return row
    activity = row.activity
    if not _goes_on(activity, at) or not _may_lead(activity, row.account_id, at):
        raise offered.Gone
    former = _hand_over(activity, row.account_id, offered.ASKED, actor, at)
    row.save(update_fields=changed)
    accepted = told.LeadAccepted(activity_id=activity.pk, lead_id=row.pk, account_id=row.account_id)
    facts.publish(accepted, actor=actor, at=at, area_id=activity.area_id)
    if former not in {row.appointed_by_id, row.account_id}:
        _tell_former(activity, former, at)
    _tell_asker(row, translate("%(name)s 接受了，由他带队“%(title)s”（%(team)s）。"), at)
    return row


@transaction.atomic
def decline_lead(*, lead_id: int, actor: Actor, at: datetime) -> Lead:
    """Whom it was given to does not want it; no reason is asked for, whoever leads keeps leading. Twice is harmless.

    Refuses: NotYours, Gone, AlreadyAccepted.
    """
    row = locked.lead(lead_id)
    changed = offered.decline(row, account_id=actor.account_id, at=at)
    if not changed:
        return row
    row.save(update_fields=changed)
    declined = told.LeadDeclined(activity_id=row.activity_id, lead_id=row.pk, account_id=row.account_id)
    facts.publish(declined, actor=actor, at=at, area_id=row.activity.area_id)
    _tell_asker(row, translate("%(name)s 没有接受带队“%(title)s”（%(team)s），现在的领队不变。"), at)
    return row


def _tell_asker(row: Lead, text: Kept, at: datetime) -> None:
    if row.appointed_by_id is not None:
        _tell(row, row.activity, row.appointed_by_id, "lead_answered", text, _record(row.activity), at)


def _goes_on(activity: Activity, at: datetime) -> bool:
    over = activity.state in {ActivityState.WITHDRAWN, ActivityState.CANCELLED}
    return not over and activity.ends_on >= clock.local_date(at)


def _may_lead(activity: Activity, account_id: int, at: datetime) -> bool:
    """Whether somebody still holds the office by which he could be named."""
    return account_id in teams.leaders_of_team(activity.team_id, at) or account_id in teams.admins_of_body(
        activity.team.body_id, at
    )


def _record(activity: Activity) -> str:
    return reverse("activities:record", args=[activity.public_id])


def _words(activity: Activity) -> dict[str, object]:
    return {"title": activity.title, "team": activity.team.name}


def _tell(row: Lead, activity: Activity, account_id: int, kind: str, text: Kept, link: str, at: datetime) -> None:
    words = {"name": row.account.display_name, **_words(activity)}
    source = f"{kind}:{row.public_id}"
    accounts.tell_account(
        account_id=account_id, kind=kind, text=text % words, link=link, source=source, at=at, area_id=activity.area_id
    )
