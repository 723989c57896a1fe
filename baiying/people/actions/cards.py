"""Cards: printed at a desk, revoked when lost. A card carries a code and the volunteer number, nothing else."""

from datetime import datetime

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.people import locked
from baiying.people.models import Card, Person


@transaction.atomic
def issue_card(*, person: Person, actor: Actor, at: datetime) -> Card:
    """Give the live card, making one if there is none."""
    locked.person(person.pk)
    live = Card.objects.filter(person=person, revoked_at__isnull=True).first()
    if live is not None:
        return live
    card = Card.objects.create(person=person, printed_at=at, printed_by_id=actor.account_id)
    audit.record("CardIssued", actor=actor, at=at, subject=("person", person.pk), area_id=person.residence_id)
    return card


@transaction.atomic
def revoke_card(*, person: Person, reason: str, actor: Actor, at: datetime) -> None:
    """The card is lost: its code opens nothing any more."""
    done = Card.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=at, revoke_reason=reason[:120])
    if done:
        audit.record("CardRevoked", actor=actor, at=at, subject=("person", person.pk), detail={"reason": reason[:120]})
