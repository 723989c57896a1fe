"""The texts that were written of late, as a gateway's vendor wants to see them before they may leave."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.functional import Promise

from baiying.kit import kept, rooms
from baiying.notices import senders
from baiying.notices.models import Message

_LATE = timedelta(days=60)
# So many of the newest are looked at; what people hear differs by its values far more than by its words.
_LOOKED_AT = 50_000


@dataclass(frozen=True, slots=True)
class OfLate:
    """One text with its gaps, how it is named in the settings, and whether the gateway has a template of it."""

    key: str
    kind: str | Promise
    pattern: str
    count: int
    has_template: bool


def texts_of_late(at: datetime) -> list[OfLate]:
    """Those that were written into the app, which stand for their text messages; the most frequent first."""
    known = settings.GATEWAY_ACCOUNTS.get(senders.SMS, {}).get("templates", {})
    counts: Counter[tuple[str, str]] = Counter()
    rows = Message.objects.filter(channel="inapp", recipe__isnull=False, written_at__gte=at - _LATE)
    for kind, recipe in rows.order_by("-written_at").values_list("kind", "recipe")[:_LOOKED_AT].iterator():
        counts[kind, kept.pattern(recipe)[0]] += 1
    return [
        OfLate(senders.key_of(text), rooms.told_of(kind).label, text, n, senders.key_of(text) in known)
        for (kind, text), n in counts.most_common()
    ]
