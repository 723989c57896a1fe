"""Whether a document number is registered already: an answer for the one who registers, and not for who tries numbers.

One person has one number. A phone that has asked for three in a day gets the same answer for all further ones,
registered or not: that a desk will help (S9, PIPL art. 6 and 51). The numbers asked are counted, not kept.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.kit import addresses, audit, limits
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import identity, queries
from baiying.people.models import Person

_DAY = timedelta(days=1)
BY_PHONE = limits.Limit("number:phone", 3, _DAY)
# A school that registers from one network must get through.
BY_NETWORK = limits.Limit("number:network", 1000, _DAY)
# Typing one's own number again, after a slip elsewhere, is no new try.
_ASKED = limits.Limit("number:asked", 1, _DAY)


class TooManyNumbers(Refused):
    code = "too_many_numbers"
    sentence = _("今天用这个手机号填过的证件号码太多了。请明天再试，或带证件到就近的实践站（所），工作人员当面办理。")
    field = "id_number"
    status = 429


def look_up_number(*, id_type: str, number: str, phone: str, actor: Actor, at: datetime) -> Person | None:
    """The person who is registered with the number. Refuses: TooManyNumbers, whether or not it is registered.

    Stands outside a transaction, because a try counts though it is refused.
    """
    asked = (phone, identity.id_no_hash(id_type, number).hex())
    if limits.take(_ASKED, *asked, at=at):
        network = addresses.neighbourhood(actor.ip)
        here = not network or limits.take(BY_NETWORK, network, at=at)
        if not here or not limits.take(BY_PHONE, phone, at=at):
            limits.forget(_ASKED, *asked)
            audit.record("IdNumberTriesRefused", actor=actor, at=at, ok=False)
            raise TooManyNumbers
    return queries.person_by_id_number(id_type, number)
