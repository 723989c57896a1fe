"""Offices in a body: given and ended. The last administrator stays until another is there."""

from datetime import datetime

from baiying.accounts import access
from baiying.accounts import actions as account_actions
from baiying.kit import facts
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.teams import facts as told
from baiying.teams import locked
from baiying.teams.actions import refusals
from baiying.teams.models import Body, Office, OfficeKind, Team


def _give(kind: str, body: Body, team: Team | None, account_id: int, actor: Actor, at: datetime) -> Office:
    if access.is_self(actor, account_id):
        raise refusals.OwnOffice
    held = Office.objects.filter(body=body, team=team, account_id=account_id, ends_at__isnull=True)
    if held.exists():
        raise refusals.AlreadyInOffice
    made = Office.objects.create(
        kind=kind, body=body, team=team, account_id=account_id, starts_at=at, appointed_by_id=actor.account_id
    )
    given = told.OfficeGiven(office_id=made.pk, body_id=body.pk, account_id=account_id)
    facts.publish(given, actor=actor, at=at, area_id=body.area_id)
    return made


@transaction.atomic
def appoint_admin(*, body_id: int, account_id: int, actor: Actor, at: datetime) -> Office:
    """Make an account the administrator of a body. Refuses: OwnOffice, AlreadyInOffice."""
    body = locked.body(body_id)
    return _give(OfficeKind.UNIT_ADMIN, body, None, account_id, actor, at)


@transaction.atomic
def appoint_leader(*, team_id: int, account_id: int, actor: Actor, at: datetime) -> Office:
    """Make an account the leader of a team. Refuses: OwnOffice, AlreadyInOffice."""
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
def end_office(*, office_id: int, actor: Actor, at: datetime) -> Office:
    """End an office from now. Ending what has ended changes nothing. Refuses: LastAdmin."""
    body_id = Office.objects.values_list("body_id", flat=True).get(pk=office_id)
    body = locked.body(body_id)
    row = Office.objects.get(pk=office_id)
    if row.ends_at is not None and row.ends_at <= at:
        return row
    if row.kind == OfficeKind.UNIT_ADMIN:
        others = Office.objects.filter(body=body, kind=OfficeKind.UNIT_ADMIN, ends_at__isnull=True)
        if not others.exclude(pk=row.pk).exists():
            raise refusals.LastAdmin
    row.ends_at, row.ended_by_id = at, actor.account_id
    row.save(update_fields=["ends_at", "ended_by_id"])
    ended = told.OfficeEnded(office_id=row.pk, body_id=body.pk, account_id=row.account_id)
    facts.publish(ended, actor=actor, at=at, area_id=body.area_id)
    return row
