"""Plans: written and rewritten by the leader until they are published."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from baiying.activities import locked, queries
from baiying.activities.actions import leading, refusals, series
from baiying.activities.models import Activity, ActivityState, PlanDraft, Post, Series, Shift
from baiying.activities.rules import plans, searching
from baiying.kit import audit, clock
from baiying.kit.db import offered, transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.teams import queries as teams


class BadPlan(Refused):
    """The plan breaks rules; `detail["findings"]` says which, each with its row and field."""

    code = "bad_plan"


def _columns(plan: plans.Plan) -> dict[str, Any]:
    every = plans.occurrences(plan.shifts)
    first, last = plans.span(every)
    return {
        "title": plan.title,
        "plan": plan.plan,
        "description": plan.description,
        "risk_statement": plan.risk_statement,
        "recipients": list(plan.recipients),
        "categories": list(plan.categories),
        "safeguards": list(plan.safeguards),
        "contact_name": plan.contact_name,
        "contact_phone": plan.contact_phone,
        "contact_public": plan.contact_public,
        "area_id": plan.area_id,
        "site_id": plan.site_id,
        "address": plan.address,
        "longitude": plan.longitude,
        "latitude": plan.latitude,
        "approval": plan.approval,
        "recruit_until": plan.recruit_until or max(s.starts_at for s in every),
        "starts_on": clock.local_date(first),
        "ends_on": clock.local_date(last - timedelta(microseconds=1)),
        "terms": searching.terms(
            (plan.title, plan.address, *(words for post in plan.posts for words in (post.name, post.duties))),
            categories=plan.categories,
            recipients=plan.recipients,
        ),
    }


def plan_findings(plan: plans.Plan, at: datetime) -> list[plans.Finding]:
    """Everything that is wrong with a plan by the rules of its area, each with its row and field."""
    area = places.divisions().filter(pk=plan.area_id).first()
    return plans.findings(plan, at, queries.activity_rules(area.path if area else (), clock.local_date(at)))


def _checked(plan: plans.Plan, at: datetime) -> plans.Plan:
    area = places.divisions().filter(pk=plan.area_id).first()
    rules = queries.activity_rules(area.path if area else (), clock.local_date(at))
    found = plans.findings(plan, at, rules)
    if found:
        raise BadPlan(findings=found)
    return plans.with_ages(plan, rules)


def _refuse_elsewhere(team_id: int, area_id: int) -> None:
    """Whose rules an activity follows, and who may cancel it, goes by its area: no leader chooses the office."""
    if not places.lies_within(area_id, teams.ground_of_team(team_id)):
        raise refusals.AreaElsewhere


@transaction.atomic
def write_plan(*, team_id: int, plan: plans.Plan, actor: Actor, at: datetime) -> Activity:
    """Save a new plan as a draft, led by who writes it; another whom it names is asked to lead. Refuses: BadPlan,
    AreaElsewhere.

    The same plan sent twice by the same account is the draft that the first one made (R044).
    """
    plan = _checked(plan, at)
    _refuse_elsewhere(team_id, plan.area_id)
    account_id = _account(actor)
    columns = _columns(plan)
    # Pressed twice, both requests come at once: the second waits for what the first one wrote.
    locked.plans_of(team_id, account_id)
    if twin := _twin(team_id, account_id, columns, plan, at):
        return twin
    made = Activity.objects.create(
        **columns,
        team_id=team_id,
        leader_id=account_id,
        leader_because=offered.OWN,
        created_at=at,
        created_by_id=actor.account_id,
    )
    _write_shifts(made, plan, actor, at)
    audit.record("PlanWritten", actor=actor, at=at, subject=("activity", made.pk), area_id=made.area_id)
    leading.name_leader(made, plan.leader_id, actor=actor, at=at)
    return made


def _twin(team_id: int, account_id: int, columns: dict[str, Any], plan: plans.Plan, at: datetime) -> Activity | None:
    """A draft that says the same in every word, place and time."""
    same = {name: value for name, value in columns.items() if name != "terms"}
    rows = Activity.objects.filter(team_id=team_id, created_by_id=account_id, state=ActivityState.DRAFT)
    named = plan.leader_id or account_id
    for row in rows.filter(title=plan.title, starts_on=columns["starts_on"]).order_by("id")[:10]:
        said_so = all(getattr(row, name) == value for name, value in same.items())
        if said_so and queries.named_leader(row.pk, row.leader_id, at) == named and _is_planned_so(row, plan):
            return row
    return None


def _is_planned_so(row: Activity, plan: plans.Plan) -> bool:
    """Whether posts and shifts of a saved draft are those of the plan; a series is told by its first shift."""
    posts = list(row.posts.order_by("id"))
    written = [
        plans.PlannedPost(
            post.name,
            post.duties,
            post.min_age,
            post.max_age,
            tuple(post.skills),
            post.minors_welcome,
            post.minors_with,
        )
        for post in posts
    ]
    if written != list(plan.posts):
        return False
    further = {one.pk: queries.further_of(one) for one in queries.series_of(row.pk)}
    saved = [
        (posts.index(shift.post), shift.starts_at, shift.ends_at, shift.places, shift.break_minutes, repeats)
        for shift in queries.shifts_of(row.pk)
        if not shift.place_in_series
        for repeats in (further.get(shift.series_id or 0, 0),)
    ]
    asked = [(s.post, s.starts_at, s.ends_at, s.places, s.break_minutes, s.repeats) for s in plan.shifts]
    return sorted(saved) == sorted(asked)


@transaction.atomic
def rewrite_plan(*, activity_id: int, plan: plans.Plan, actor: Actor, at: datetime) -> Activity:
    """Replace a draft by what is written now; nobody can have signed up. Refuses: BadPlan, NotDraft,
    AreaElsewhere."""
    row = locked.activity(activity_id)
    if row.state != ActivityState.DRAFT:
        raise refusals.NotDraft
    plan = _checked(plan, at)
    if plan.area_id != row.area_id:
        _refuse_elsewhere(row.team_id, plan.area_id)
    # First: what the old posts allow may not be what the new categories do (sql/guard_categories.sql).
    Shift.objects.filter(activity=row).delete()
    Series.objects.filter(post__activity=row).delete()
    Post.objects.filter(activity=row).delete()
    for name, value in _columns(plan).items():
        setattr(row, name, value)
    leading.name_leader(row, plan.leader_id, actor=actor, at=at)
    row.save()
    _write_shifts(row, plan, actor, at)
    audit.record("PlanRewritten", actor=actor, at=at, subject=("activity", row.pk), area_id=row.area_id)
    return row


@transaction.atomic
def drop_plan(*, activity_id: int, actor: Actor, at: datetime) -> Activity:
    """Throw a draft away; it can be brought back (undo_drop). Whoever was asked to lead it need not answer any more.

    It has no end (`ended_at`): what never stood has no shifts that took place. Refuses: NotDraft. Repeating changes
    nothing.
    """
    row = locked.activity(activity_id)
    if row.is_dropped:
        return row
    if row.state != ActivityState.DRAFT:
        raise refusals.NotDraft
    leading.forget_asked(row, actor=actor, at=at)
    row.state = ActivityState.WITHDRAWN
    row.save(update_fields=["state"])
    audit.record("PlanDropped", actor=actor, at=at, subject=("activity", row.pk), area_id=row.area_id)
    return row


@transaction.atomic
def undo_drop(*, activity_id: int, actor: Actor, at: datetime) -> Activity:
    """Bring a plan that was thrown away back as a draft. Refuses: NotDraft for any other. Repeating changes nothing."""
    row = locked.activity(activity_id)
    if row.state == ActivityState.DRAFT:
        return row
    if not row.is_dropped:
        raise refusals.NotDraft
    row.state = ActivityState.DRAFT
    row.save(update_fields=["state"])
    audit.record("PlanBroughtBack", actor=actor, at=at, subject=("activity", row.pk), area_id=row.area_id)
    return row


def _account(actor: Actor) -> int:
    if actor.account_id is None:
        raise ValueError("A plan is written by somebody")
    return actor.account_id


def _drafts(actor: Actor, team_id: int, activity_id: int | None) -> QuerySet[PlanDraft]:
    rows = PlanDraft.objects.filter(account_id=_account(actor), team_id=team_id)
    return rows.filter(activity__isnull=True) if activity_id is None else rows.filter(activity_id=activity_id)


def _write_shifts(activity: Activity, plan: plans.Plan, actor: Actor, at: datetime) -> None:
    """Posts, single shifts, and for each repetition its series with the shifts that are due by now."""
    posts = [
        Post.objects.create(
            activity=activity,
            name=post.name,
            duties=post.duties,
            min_age=post.min_age,
            max_age=post.max_age,
            skills=list(post.skills),
            minors_welcome=bool(post.minors),
            minors_with=post.minors_with,
        )
        for post in plan.posts
    ]
    rows = [
        Shift(
            activity=activity,
            post=posts[shift.post],
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            break_minutes=shift.break_minutes,
            places=shift.places,
        )
        for shift in plan.shifts
        if not shift.repeats
    ]
    for shift in plan.shifts:
        if shift.repeats:
            rows += series.missing(series.begin(posts[shift.post], shift, actor=actor, at=at), activity, at)
    Shift.objects.bulk_create(sorted(rows, key=lambda row: (row.starts_at, row.post_id)))


@transaction.atomic
def keep_draft(
    *,
    draft: PlanDraft | None,
    team_id: int,
    activity_id: int | None,
    content: dict[str, Any],
    actor: Actor,
    at: datetime,
) -> PlanDraft:
    """Keep what was typed while its writer goes to choose an area. One per account and team is enough."""
    if draft is None:
        _drafts(actor, team_id, activity_id).delete()
        draft = PlanDraft(account_id=_account(actor), team_id=team_id, activity_id=activity_id)
    draft.content, draft.changed_at = content, at
    draft.save()
    return draft


@transaction.atomic
def drop_drafts(*, team_id: int, activity_id: int | None, actor: Actor) -> None:
    """Forget what was typed, once it is saved."""
    _drafts(actor, team_id, activity_id).delete()
