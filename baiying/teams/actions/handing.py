"""An administrator hands over: the successor signs first, then the own rights end, in one instant (R015)."""

from datetime import datetime

from baiying.accounts import actions as account_actions
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.kept import in_chinese
from baiying.kit.values.actor import Actor
from baiying.teams import locked, queries
from baiying.teams.actions import offices, refusals
from baiying.teams.models import HandOver


@transaction.atomic
def hand_over(*, office_id: int, account_id: int, actor: Actor, at: datetime) -> HandOver:
    """Sign the own office over to an account, with the list of what is open: nothing ends before it has accepted.

    Refuses: NotYourOffice, OwnOffice, AlreadyInOffice, AlreadyAsked.
    """
    body = locked.body(queries.body_of_office(office_id))
    row = queries.own_admin_office(actor.account_id or 0, body.pk, at)
    if row is None or row.pk != office_id:
        raise refusals.NotYourOffice
    made = offices.appoint_admin(body_id=body.pk, account_id=account_id, actor=actor, at=at)
    with in_chinese():
        found = queries.open_things(actor, body.pk, at)
    listed = [{"what": one.what, "count": one.count, "holder": one.holder} for one in found]
    given = HandOver.objects.create(body_id=body.pk, leaving=row, coming=made, listed=listed, signed_at=at)
    detail = {"office_id": row.pk, "to_office_id": made.pk, "open": len(listed)}
    audit.record("OfficeHandedOver", actor=actor, at=at, subject=("body", body.pk), area_id=body.area_id, detail=detail)
    return given


@transaction.atomic
def hand_over_by_phone(*, office_id: int, whom: account_actions.Whom, actor: Actor, at: datetime) -> HandOver:
    """The same to who is meant by a phone and a name. Refuses: WhichPerson, NameMissing, and what hand_over refuses."""
    account = account_actions.account_meant(whom=whom, actor=actor, at=at)
    return hand_over(office_id=office_id, account_id=account.pk, actor=actor, at=at)
