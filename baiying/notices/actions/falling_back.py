"""From one channel to the next: by mail what did not arrive as a text message."""

from datetime import datetime, timedelta

from baiying.notices import queries, senders
from baiying.notices.actions.writing import mail_instead
from baiying.notices.models import Message

# A receipt that comes later than this is noted and starts nothing.
_FRESH = timedelta(days=1)


def fall_back(row: Message, at: datetime) -> None:
    """Write it to its reader's mail address, once (N22), if it still is of use and lets nobody in."""
    is_late = row.useful_until is not None and row.useful_until <= at
    is_old = row.delivered_at is not None and row.delivered_at <= at - _FRESH
    if row.channel != senders.SMS or row.secret_until is not None or is_late or is_old:
        return
    if _was_copied(row):
        return
    if (to := queries.fallback_for(row.inbox)) is not None:
        mail_instead(row, to, at)


def _was_copied(row: Message) -> bool:
    """Whether its copy by mail was written beside it; of what names its source that is known by the source."""
    if row.unique_source is not None:
        return False
    beside = Message.objects.filter(channel=senders.MAIL, inbox=row.inbox, kind=row.kind, written_at=row.written_at)
    return beside.filter(unique_source__isnull=True).exists()
