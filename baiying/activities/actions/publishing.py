"""From plan to public: handed in by the leader, published or sent back by the unit, withdrawn or cancelled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from baiying.activities import access, locked, queries
from baiying.activities import facts as told
from baiying.activities.actions import leading, refusals, series, telling
from baiying.activities.models import Activity, ActivityState, Shift, Signup, SignupState
from baiying.activities.rules import gate, plans, searching
from baiying.kit import audit, clock, facts
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.teams import queries as teams
from baiying.ui import kept


def _rules(activity: Activity, at: datetime) -> plans.ActivityRules:
    return queries.activity_rules(activity.area.path, clock.local_date(at))


def _refuse_at_gate(answers: Mapping[str, Mapping[str, str]], rules: plans.ActivityRules) -> None:
    if gate.unanswered(answers):
        raise refusals.GateUnanswered(field=gate.unanswered(answers)[0])
    if gate.blocked_by(answers, rules.blocking_kinds):
        raise refusals.GateBlocked(field=gate.blocked_by(answers, rules.blocking_kinds)[0])
    if gate.without_reason(answers, rules.blocking_kinds):
        raise refusals.GateReasonMissing(field=f"{gate.without_reason(answers, rules.blocking_kinds)[0]}_reason")


@transaction.atomic
def answer_gate(*, activity_id: int, answers: dict[str, dict[str, str]], actor: Actor, at: datetime) -> Activity:
    """Store what the leader answered to the six questions (R031), also when an answer blocks.

    A yes that becomes a no says why, for whoever publishes. The same answers again change nothing.
    Refuses: NotDraft, GateTurnedSilently.
    """
    row = locked.activity(activity_id)
    if row.state != ActivityState.DRAFT:
        raise refusals.NotDraft
    if row.gate_answers == answers:
        return row
    if silent := gate.turned_without_reason(row.gate_answers, answers):
        raise refusals.GateTurnedSilently(field=f"{silent[0]}_turned")
    row.gate_answers = answers
    row.save(update_fields=["gate_answers"])
    audit.record("GateAnswered", actor=actor, at=at, subject=("activity", row.pk), detail={"answers": answers})
    return row


@transaction.atomic
def submit(*, activity_id: int, actor: Actor, at: datetime) -> Activity:
    """Hand the plan in to the unit. Repeating changes nothing.

    Refuses: NotDraft, GateUnanswered, GateBlocked, GateReasonMissing, TitleForbidden.
    """
    row = locked.activity(activity_id)
    if row.state == ActivityState.SUBMITTED:
        return row
    if row.state != ActivityState.DRAFT:
        raise refusals.NotDraft
    rules = _rules(row, at)
    _refuse_at_gate(row.gate_answers, rules)
    if plans.title_findings(row.title, rules):
        raise refusals.TitleForbidden
    row.state, row.submitted_at, row.return_reason = ActivityState.SUBMITTED, at, ""
    row.save(update_fields=["state", "submitted_at", "return_reason"])
    audit.record("PlanSubmitted", actor=actor, at=at, subject=("activity", row.pk), area_id=row.area_id)
    words = {"title": row.title, "team": row.team.name}
    for account_id in teams.admins_of_body(row.team.body_id, at):
        if account_id != actor.account_id:
            text = translate("%(team)s提交了活动方案“%(title)s”，等您发布。") % words
            telling.tell_account(row, account_id, "submitted", text, at)
    return row


@transaction.atomic
def send_back(*, activity_id: int, reason: str, actor: Actor, at: datetime) -> Activity:
    """The unit sends the plan back to its leader. Repeating changes nothing.

    Refuses: NotSubmitted, ReasonMissing.
    """
    row = locked.activity(activity_id)
    if row.state == ActivityState.DRAFT and row.return_reason and row.return_reason == reason.strip()[:200]:
        return row
    if row.state != ActivityState.SUBMITTED:
        raise refusals.NotSubmitted
    if not reason.strip():
        raise refusals.ReasonMissing
    row.state, row.return_reason = ActivityState.DRAFT, reason.strip()[:200]
    row.save(update_fields=["state", "return_reason"])
    detail = {"reason": row.return_reason}
    audit.record("PlanSentBack", actor=actor, at=at, subject=("activity", row.pk), area_id=row.area_id, detail=detail)
    if row.leader_id != actor.account_id:
        words = {"title": row.title, "reason": row.return_reason}
        text = translate("活动方案“%(title)s”被退回修改。理由：%(reason)s") % words
        telling.tell_account(row, row.leader_id, "sent_back", text, at)
    return row


@transaction.atomic
def withdraw_plan(*, activity_id: int, actor: Actor, at: datetime) -> Activity:
    """Who wrote or leads the plan takes it back while it waits, to change it. Repeating changes nothing.

    Refuses: NotSubmitted, also where the unit was quicker and published it or sent it back.
    """
    row = locked.activity(activity_id)
    if row.state == ActivityState.DRAFT and row.submitted_at is not None and not row.return_reason:
        return row
    if row.state != ActivityState.SUBMITTED:
        raise refusals.NotSubmitted
    row.state = ActivityState.DRAFT
    row.save(update_fields=["state"])
    audit.record("PlanWithdrawn", actor=actor, at=at, subject=("activity", row.pk), area_id=row.area_id)
    words = {"title": row.title, "team": row.team.name}
    for account_id in teams.admins_of_body(row.team.body_id, at):
        if account_id != actor.account_id:
            text = translate("%(team)s收回了活动方案“%(title)s”去修改，先不用发布。") % words
            telling.tell_account(row, account_id, "plan_withdrawn", text, at)
    return row


@transaction.atomic
def publish(*, activity_id: int, actor: Actor, at: datetime, seen: datetime | None = None) -> Activity:
    """The unit's administrator opens the activity for sign-up (R032). Repeating changes nothing.

    Who was asked to lead may still be thinking: whoever leads until then leads. `seen`: when the plan that was read was
    handed in; taken back, changed and handed in again it is another.

    Refuses: NotSubmitted, PlanChangedSince, UnitPublishesNothing, UnitSuspended, OwnPlan, PlanOutdated,
    GateUnanswered, GateBlocked, GateReasonMissing, TitleForbidden.
    """
    row = locked.activity(activity_id)
    if row.state == ActivityState.PUBLISHED:
        return row
    if row.state != ActivityState.SUBMITTED:
        raise refusals.NotSubmitted
    if seen is not None and row.submitted_at is not None and seen != row.submitted_at:
        raise refusals.PlanChangedSince
    if not teams.may_publish(row.team_id):
        raise refusals.UnitSuspended if teams.is_suspended(row.team_id) else refusals.UnitPublishesNothing
    rules = _rules(row, at)
    if access.is_own_plan(actor, row, at) and not rules.own_plan_may_be_published:
        raise refusals.OwnPlan
    _refuse_at_gate(row.gate_answers, rules)
    if plans.title_findings(row.title, rules):
        raise refusals.TitleForbidden
    if row.recruit_until <= at or Shift.objects.filter(activity=row, starts_at__lte=at).exists():
        raise refusals.PlanOutdated
    row.state, row.published_at, row.published_by_id = ActivityState.PUBLISHED, at, actor.account_id
    row.save(update_fields=["state", "published_at", "published_by_id"])
    # Weeks may have passed since it was written: more shifts of its series are due.
    series.make_due(row, at)
    published = told.ActivityPublished(activity_id=row.pk, team_id=row.team_id)
    facts.publish(published, actor=actor, at=at, area_id=row.area_id)
    if row.leader_id != actor.account_id:
        text = translate("活动“%(title)s”已发布，可以报名了。") % {"title": row.title}
        telling.tell_account(row, row.leader_id, "published", text, at)
    return row


@transaction.atomic
def withdraw(*, activity_id: int, actor: Actor, at: datetime) -> Activity:
    """Take a published activity back as if it had never been: only while nobody has signed up (R039).

    Refuses: NotPublished, SomebodySignedUp. Repeating changes nothing.
    """
    row = locked.activity(activity_id)
    if row.state == ActivityState.WITHDRAWN:
        return row
    if row.state != ActivityState.PUBLISHED:
        raise refusals.NotPublished
    leading.forget_asked(row, actor=actor, at=at)
    list(locked.shifts(row.pk))
    if Signup.objects.filter(shift__activity=row).exists():
        raise refusals.SomebodySignedUp
    Shift.objects.filter(activity=row).update(closed_at=at)
    series.end_series(queries.series_of(row.pk), at=at)
    _end(row, ActivityState.WITHDRAWN, "", actor, at)
    withdrawn = told.ActivityWithdrawn(activity_id=row.pk, team_id=row.team_id)
    facts.publish(withdrawn, actor=actor, at=at, area_id=row.area_id)
    return row


@transaction.atomic
def cancel(*, activity_id: int, reason: str, actor: Actor, at: datetime) -> Activity:
    """Call a published activity off, with a reason everybody reads; sign-ups of coming shifts end (R039).

    What has already been served stays. Refuses: NotPublished, ReasonMissing. Repeating changes nothing.
    """
    row = locked.activity(activity_id)
    if row.state == ActivityState.CANCELLED:
        return row
    if row.state != ActivityState.PUBLISHED:
        raise refusals.NotPublished
    if not reason.strip():
        raise refusals.ReasonMissing
    leading.forget_asked(row, actor=actor, at=at)
    shifts = {shift.pk: shift for shift in locked.shifts(row.pk).filter(starts_at__gt=at)}
    ended = _end_signups(row, list(shifts), reason.strip()[:200], actor, at)
    Shift.objects.filter(pk__in=list(shifts)).update(closed_at=at, taken=0)
    series.end_series(queries.series_of(row.pk), at=at)
    _end(row, ActivityState.CANCELLED, reason.strip()[:200], actor, at)
    groups = []
    for shift_id, signup_ids in ended.items():
        shifts[shift_id].activity = row
        groups.append((signup_ids, telling.cancelled_text(shifts[shift_id], row.end_reason)))
    telling.tell_groups(groups, "activity_cancelled", at)
    cancelled = told.ActivityCancelled(activity_id=row.pk, team_id=row.team_id, reason=row.end_reason)
    facts.publish(cancelled, actor=actor, at=at, area_id=row.area_id)
    return row


def _end_signups(
    activity: Activity, shift_ids: list[int], reason: str, actor: Actor, at: datetime
) -> dict[int, list[int]]:
    """End every live sign-up of the locked shifts, with its own audit row and the words of the calling-off; gives their
    ids by shift."""
    live = Signup.objects.filter(shift_id__in=shift_ids, state__in=queries.LIVE)
    rows = list(locked.signups(live).values_list("pk", "shift_id", "person_id"))
    Signup.objects.filter(pk__in=[pk for pk, _, _ in rows]).update(
        state=SignupState.CANCELLED, ended_at=at, ended_by_id=actor.account_id, reason=reason
    )
    facts.publish_many(
        [
            told.SignupCancelled(signup_id=pk, shift_id=shift_id, person_id=person_id, reason=reason)
            for pk, shift_id, person_id in rows
        ],
        actor=actor,
        at=at,
        area_id=activity.area_id,
    )
    ended: dict[int, list[int]] = {}
    for pk, shift_id, _ in rows:
        ended.setdefault(shift_id, []).append(pk)
    return ended


def _end(row: Activity, state: ActivityState, reason: str, actor: Actor, at: datetime) -> None:
    row.state, row.end_reason, row.ended_at, row.ended_by_id = state, reason, at, actor.account_id
    row.save(update_fields=["state", "end_reason", "ended_at", "ended_by_id"])


def _terms(row: Activity) -> list[str]:
    """What the search finds the activity by, as it stands now."""
    posts = [words for post in queries.posts_of(row.pk) for words in (post.name, post.duties)]
    return searching.terms((row.title, row.address, *posts), categories=row.categories, recipients=row.recipients)


@transaction.atomic
def amend(
    *,
    activity_id: int,
    description: str,
    risk_statement: str,
    address: str,
    contact_name: str,
    contact_phone: str,
    contact_public: bool,
    actor: Actor,
    at: datetime,
) -> Activity:
    """Change words and place of a published activity; those who come are told of another address or another risk.

    Minors' guardians hear of it too, and may say no. A point on the map belongs to the old address and goes with it.
    """
    row = locked.activity(activity_id)
    if row.state != ActivityState.PUBLISHED:
        raise refusals.NotPublished
    words = {
        "description": description,
        "risk_statement": risk_statement,
        "address": address,
        "contact_name": contact_name,
        "contact_phone": contact_phone,
        "contact_public": contact_public,
    }
    return amend_locked(row, words, actor=actor, at=at)


def amend_locked(row: Activity, words: Mapping[str, Any], *, actor: Actor, at: datetime) -> Activity:
    """What amend does to an activity that is locked and published."""
    new = dict(words)
    changed = {
        name: [str(getattr(row, name)), str(value)] for name, value in new.items() if getattr(row, name) != value
    }
    if "address" in changed:
        new |= {"longitude": None, "latitude": None}
    for name, value in new.items():
        setattr(row, name, value)
    row.terms = _terms(row)
    row.save(update_fields=["terms", *(name.replace("contact_phone", "contact_phone_sealed") for name in new)])
    changed.pop("contact_phone", None)
    audit.record("ActivityAmended", actor=actor, at=at, subject=("activity", row.pk), detail=changed)
    _tell_of_amended(row, changed, at)
    return row


def _tell_of_amended(row: Activity, changed: Mapping[str, Any], at: datetime) -> None:
    """Who comes, or waits, hears of what he agreed to otherwise: where it is, and what is dangerous there."""
    coming = queries.live_signups_of_activity(row.pk).filter(shift__starts_at__gt=at)
    ids, mark = list(coming.values_list("pk", flat=True)), f"{at.timestamp():.6f}"
    words = {"title": row.title, "address": row.address}
    if "address" in changed:
        text = translate("“%(title)s”换了地点：%(address)s。请按新地点前往。")
        telling.tell_groups([(ids, text % words)], "address", at, mark=mark)
    if "risk_statement" in changed:
        page = reverse("activities:activity", args=[row.public_id])
        opening = kept.opening(page, by_hand=translate("登录后打开这次活动"))
        text = translate("“%(title)s”的风险和注意有改动，请%(opening)s看一看。不能接受的话，请取消报名。")
        telling.tell_groups([(ids, text % {**words, "opening": opening})], "risk", at, mark=mark)
