"""Applying to be entered as a body: sent by who will administer it, sent back with remarks, decided by the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError

from baiying.accounts import access
from baiying.kit import audit, clock, facts, limits
from baiying.kit.db import errors, offered, transaction
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.teams import facts as told
from baiying.teams import locked, queries, rules
from baiying.teams.actions import refusals, scans, telling
from baiying.teams.actions.bodies import columns_of, enter, refuse_if_taken
from baiying.teams.actions.keeping import refuse_child
from baiying.teams.models import Application, ApplicationOutcome, Body, Office, OfficeKind

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody says of the body that is to be entered; `words`: what it does."""

    body: rules.BodyFacts
    area_id: int
    words: str = ""


def send_application(*, form_id: str, wanted: Wanted, actor: Actor, at: datetime) -> Application:
    """Apply for a body that the own account will administer; the same form again is the same application.

    Refuses: UnitAdminUnderAge, BodyIncomplete, CreditCodeTaken, TooManyApplications (429). Stands outside a
    transaction, because a try counts though it is refused.
    """
    before = queries.application_by_form(form_id, actor.account_id)
    if before is not None:
        return before
    refuse_child(actor.account_id, at)
    said = columns_of(wanted.body)
    refuse_if_taken(said["credit_code"])
    given = queries.body_rules(_path(wanted.area_id), clock.local_date(at))
    limit = limits.Limit("teams:applications", given.applications_per_day, _DAY)
    if not limits.take(limit, actor.account_id, at=at):
        raise refusals.TooManyApplications
    try:
        return _receive(form_id=form_id, wanted=wanted, said=said, actor=actor, at=at)
    except IntegrityError as error:
        if errors.constraint_of(error) != "teams_application_form_id_key":
            raise
        # The other press of the same button was a moment earlier.
        found = queries.application_by_form(form_id, actor.account_id)
        # A form that went to another on the same device is another application.
        return found or _receive(form_id=new_public_id(), wanted=wanted, said=said, actor=actor, at=at)


@transaction.atomic
def _receive(*, form_id: str, wanted: Wanted, said: dict[str, str], actor: Actor, at: datetime) -> Application:
    assert actor.account_id is not None
    made = Application.objects.create(
        form_id=form_id, account_id=actor.account_id, area_id=wanted.area_id, said=said, words=wanted.words.strip(),
        asked_at=at, sent_at=at, due_on=_due(wanted.area_id, at),
    )  # fmt: skip
    _note("ApplicationSent", made, actor, at)
    return made


@transaction.atomic
def send_application_again(
    *, application_id: int, shown_round: int, wanted: Wanted, actor: Actor, at: datetime
) -> Application:
    """Send one that came back once more, mended; the office's days begin anew. The same again is harmless.

    `shown_round`: the one that the page showed. Refuses: ApplicationDecided, ApplicationWaits, BodyIncomplete,
    CreditCodeTaken.
    """
    row = locked.application(application_id)
    said = columns_of(wanted.body)
    words = wanted.words.strip()
    if row.outcome:
        raise refusals.ApplicationDecided
    if row.returned_at is None or row.round != shown_round:
        if (row.said, row.words, row.area_id) == (said, words, wanted.area_id):
            return row
        raise refusals.ApplicationWaits
    refuse_if_taken(said["credit_code"])
    row.before = queries.snapshot(row)
    row.said, row.words, row.area_id = said, words, wanted.area_id
    row.returned_at = row.returned_by_id = row.scans_until = None
    row.round += 1
    row.sent_at, row.due_on = at, _due(wanted.area_id, at)
    row.save()
    _note("ApplicationSentAgain", row, actor, at, round=row.round)
    return row


@transaction.atomic
def return_application(
    *, application_id: int, shown_round: int, remarks: Mapping[str, str], actor: Actor, at: datetime
) -> Application:
    """Send it back with remarks at its fields; what was typed stays. The same by the same hand is harmless.

    Refuses: OwnApplication, ApplicationDecided, ApplicationReturned, ApplicationChanged, RemarksMissing.
    """
    row = locked.application(application_id)
    _refuse_own(row, actor)
    known = rules.remarkable(str(row.said["kind"]))
    said = {name: words.strip()[:120] for name, words in remarks.items() if name in known and words.strip()}
    if row.is_returned and (row.returned_by_id, row.remarks, row.round) == (actor.account_id, said, shown_round):
        return row
    _refuse_not_waiting(row, shown_round)
    if not said:
        raise refusals.RemarksMissing
    row.returned_at, row.returned_by_id, row.remarks, row.before = at, actor.account_id, said, {}
    row.scans_until = scans.gone_at(row, at)
    row.save(update_fields=["returned_at", "returned_by_id", "remarks", "before", "scans_until"])
    _note("ApplicationReturned", row, actor, at, remarks=said)
    telling.application_returned(row, at)
    return row


