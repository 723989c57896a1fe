"""Major changes of bodies and teams: reviewed by the office while the old values go on working (R023)."""

from datetime import datetime

from django.urls import reverse

from baiying.accounts import access
from baiying.accounts import actions as accounts
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, translate
from baiying.kit.values import finding
from baiying.kit.values.actor import Actor
from baiying.teams import locked, queries
from baiying.teams.actions import refusals
from baiying.teams.actions.bodies import refuse_if_taken
from baiying.teams.actions.changing import set_values
from baiying.teams.actions.teams import refuse_bad_liaison, refuse_bad_parent, refuse_elsewhere
from baiying.teams.models import Body, Change, ChangeOutcome, Team


def _locked(change_id: int) -> tuple[Change, Body | Team]:
    """The change and what it is about, both as they are now and locked by their body."""
    row = Change.objects.get(pk=change_id)
    body = locked.body(row.body_id)
    thing: Body | Team = body
    if row.team_id is not None:
        thing = locked.team(row.team_id)
        thing.body = body
    return Change.objects.get(pk=change_id), thing


def _refuse_own(row: Change, actor: Actor, at: datetime) -> None:
    """Nobody reviews what the own unit asks for, or who shares the own phone."""
    own = actor.account_id is None or any(
        row.body_id in queries.administered_body_ids(one, at) for one in access.own_hands(actor)
    )
    if own or access.is_self(actor, row.asked_by_id):
        raise refusals.OwnChange


def _end(row: Change, outcome: str, actor: Actor, at: datetime, reason: str = "") -> Change:
    row.outcome, row.decided_at, row.decided_by_id, row.reason = outcome, at, actor.account_id, reason
    row.save(update_fields=["outcome", "decided_at", "decided_by_id", "reason"])
    return row


@transaction.atomic
def approve_change(*, change_id: int, seen: str, actor: Actor, at: datetime) -> Change:
    """Apply a major change: from now on the new values hold, and the old ones are kept with from and to.

    `seen`: the mark of what was shown as the values now; where they have changed since nothing is applied. The same
    again by the same hand changes nothing. Refuses: ChangeDecided, OwnChange, ChangedSince, CreditCodeTaken,
    ParentElsewhere, ParentCircle, ParentTooDeep, ParentAndLiaison, OwnLiaison, AreaElsewhere.
    """
    row, thing = _locked(change_id)
    _refuse_own(row, actor, at)
    if row.outcome == ChangeOutcome.APPLIED and row.decided_by_id == actor.account_id:
        return row
    if row.outcome:
        raise refusals.ChangeDecided
    if queries.mark_of(row, thing) != seen:
        raise refusals.ChangedSince
    if isinstance(thing, Team):
        if "area_id" in row.after:
            refuse_elsewhere(thing.body, row.after["area_id"])
        refuse_bad_parent(thing.body_id, thing.pk, row.after.get("parent_id", thing.parent_id))
        above = row.after.get("parent_id", thing.parent_id), row.after.get("liaison_id", thing.liaison_id)
        refuse_bad_liaison(thing.body_id, *above)
    else:
        refuse_if_taken(row.after.get("credit_code", ""), other_than=thing.pk)
    changed = set_values(thing, row.after, at)
    if isinstance(thing, Team):
        thing.terms = finding.terms(thing.name)
        thing.save(update_fields=[*row.after, "terms"])
    else:
        thing.save(update_fields=[*row.after])
    _note("ChangeApplied", row, actor, at, changed=changed)
    _end(row, ChangeOutcome.APPLIED, actor, at)
    _tell(row, thing, translate("%(name)s的修改通过了，从现在起用新的。"), at)
    return row


@transaction.atomic
def refuse_change(*, change_id: int, reason: str, actor: Actor, at: datetime) -> Change:
    """Say no to a major change, with a reason that the unit reads; the old values go on. The same again is harmless.

    Refuses: ChangeDecided, OwnChange, ReasonMissing.
    """
    row, thing = _locked(change_id)
    _refuse_own(row, actor, at)
    said = reason.strip()[:200]
    if row.outcome == ChangeOutcome.REFUSED and (row.decided_by_id, row.reason) == (actor.account_id, said):
        return row
    if row.outcome:
        raise refusals.ChangeDecided
    if not said:
        raise refusals.ReasonMissing
    _note("ChangeRefused", row, actor, at, reason=said)
    _end(row, ChangeOutcome.REFUSED, actor, at, said)
    _tell(row, thing, translate("%(name)s的修改没有通过，仍用原来的。理由：%(reason)s"), at)
    return row


@transaction.atomic
def withdraw_change(*, change_id: int, actor: Actor, at: datetime) -> Change:
    """The unit takes its change back while it waits. Twice is harmless. Refuses: ChangeDecided."""
    row, _thing = _locked(change_id)
    if row.outcome == ChangeOutcome.WITHDRAWN:
        return row
    if row.outcome:
        raise refusals.ChangeDecided
    _note("ChangeWithdrawn", row, actor, at)
    return _end(row, ChangeOutcome.WITHDRAWN, actor, at)


def _note(action: str, row: Change, actor: Actor, at: datetime, **detail: object) -> None:
    subject = ("team", row.team_id) if row.team_id is not None else ("body", row.body_id)
    audit.record(
        action, actor=actor, at=at, subject=subject, area_id=row.body.area_id,
        detail={"change": row.public_id, **detail},
    )  # fmt: skip


def _tell(row: Change, thing: Body | Team, text: Kept, at: datetime) -> None:
    if row.asked_by_id is None:
        return
    accounts.tell_account(
        account_id=row.asked_by_id, kind="change_decided", text=text % {"name": thing.name, "reason": row.reason},
        link=reverse("teams:change", args=[row.public_id]), source=f"change:{row.public_id}", at=at,
        area_id=row.body.area_id,
    )  # fmt: skip
