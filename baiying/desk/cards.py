"""What pages of other rooms show of this one: the way to what was sent to a person."""

from datetime import datetime

from baiying.accounts import access as accounts
from baiying.desk.rights import Right
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.ui.cards import Card


def of_person(person_id: int, actor: Actor, _at: datetime) -> Card | None:
    if not accounts.may(actor, Right.SEE_MESSAGES):
        return None
    return Card("desk/parts/messages_of_person.html", {"person_pid": people.public_id_of(person_id)})
