"""A claim on its way: filed, seen by one, confirmed by another, handed back."""

from datetime import datetime

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries
from baiying.people.models import Claim, Person
from tests.people.world import ACTOR


def file(person: Person, phone: str, *, account_id: int | None = None, at: datetime | None = None) -> Claim:
    at = at or clock.now()
    return actions.file_claim(
        person=person, name=person.name, phone=phone, account_id=account_id, note="", actor=ACTOR, at=at
    )


def clerk(name: str = "经办") -> Actor:
    return Actor(account_id=builders.account(name=name).pk)


def saw(claim: Claim, *, by: Actor | None = None, at: datetime | None = None) -> Claim:
    """Granted by one who saw the document; where the record has a number, another has yet to confirm."""
    six = queries.id_number_of(claim.person)[-6:]
    at = at or clock.now()
    return actions.decide_claim(claim=claim, granted=True, answer="已核对", last_six=six, actor=by or clerk(), at=at)


def hand_back(claim: Claim) -> Claim:
    """All of it: seen by one, confirmed by another, the hours over."""
    row = saw(claim)
    if row.decided_at is None:
        row = actions.confirm_claim(claim=claim, actor=clerk("第二人"), at=clock.now())
    if row.decided_at is None:
        actions.carry_out_claims(at=row.cools_until or clock.now())
    row.refresh_from_db()
    return row