@transaction.atomic
def accept_application(*, application_id: int, shown_round: int, actor: Actor, at: datetime) -> Body:
    """Enter the body; who applied administers it from this instant, having accepted by applying.

    The same by the same hand is harmless. Refuses: OwnApplication, ApplicationDecided, ApplicationReturned,
    ApplicationChanged, CreditCodeTaken.
    """
    row = locked.application(application_id)
    _refuse_own(row, actor)
    if row.body is not None and row.decided_by_id == actor.account_id:
        return row.body
    _refuse_not_waiting(row, shown_round)
    refuse_child(row.account_id, at)
    columns = columns_of(rules.BodyFacts(**row.said))
    refuse_if_taken(columns["credit_code"])
    body = enter(columns, row.area_id, actor, at)
    office = Office.objects.create(
        kind=OfficeKind.UNIT_ADMIN, body=body, account_id=row.account_id, starts_at=at, accepted_at=at,
        accepted_because=offered.OWN, appointed_by_id=actor.account_id,
    )  # fmt: skip
    row.body = body
    _end(row, ApplicationOutcome.ACCEPTED, actor, at)
    names = {"office_id": office.pk, "body_id": body.pk, "account_id": row.account_id}
    facts.publish(told.OfficeGiven(**names), actor=actor, at=at, area_id=row.area_id)
    _note("ApplicationAccepted", row, actor, at, body_id=body.pk)
    telling.application_decided(row, at)
    return body


@transaction.atomic
def refuse_application(
    *, application_id: int, shown_round: int, reason: str, actor: Actor, at: datetime
) -> Application:
    """Say no, with a reason that the applicant reads. The same by the same hand is harmless.

    Refuses: OwnApplication, ApplicationDecided, ApplicationReturned, ApplicationChanged, ReasonMissing.
    """
    row = locked.application(application_id)
    _refuse_own(row, actor)
    said = reason.strip()[:200]
    if row.outcome == ApplicationOutcome.REFUSED and (row.decided_by_id, row.reason) == (actor.account_id, said):
        return row
    _refuse_not_waiting(row, shown_round)
    if not said:
        raise refusals.ReasonMissing
    row.reason = said
    _end(row, ApplicationOutcome.REFUSED, actor, at)
    _note("ApplicationRefused", row, actor, at, reason=said)
    telling.application_decided(row, at)
    return row


@transaction.atomic
def withdraw_application(*, application_id: int, actor: Actor, at: datetime) -> Application:
    """Who applied takes it back before it is decided. Twice is harmless. Refuses: ApplicationDecided."""
    row = locked.application(application_id)
    if row.outcome == ApplicationOutcome.WITHDRAWN:
        return row
    if row.outcome:
        raise refusals.ApplicationDecided
    _end(row, ApplicationOutcome.WITHDRAWN, actor, at)
    _note("ApplicationWithdrawn", row, actor, at)
    return row


def _refuse_own(row: Application, actor: Actor) -> None:
    """Nobody reviews what oneself applied for, nor who shares the own phone."""
    if access.is_self(actor, row.account_id):
        raise refusals.OwnApplication


def _refuse_not_waiting(row: Application, shown_round: int) -> None:
    if row.outcome:
        raise refusals.ApplicationDecided
    if row.returned_at is not None:
        raise refusals.ApplicationReturned
    if row.round != shown_round:
        raise refusals.ApplicationChanged


def _end(row: Application, outcome: str, actor: Actor, at: datetime) -> None:
    row.outcome, row.decided_at, row.decided_by_id = outcome, at, actor.account_id
    # What was taken back nobody looks at any more.
    row.scans_until = scans.let_go(row, at) if outcome == ApplicationOutcome.WITHDRAWN else scans.gone_at(row, at)
    row.save(update_fields=["outcome", "decided_at", "decided_by_id", "reason", "body", "scans_until"])


def _path(area_id: int) -> list[int]:
    area = places.division_by_id(area_id)
    return list(area.path) if area is not None else []


def _due(area_id: int, at: datetime) -> date:
    today = clock.local_date(at)
    days = queries.body_rules(_path(area_id), today).registration_working_days
    return places.working_day_after(today, days)[0]


def _note(action: str, row: Application, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record(action, actor=actor, at=at, subject=("body_application", row.pk), area_id=row.area_id, detail=detail)
