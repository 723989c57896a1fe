"""What was answered to text messages, for the rooms above."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from baiying.notices import senders
from baiying.notices.models import HeardReply as HeardReply
from baiying.notices.models import Message
from baiying.notices.queries.neighbours import neighbours


def cannot_come_since(at: datetime) -> Sequence[HeardReply]:
    """The answers since an instant that say that somebody cannot come, the oldest first."""
    return list(HeardReply.objects.filter(heard_at__gte=at, address_hash__isnull=False).order_by("heard_at", "id"))


def answered_by(reply: HeardReply, kinds: Sequence[str]) -> list[Message]:
    """The last text message of some kinds (what they begin with) that left to whoever answered, with those that it
    left together with: what the answer is about."""
    begins = Q()
    for kind in kinds:
        begins |= Q(kind__startswith=kind)
    rows = Message.objects.filter(begins, address_hash=reply.address_hash, channel=senders.SMS)
    rows = rows.filter(delivered_at__isnull=False, delivered_at__lte=reply.said_at or reply.heard_at)
    last = rows.order_by("-delivered_at", "-id").first()
    if last is None:
        return []
    lead = last.joined or last.id
    return list(rows.filter(Q(id=lead) | Q(joined=lead)).order_by("id"))


def language_at(address_hash: bytes) -> str:
    """In which language whoever was last texted there reads; empty for Chinese, and where nobody is known."""
    rows = Message.objects.filter(address_hash=address_hash, channel=senders.SMS).exclude(inbox="")
    last = rows.order_by("-id").values_list("inbox", flat=True).first()
    language = neighbours.language_of_inbox(last) if last else ""
    return "" if language.startswith("zh") else language
