"""Who said no to what goes to many: by a word in answer to a text message, or by the settings of a kind."""

from django.core import signing

from baiying.kit import rooms
from baiying.notices import senders
from baiying.notices.models import Message, Preference, Stopped
from baiying.notices.queries.neighbours import neighbours
from baiying.notices.queries.sending import phone_hash

_signer = signing.Signer(sep="~", salt="baiying.notices.off")


def goes_to_many(kind: str) -> bool:
    """Whether a kind is one that its reader has no more at all once it is off: never of the own shift, no code."""
    known = rooms.settable_kinds().get(kind)
    return known is not None and known.whole


def is_refused(row: Message) -> bool:
    """Whether what goes to many meets a number that said stop, or a reader who switched the kind off meanwhile.

    Of what is urgent (an emergency) nobody is asked.
    """
    if row.urgent or not goes_to_many(row.kind):
        return False
    if row.channel == senders.SMS and Stopped.objects.filter(address_hash=row.address_hash).exists():
        return True
    return Preference.objects.filter(inbox=row.inbox, kind=row.kind, by_text=False).exclude(inbox="").exists()


def stopped_phone(inbox: str) -> str:
    """The number by which a reader is texted, if it said stop; empty otherwise. To look with, never to show."""
    phone = neighbours.phones_of_inboxes({inbox}).get(inbox, "") if inbox else ""
    return phone if phone and Stopped.objects.filter(address_hash=phone_hash(phone)).exists() else ""


def off_token(inbox: str, kind: str) -> str:
    """What stands in the address by which a reader has no more of a kind: it opens nothing else, and never ends."""
    return _signer.sign(f"{inbox}:{kind}")


def off_of(token: str) -> tuple[str, str] | None:
    """The inbox and the kind of such an address; None for one that was never given, or of a kind that cannot be off."""
    try:
        inbox, _sep, kind = _signer.unsign(token).partition(":")
    except signing.BadSignature:
        return None
    return (inbox, kind) if inbox and goes_to_many(kind) else None
