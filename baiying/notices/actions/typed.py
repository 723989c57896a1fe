"""A text message to a number that somebody typed for another: few a day to each number, and so many from each network.

Whoever holds the number asked for nothing: no form may be a way to ring strangers one after the other.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.kit import addresses, clock, limits
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.notices import queries

_DAY = timedelta(days=1)


class NumberTypedEnough(Refused):
    code = "number_typed_enough"
    sentence = _(
        "为了不打扰，今天不再给这个号码发请求了：已经发过几次。明天可以再发，也可以一起到就近的实践站（所）当面办理。"
    )
    field = "phone"
    status = 429


class NetworkTypedEnough(Refused):
    code = "network_typed_enough"
    sentence = _("从这里的网络发出的请求今天太多了。请明天再试，也可以一起到就近的实践站（所）当面办理。")
    status = 429


def take_typed(*, phone: str, actor: Actor, at: datetime) -> Refused | None:
    """Use up one text message to a typed number; the refusal where there is none left today.

    Who acts in an office answers by name for what is sent, and a whole town hall stands behind its network: of those
    only the number counts.
    """
    given = queries.neighbours.rules(clock.local_date(at))
    network = "" if actor.acting is not None else addresses.neighbourhood(actor.ip)
    here = limits.Limit("typed:network", given.typed_per_network_day, _DAY)
    if network and not limits.left(here, network, at=at):
        return NetworkTypedEnough()
    if not limits.take(limits.Limit("typed:number", given.typed_per_number_day, _DAY), phone, at=at):
        return NumberTypedEnough()
    if network and not limits.take(here, network, at=at):
        return NetworkTypedEnough()
    return None
