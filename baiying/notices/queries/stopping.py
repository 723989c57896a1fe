"""Who said no to what goes to many: by a word in answer to a text message, or by the settings of a kind."""

from baiying.kit import rooms
from baiying.notices import senders
from baiying.notices.models import Message, Preference, Stopped
from baiying.notices.queries.neighbours import neighbours
from baiying.notices.queries.sending import phone_hash


def goes_to_many(kind: str) -> bool:
    """Whether a kind is one that its reader has no more at all once it is off: never of the own shift, no code."""
    known = rooms.settable_kinds().get(kind)
    return known is not None and known.whole


def is_refused(row: Message) -> bool:
    """Whether what goes to many meets a number that said stop, or a reader who switched the kind off meanwhile.

    Of what is urgent (an emergency) nobody is asked.
    """
    if row.urgent:
        return False
    if not goes_to_many(row.kind):
        return row.channel == senders.SMS and not rooms.told_of(row.kind).needed and _set_since(row, by_text=False)
    if row.channel == senders.SMS and is_stopped(bytes(row.address_hash or b"")):
        return True
    return Preference.objects.filter(inbox=row.inbox, kind=row.kind, by_text=False).exclude(inbox="").exists()


def rings_no_more(row: Message) -> bool:
    """Whether its reader has taken back that it may ring in the quiet hours since it was written."""
    return _set_since(row, any_hour=False)


def _set_since(row: Message, **wish: bool) -> bool:
    """What stood when it was written was asked then."""
    rows = Preference.objects.filter(inbox=row.inbox, kind=row.kind, set_at__gte=row.written_at, **wish)
    return bool(row.inbox) and rows.exists()


def stopped_phone(inbox: str) -> str:
    """The number by which a reader is texted, if it said stop; empty otherwise. To look with, never to show."""
    phone = neighbours.phones_of_inboxes({inbox}).get(inbox, "") if inbox else ""
    return phone if phone and is_stopped(phone_hash(phone)) else ""


def is_stopped(address_hash: bytes) -> bool:
    """Whether the holder of a number said stop, and did not switch it on again."""
    return Stopped.objects.filter(address_hash=address_hash, started_at__isnull=True).exists()
