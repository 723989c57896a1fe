"""Bodies: entered by the office of their area, amended by it or by their administrator."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from baiying.kit import audit, facts
from baiying.kit.db import errors, transaction
from baiying.kit.values.actor import Actor
from baiying.teams import facts as told
from baiying.teams import locked, queries, rules
from baiying.teams.actions import refusals
from baiying.teams.actions.changing import asked_anew, propose, set_values
from baiying.teams.models import Body, Team


def columns_of(body: rules.BodyFacts) -> dict[str, str]:
    """The columns of a body, complete for its kind and without what does not belong to it. Refuses: BodyIncomplete."""
    lacking = rules.missing(body)
    if lacking:
        raise refusals.BodyIncomplete(field=lacking[0])
    if rules.unexplained(body):
        raise refusals.BodyIncomplete(field="credit_code_note")
    columns = asdict(body)
    columns.update(dict.fromkeys(rules.superfluous(body.kind), ""))
    return columns


@contextmanager
def _code_once() -> Iterator[None]:
    """Two of one code entered at one moment: the second reads that it is taken, as a moment later."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if errors.constraint_of(error) != "teams_credit_code_once":
            raise
        raise refusals.CreditCodeTaken from error


def refuse_if_taken(code: str, *, other_than: int | None = None) -> None:
    """Refuses a code under which another open body stands: CreditCodeTaken."""
    known = queries.body_of_credit_code(code) if code else None
    if known is not None and known.pk != other_than:
        raise refusals.CreditCodeTaken


@transaction.atomic
def create_body(*, body: rules.BodyFacts, area_id: int, actor: Actor, at: datetime) -> Body:
    """Enter a body (R020). Refuses: BodyIncomplete, CreditCodeTaken."""
    columns = columns_of(body)
    refuse_if_taken(columns["credit_code"])
    return enter(columns, area_id, actor, at)


def enter(columns: dict[str, str], area_id: int, actor: Actor, at: datetime) -> Body:
    """The row of a new body, told."""
    with _code_once():
        made = Body.objects.create(**columns, area_id=area_id, created_at=at, created_by_id=actor.account_id)
    facts.publish(told.BodyMade(body_id=made.pk), actor=actor, at=at, area_id=area_id)
    return made


def _refuse_teams_outside(row: Body, new: Mapping[str, Any]) -> None:
    """A team serves within its body's area: a body that moves away first says where its teams serve."""
    if new.get("area_id", row.area_id) == row.area_id:
        return
    outside = Team.objects.filter(body=row, closed_at__isnull=True).exclude(area__path__contains=[new["area_id"]])
    if outside.exists():
        raise refusals.TeamsElsewhere


@transaction.atomic
def amend_body(
    *, body_id: int, body: rules.BodyFacts, area_id: int, actor: Actor, at: datetime, reviewed: bool = True
) -> Body:
    """Change what is known of a body; what was true until now is kept, and the audit has it too.

    Not `reviewed` (the unit's own page): what is major waits for the office, and the old values go on (R023).
    Refuses: BodyIncomplete, CreditCodeTaken, ChangeWaits, TeamsElsewhere.
    """
    before = Body.objects.get(pk=body_id)
    row = locked.body(body_id)
    columns = columns_of(body)
    refuse_if_taken(columns["credit_code"], other_than=body_id)
    new = asked_anew(before, {**columns, "area_id": area_id})
    if not reviewed:
        new, waits = rules.at_once_of_body(new)
        propose(row, waits, actor, at)
        if not new:
            return row
    _refuse_teams_outside(row, new)
    changed = set_values(row, new, at)
    with _code_once():
        row.save(update_fields=[*new])
    audit.record("BodyAmended", actor=actor, at=at, subject=("body", row.pk), area_id=row.area_id, detail=changed)
    return row
