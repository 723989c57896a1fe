"""From one channel to the next (senders.NEXT): by text message what WeChat did not take, by mail what that did not."""

from datetime import datetime, timedelta

from baiying.notices import queries, senders
from baiying.notices.actions.writing import instead
from baiying.notices.models import Message

# A receipt that comes later than this is noted and starts nothing.
_FRESH = timedelta(days=1)


def fall_back(row: Message, at: datetime) -> bool:
    """Write it by the next way that its reader has, once (N22), if it still is of use and lets nobody in.

    Gives whether another way has it. What tries a way goes by no other.
    """
    is_late = row.useful_until is not None and row.useful_until <= at
    is_old = row.delivered_at is not None and row.delivered_at <= at - _FRESH
    if row.secret_until is not None or is_late or is_old or row.kind == queries.TEST:
        return False
    after = senders.NEXT.get(row.channel)
    if after == senders.SMS:
        phone = queries.neighbours.phones_of_inboxes({row.inbox}).get(row.inbox)
        if phone:
            instead(row, senders.SMS, phone, at)
            return True
        after = senders.MAIL
    to = queries.fallback_for(row.inbox) if after == senders.MAIL else None
    if to is not None:
        instead(row, senders.MAIL, queries.address_of(to), at)
    return to is not None
