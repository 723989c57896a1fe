"""Offices that a list of appointments gives (accounts): asked line by line, taken back as a whole."""

from datetime import date, datetime

from baiying.accounts import access as accounts
from baiying.accounts.actions import AlreadyAppointed
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.teams.actions import keeping, offices, refusals, telling
from baiying.teams.models import Body, Office, OfficeKind, Team
from baiying.teams.rights import Right


def give(
    body: Body, team: Team | None, account_id: int, *, last_day: date | None, list_id: int, actor: Actor, at: datetime
) -> None:
    """Ask for one line, in the transaction of the list; the body is locked. What may have changed since the press is
    asked again.

    Refuses: UnitGone, UnitElsewhere, UnitAdminUnderAge, OwnOffice, TermOver, AlreadyAppointed.
    """
    if body.closed_at is not None:
        raise refusals.UnitGone
    if not accounts.may(actor, Right.MANAGE_BODIES, body.area.path):
        raise refusals.UnitElsewhere
    if team is None:
        keeping.refuse_child(account_id, at)
    until = clock.end_of(last_day) if last_day is not None else None
    try:
        offices.ask(body, team, account_id, actor, at, until=until, listing_id=list_id)
    except (refusals.AlreadyInOffice, refusals.AlreadyAsked) as there:
        raise AlreadyAppointed from there


def withdraw(kind: OfficeKind, *, list_id: int, actor: Actor, at: datetime) -> int:
    """Withdraw what nobody has answered, in the transaction of the list. Gives how many."""
    rows = Office.objects.filter(listing_id=list_id, kind=kind, accepted_at=None, declined_at=None, ends_at=None)
    # Whoever accepts in this second holds the row: it is looked at again when they let go.
    return rows.update(ends_at=at, ended_by_id=actor.account_id)


def tell_withdrawn(kind: OfficeKind, *, list_id: int, since: datetime, at: datetime) -> int:
    """Tell whoever was asked and had not answered when the list was taken back; the same words go once."""
    rows = Office.objects.filter(listing_id=list_id, kind=kind, accepted_at=None, declined_at=None, ends_at=since)
    gone = list(rows.select_related("body__area", "team", "account").order_by("id"))
    for row in gone:
        telling.ended(row, at)
    return len(gone)
