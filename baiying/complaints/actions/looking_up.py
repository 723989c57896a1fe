"""Back to a complaint by its number and query code: counted before they are compared, so that nobody can try codes."""

import hmac
from datetime import datetime, timedelta

from baiying.complaints import queries
from baiying.complaints.actions import refusals
from baiying.complaints.models import Complaint
from baiying.kit import addresses, limits
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor

_WITHIN = timedelta(minutes=10)
# By number and network together: counted by the number alone, a stranger's wrong codes would keep out whoever holds the
# right one. Of eight signs there are more codes than all networks of the world could try.
_BY_NUMBER = limits.Limit("complaint_looks:number", 10, _WITHIN)
_BY_NETWORK = limits.Limit("complaint_looks:network", 100, _WITHIN)


def look_up(*, number: str, code: str, actor: Actor, at: datetime) -> Complaint:
    """The complaint of a number whose query code is right; large letters and blanks are read as they were meant.

    Refuses: NoSuchComplaint (also for a number that does not exist), TooManyLooks (429). Stands outside a transaction,
    because a wrong try counts.
    """
    number, code = (identifiers.tidy(text).lower() for text in (number, code))
    network = addresses.neighbourhood(actor.ip)
    if not limits.take(_BY_NUMBER, number, network, at=at) or (
        network and not limits.take(_BY_NETWORK, network, at=at)
    ):
        raise refusals.TooManyLooks
    row = queries.complaint(number)
    if not hmac.compare_digest(queries.query_code(number).encode(), code.encode()) or row is None:
        raise refusals.NoSuchComplaint
    limits.forget(_BY_NUMBER, number, network)
    return row
