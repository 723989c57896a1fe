"""What of a form is a change, what of it waits for review, and what was true until now."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from baiying.kit import audit, clock
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.teams import queries, rules
from baiying.teams.actions import refusals
from baiying.teams.models import Body, Change, Past, Team


def asked_anew(before: Model, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Of the columns of a form those that say something else than the row did when the form came in: `before` was read
    without a lock, and what the form leaves as it was is left as it is by now."""
    return {name: value for name, value in wanted.items() if getattr(before, name) != value}


def propose(row: Body | Team, after: Mapping[str, Any], actor: Actor, at: datetime) -> Change | None:
    """Lay major changes of a locked row before its office; the row keeps its values. The same again is the same.

    None where nothing waits for review. Refuses: ChangeWaits.
    """
    if not after:
        return None
    body, team = (row.body, row) if isinstance(row, Team) else (row, None)
    before = {name: getattr(row, name) for name in after}
    waiting = queries.open_change(row)
    if waiting is not None:
        if waiting.after == dict(after):
            return waiting
        raise refusals.ChangeWaits
    days = queries.body_rules(body.area.path, clock.local_date(at)).review_working_days
    due_on: date = places.working_day_after(clock.local_date(at), days)[0]
    made = Change.objects.create(
        body=body, team=team, before=before, after=dict(after), asked_at=at, asked_by_id=actor.account_id, due_on=due_on
    )
    audit.record(
        "ChangeProposed", actor=actor, at=at, subject=_subject(row), area_id=body.area_id,
        detail={"change": made.public_id, "before": before, "after": dict(after)},
    )  # fmt: skip
    return made


def set_values(row: Body | Team, new: Mapping[str, Any], at: datetime) -> dict[str, list[str]]:
    """Set columns of a locked row; of major ones what was true until now is kept. Gives old and new, for the audit."""
    moved = {name: value for name, value in new.items() if getattr(row, name) != value}
    major = rules.TEAM_MAJOR if isinstance(row, Team) else rules.BODY_MAJOR
    if set(moved) & set(major):
        _keep_past(row, major, at)
    changed = {name: [str(getattr(row, name)), str(value)] for name, value in moved.items()}
    for name, value in moved.items():
        setattr(row, name, value)
    return changed


def _keep_past(row: Body | Team, major: tuple[str, ...], at: datetime) -> None:
    body_id, team_id = (row.body_id, row.pk) if isinstance(row, Team) else (row.pk, None)
    before = Past.objects.filter(body_id=body_id)
    before = before.filter(team_id__isnull=True) if team_id is None else before.filter(team_id=team_id)
    last = before.order_by("-to_at").first()
    from_at = last.to_at if last is not None else row.created_at
    # Two changes in one instant: of the value between nobody could have read anything.
    if from_at < at:
        values = {name: getattr(row, name) for name in major}
        Past.objects.create(body_id=body_id, team_id=team_id, values=values, from_at=from_at, to_at=at)


def _subject(row: Body | Team) -> tuple[str, int]:
    return ("team" if isinstance(row, Team) else "body", row.pk)
