"""The address in a mail by which its reader has no more of what goes to many: opaque, and good for nothing else.

It names the mail and whom the mail was for, sealed by a key of its own: whoever reads the address (a proxy, a log, who
has the mail forwarded) learns no inbox. It switches off for ever: no is never refused, however old the mail
(PIPL art. 15). What ends after some days is what its page shows: how the kind stands now is its reader's alone.
"""

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing

from baiying.kit import clock, sealed
from baiying.notices import senders
from baiying.notices.models import Message
from baiying.notices.queries.neighbours import neighbours
from baiying.notices.queries.stopping import goes_to_many

# Those of before stood in the clear, signed, and knew no day.
_old = signing.Signer(sep="~", salt="baiying.notices.off")
_PLACE = sealed.Place("notices_message", "off", "address")
# Of which no public id or kind has one.
_SEP = "\n"
# An inbox, and a kind of what goes to it.
Target = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Off:
    """What an address switches off, and on which day it was given; None: too long ago to say."""

    targets: tuple[Target, ...]
    given_on: date | None
    reference: str = ""

    @property
    def kinds(self) -> list[str]:
        return sorted({kind for _inbox, kind in self.targets})


def off_token(rows: Sequence[Message], at: datetime) -> str:
    """What stands in the address for the mail that some messages left as; empty where nobody switches any of them off:
    the own shift, codes."""
    targets = {(row.inbox, row.kind): None for row in rows if row.inbox and goes_to_many(row.kind)}
    if not targets:
        return ""
    named = [part for target in targets for part in target]
    text = _SEP.join([clock.local_date(at).isoformat(), rows[0].public_id, *named])
    return base64.urlsafe_b64encode(sealed.seal(text, at=_PLACE, key=_key())).decode().rstrip("=")


def off_of(token: str) -> Off | None:
    """What such an address names; None for one that was never given, or of kinds that cannot be off."""
    found = _old_one(token) if "~" in token else _opened(token)
    return found if found is not None and found.targets else None


def shows_state(off: Off, at: datetime) -> bool:
    """Whether its page says how the kind stands now."""
    today = clock.local_date(at)
    days = timedelta(days=neighbours.rules(today).off_page_days)
    return off.given_on is not None and today <= off.given_on + days


def off_now(off: Off) -> list[Target]:
    """What it switches off by now: what it names, and the inboxes that the messages of the mail belong to today, where
    their reader has another since (a guardian who registered, records that became one)."""
    found = dict.fromkeys(off.targets)
    rows = Message.objects.filter(public_id=off.reference, channel=senders.MAIL) if off.reference else ()
    for first in rows:
        others = Message.objects.filter(address_hash=first.address_hash, joined=first.id, channel=senders.MAIL)
        found |= dict.fromkeys((row.inbox, row.kind) for row in (first, *others) if row.kind in off.kinds and row.inbox)
    return list(found)


def _opened(token: str) -> Off | None:
    try:
        box = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        given_on, reference, *named = sealed.open_sealed(box, at=_PLACE, key=_key()).split(_SEP)
    except (binascii.Error, ValueError, sealed.Unreadable):
        return None
    return Off(_offered(zip(named[::2], named[1::2], strict=True)), date.fromisoformat(given_on), reference)


def _old_one(token: str) -> Off | None:
    try:
        inbox, _sep, kind = _old.unsign(token).partition(":")
    except signing.BadSignature:
        return None
    return Off(_offered([(inbox, kind)]), None)


def _offered(targets: Iterable[Target]) -> tuple[Target, ...]:
    return tuple((inbox, kind) for inbox, kind in targets if inbox and goes_to_many(kind))


def _key() -> bytes:
    """A key for this alone, of the one that is never changed: an address is good as long as the city is."""
    return sealed.lookup("off_token", "key")
