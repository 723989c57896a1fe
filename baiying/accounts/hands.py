"""Who is one hand: the same human by other log-ins, who shares the phone, and for whom somebody stands in."""

from baiying.accounts import queries, stand_ins
from baiying.accounts.neighbours import neighbours
from baiying.kit import clock
from baiying.kit.values.actor import Actor


def acts_with(actor: Actor) -> tuple[int, ...]:
    """The account that acts, and those in whose place it does while they are away; none for a visitor."""
    if actor.account_id is None:
        return ()
    return (actor.account_id, *(actor.acting.stands_in_for if actor.acting is not None else ()))


def is_self(actor: Actor, account_id: int | None) -> bool:
    """Whether the account is the actor's own, comes in by the same phone, or is one for whom the actor stands in, or
    who stands in for the actor at the moment or did until lately: nobody decides for oneself.

    The one check of all rooms where an account is decided about; people.access.is_own is the one for a person.
    """
    if account_id is None or actor.account_id is None:
        return False
    if any(account_id == own or _is_one(own, account_id) for own in acts_with(actor)):
        return True
    return account_id in stand_ins.substitutes(hands_of(actor.account_id), clock.now())


def _is_one(own: int, account_id: int) -> bool:
    return queries.share_a_phone(own, account_id) or account_id in neighbours.same_human(own)


def hands_of(account_id: int) -> frozenset[int]:
    """The account and all that come in by the same phone: where a second person is asked for, they are one."""
    return frozenset((account_id, *queries.sharing_a_phone(account_id), *neighbours.same_human(account_id)))


def own_hands(actor: Actor) -> frozenset[int]:
    """The hands of whoever acts, of those in whose place that is done, and of who stands in at the moment; none for a
    visitor."""
    if actor.account_id is None:
        return frozenset()
    there = stand_ins.substitutes(hands_of(actor.account_id), clock.now())
    return frozenset(hand for own in acts_with(actor) for hand in hands_of(own)) | there
