"""Offices in a body: given, answered by whom they are given to, ended. The last administrator stays."""

from datetime import datetime

from baiying.accounts import access
from baiying.accounts import actions as account_actions
from baiying.kit import facts
from baiying.kit.db import offered, transaction
from baiying.kit.values.actor import Actor
from baiying.teams import facts as told
from baiying.teams import locked, queries
from baiying.teams.actions import keeping, refusals, succession, telling
from baiying.teams.models import Body, KeptWhy, Office, OfficeKind, Team

# Why whoever stands above a body may end its last administrator.
_FROM_ABOVE = (KeptWhy.DIED, KeptWhy.SUSPENDED, KeptWhy.GONE)


def ask(
    body: Body, team: Team | None, account_id: int, actor: Actor, at: datetime, *,
    until: datetime | None = None, listing_id: int | None = None,
) -> Office:  # fmt: skip
    """Ask an account for an office in a locked body; perhaps by a list of appointments.

    Refuses: OwnOffice, TermOver, AlreadyInOffice, AlreadyAsked.
    """
    if access.is_self(actor, account_id):
        raise refusals.OwnOffice
    if until is not None and until <= at:
        raise refusals.TermOver
    held = Office.objects.filter(body=body, team=team, account_id=account_id, ends_at__isnull=True).first()
    if held is not None:
        raise refusals.AlreadyInOffice if held.accepted_at is not None else refusals.AlreadyAsked
    kind = OfficeKind.UNIT_ADMIN if team is None else OfficeKind.TEAM_LEADER
    made = Office.objects.create(
        kind=kind, body=body, team=team, account_id=account_id, starts_at=at, until=until,
        appointed_by_id=actor.account_id, listing_id=listing_id,
    )  # fmt: skip
    given = told.OfficeGiven(office_id=made.pk, body_id=body.pk, account_id=account_id)
    facts.publish(given, actor=actor, at=at, area_id=body.area_id)
    telling.offered(made, at)
    return made


@transaction.atomic
def appoint_admin(
    *, body_id: int, account_id: int, actor: Actor, at: datetime, until: datetime | None = None
) -> Office:
    """Ask an account to administer a body, for good or until an instant: no right before it accepts.

    Refuses: OwnOffice, TermOver, AlreadyInOffice, AlreadyAsked.
    """
    body = locked.body(body_id)
    return ask(body, None, account_id, actor, at, until=until)


@transaction.atomic
def appoint_leader(*, team_id: int, account_id: int, actor: Actor, at: datetime) -> Office:
    """Ask an account to lead a team: no right before it accepts.

    Refuses: TeamGone, OwnOffice, AlreadyInOffice, AlreadyAsked.
    """
    body = locked.body(Team.objects.values_list("body_id", flat=True).get(pk=team_id))
    team = Team.objects.get(pk=team_id)
    if team.closed_at is not None:
        raise refusals.TeamGone
    return ask(body, team, account_id, actor, at)


@transaction.atomic
def appoint_admin_by_phone(
    *, body_id: int, whom: account_actions.Whom, actor: Actor, at: datetime, until: datetime | None = None
) -> Office:
    """Appoint who is meant by a phone and a name; where it is refused no account is made or renamed either.

    Refuses: WhichPerson, NameMissing, and what appoint_admin refuses.
    """
    account = account_actions.account_meant(whom=whom, actor=actor, at=at)
    return appoint_admin(body_id=body_id, account_id=account.pk, actor=actor, at=at, until=until)


@transaction.atomic
def appoint_leader_by_phone(*, team_id: int, whom: account_actions.Whom, actor: Actor, at: datetime) -> Office:
    """The same for a team's leader. Refuses: WhichPerson, NameMissing, and what appoint_leader refuses."""
    account = account_actions.account_meant(whom=whom, actor=actor, at=at)
    return appoint_leader(team_id=team_id, account_id=account.pk, actor=actor, at=at)


@transaction.atomic
def accept_office(*, office_id: int, actor: Actor, at: datetime) -> Office:
    """Whom it was given to agrees: from now it gives its rights. Twice is harmless.

    Of an administrator's: what it was handed over from ends in the same instant, and nobody above keeps the body any
    longer. Refuses: NotYours, HandOverVoid, Gone, UnitAdminUnderAge.
    """
    row = locked.office(office_id)
    if row.account_id == actor.account_id:
        succession.refuse_void(row.pk)
    changed = offered.accept(row, account_id=actor.account_id, at=at)
    if not changed:
        return row
    if row.body.closed_at is not None:
        raise offered.Gone
    if row.until is not None and row.until <= at:
        raise offered.Gone
    if row.kind == OfficeKind.UNIT_ADMIN:
        keeping.refuse_child(row.account_id, at)
    row.save(update_fields=changed)
    if row.kind == OfficeKind.UNIT_ADMIN:
        succession.taken(row.pk, row.body_id, actor, at)
        keeping.stop_keeping(row.body_id, row.account_id, at)
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
def end_office(*, office_id: int, actor: Actor, at: datetime, why: str = "") -> Office:
    """End an office from now, or withdraw it before it is answered; who held it is told. Twice is harmless.

    The last administrator's is not ended, unless whoever stands above says `why` nobody can succeed at once: from then
    on they keep the body. Refuses: LastAdmin, OwnLastAdmin.
    """
    row = locked.office(office_id)
    if row.ends_at is not None:
        return row
    admin = row.kind == OfficeKind.UNIT_ADMIN and row.accepted_at is not None
    own = access.is_self(actor, row.account_id)
    if admin and queries.is_last_admin(row, at) and (own or why not in _FROM_ABOVE):
        raise refusals.OwnLastAdmin if own else refusals.LastAdmin
    row.ends_at, row.ended_by_id = at, actor.account_id
    row.save(update_fields=["ends_at", "ended_by_id"])
    ended = told.OfficeEnded(office_id=row.pk, body_id=row.body_id, account_id=row.account_id)
    facts.publish(ended, actor=actor, at=at, area_id=row.body.area_id)
    if admin and why in _FROM_ABOVE:
        # What was signed over by who is suspended or gone gives nobody the unit: those above keep it and choose.
        if why != KeptWhy.DIED:
            succession.void_of(row.pk, actor, at)
        keeping.keep_if_alone([row.body_id], why, at)
    if not own:
        telling.ended(row, at)
    return row
