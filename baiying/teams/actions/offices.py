"""Offices in a body: given, answered by whom they are given to, ended. The last administrator stays."""

from datetime import datetime

from baiying.accounts import access
from baiying.accounts import actions as account_actions
from baiying.kit import facts
from baiying.kit.db import offered, transaction
from baiying.kit.values.actor import Actor
from baiying.teams import facts as told
from baiying.teams import locked, queries
from baiying.teams.actions import refusals, telling
from baiying.teams.models import Body, Office, OfficeKind, Team


def _give(kind: str, body: Body, team: Team | None, account_id: int, actor: Actor, at: datetime) -> Office:
    if access.is_self(actor, account_id):
        raise refusals.OwnOffice
    held = Office.objects.filter(body=body, team=team, account_id=account_id, ends_at__isnull=True).first()
    if held is not None:
        raise refusals.AlreadyInOffice if held.accepted_at is not None else refusals.AlreadyAsked
    made = Office.objects.create(
        kind=kind, body=body, team=team, account_id=account_id, starts_at=at, appointed_by_id=actor.account_id
    )
    given = told.OfficeGiven(office_id=made.pk, body_id=body.pk, account_id=account_id)
    facts.publish(given, actor=actor, at=at, area_id=body.area_id)
    telling.offered(made, at)
    return made


@transaction.atomic
def appoint_admin(*, body_id: int, account_id: int, actor: Actor, at: datetime) -> Office:
    """Ask an account to administer a body: no right before it accepts. Refuses: OwnOffice, AlreadyInOffice,
    AlreadyAsked."""
    body = locked.body(body_id)
    return _give(OfficeKind.UNIT_ADMIN, body, None, account_id, actor, at)


@transaction.atomic
def appoint_leader(*, team_id: int, account_id: int, actor: Actor, at: datetime) -> Office:
    """Ask an account to lead a team: no right before it accepts. Refuses: OwnOffice, AlreadyInOffice, AlreadyAsked."""
    team = Team.objects.get(pk=team_id)
    body = locked.body(team.body_id)
    return _give(OfficeKind.TEAM_LEADER, body, team, account_id, actor, at)


@transaction.atomic
def appoint_admin_by_phone(*, body_id: int, whom: account_actions.Whom, actor: Actor, at: datetime) -> Office:
    """Appoint who is meant by a phone and a name; where it is refused no account is made or renamed either.

    Refuses: WhichPerson, NameMissing, and what appoint_admin refuses.
    """
    account = account_actions.account_meant(whom=whom, actor=actor, at=at)
    return appoint_admin(body_id=body_id, account_id=account.pk, actor=actor, at=at)


@transaction.atomic
def appoint_leader_by_phone(*, team_id: int, whom: account_actions.Whom, actor: Actor, at: datetime) -> Office:
    """The same for a team's leader. Refuses: WhichPerson, NameMissing, and what appoint_leader refuses."""
    account = account_actions.account_meant(whom=whom, actor=actor, at=at)
    return appoint_leader(team_id=team_id, account_id=account.pk, actor=actor, at=at)


@transaction.atomic
def accept_office(*, office_id: int, actor: Actor, at: datetime) -> Office:
    """Whom it was given to agrees: from now it gives its rights. Twice is harmless. Refuses: NotYours, Gone."""
    row = locked.office(office_id)
    changed = offered.accept(row, account_id=actor.account_id, at=at)
    if not changed:
        return row
    if row.body.closed_at is not None:
        raise offered.Gone
    row.save(update_fields=changed)
    accepted = told.OfficeAccepted(office_id=row.pk, body_id=row.body_id, account_id=row.account_id)
    facts.publish(accepted, actor=actor, at=at, area_id=row.body.area_id)
    telling.answered(row, at)
    return row


@transaction.atomic
def decline_office(*, office_id: int, actor: Actor, at: datetime) -> Office:
    """Whom it was given to does not want it; no reason is asked for. Twice is harmless.

    Refuses: NotYours, Gone, AlreadyAccepted.
    """
    row = locked.office(office_id)
    changed = offered.decline(row, account_id=actor.account_id, at=at)
    if not changed:
        return row
    row.save(update_fields=changed)
    declined = told.OfficeDeclined(office_id=row.pk, body_id=row.body_id, account_id=row.account_id)
    facts.publish(declined, actor=actor, at=at, area_id=row.body.area_id)
    telling.answered(row, at)
    return row


@transaction.atomic
def end_office(*, office_id: int, actor: Actor, at: datetime) -> Office:
    """End an office from now, or withdraw it before it is answered; who held it is told. Twice is harmless.

    Refuses: LastAdmin.
    """
    row = locked.office(office_id)
    if row.ends_at is not None:
        return row
    if row.kind == OfficeKind.UNIT_ADMIN and row.accepted_at is not None and queries.is_last_admin(row, at):
        raise refusals.LastAdmin
    row.ends_at, row.ended_by_id = at, actor.account_id
    row.save(update_fields=["ends_at", "ended_by_id"])
    ended = told.OfficeEnded(office_id=row.pk, body_id=row.body_id, account_id=row.account_id)
    facts.publish(ended, actor=actor, at=at, area_id=row.body.area_id)
    if not access.is_self(actor, row.account_id):
        telling.ended(row, at)
    return row
