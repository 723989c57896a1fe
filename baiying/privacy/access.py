"""Who may ask for a copy of whose data, and who may fetch it. Others meet a 404."""

from datetime import datetime

from django.http import Http404

from baiying.kit.values.actor import Actor
from baiying.people import access as people
from baiying.people import queries as persons
from baiying.privacy import queries
from baiying.privacy.models import Copy, Way
from baiying.privacy.rights import Right


def own(actor: Actor) -> tuple[persons.Person, str]:
    """The person for whom the account acts now, and as who: the person, or a guardian for the ward. Raises Http404."""
    person = people.own_person(actor)
    return person, Way.SELF if persons.comes_in_as(actor.account_id, person) else Way.GUARDIAN


def copy_for(actor: Actor, copy_pid: str) -> Copy:
    """A copy that the account itself asked for, of whomever. Raises Http404."""
    row = queries.copy_of(copy_pid)
    if row is None or actor.account_id is None or row.asked_by_id != actor.account_id or row.way == Way.DESK:
        raise Http404
    return row


def may_fetch(actor: Actor, row: Copy, at: datetime) -> bool:
    return actor.account_id is not None and queries.may_fetch(row, actor.account_id, at)


def at_desk(actor: Actor, person_pid: str) -> persons.Person:
    """Somebody of the area of the desk, who stands there. Nobody serves oneself there. Raises Http404, OwnMatter."""
    person = people.person_for(actor, person_pid, right=Right.HAND_OUT_COPIES)
    people.refuse_own(actor, person.pk)
    return person


def has_data(actor: Actor, at: datetime) -> bool:
    """Whether the account acts for a person: then there is something to ask for."""
    return actor.person_id is not None
