"""Cards: printed at a desk, revoked when lost. A card carries a code and the volunteer number, nothing else."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import locked, queries
from baiying.people.models import Card, Person


class NoCardYet(Refused):
    """Who may not serve now gets no card: on paper it would say the opposite to whoever sees it."""

    code = "no_card_yet"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.sentence = NO_CARD[why]


NO_CARD = {
    "not_registered": _("还没有注册，办不了志愿者证。"),
    "guardian_missing": _("监护人同意之后，才能办志愿者证。"),
    "check_failed": _("证件核验没有通过，办不了志愿者证。"),
    "held": _("注册正在核实，核实完才能办志愿者证。"),
}


@transaction.atomic
def issue_card(*, person: Person, actor: Actor, at: datetime) -> Card:
    """Give the live card, making one if there is none.

    Refuses: NoCardYet (not registered, the guardian has not agreed, the check failed, or a doubt is open).
    """
    locked.person(person.pk)
    if why := queries.why_not_serving({person.pk}).get(person.pk):
        raise NoCardYet(why)
    live = Card.objects.filter(person=person, revoked_at__isnull=True).first()
    if live is not None:
        return live
    card = Card.objects.create(person=person, printed_at=at, printed_by_id=actor.account_id)
    audit.record("CardIssued", actor=actor, at=at, subject=("person", person.pk), area_id=person.residence_id)
    return card


@transaction.atomic
def revoke_card(*, person: Person, reason: str, actor: Actor, at: datetime) -> None:
    """The card is lost: its code opens nothing any more."""
    # Of two records that became one both have a card: lost is lost.
    done = Card.objects.filter(person_id__in=queries.records_of(person.pk), revoked_at__isnull=True).update(
        revoked_at=at, revoke_reason=reason[:120]
    )
    if done:
        audit.record("CardRevoked", actor=actor, at=at, subject=("person", person.pk), detail={"reason": reason[:120]})
