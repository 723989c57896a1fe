"""What a reader sets, and marking read."""

from datetime import datetime

from baiying.kit import rooms
from baiying.kit.db import transaction
from baiying.notices import queries
from baiying.notices.models import Preference


@transaction.atomic
def prefer(*, inbox: str, kind: str, by_text: bool, any_hour: bool, at: datetime) -> None:
    """Set whether a kind also comes as a text message, and whether at any hour. Raises KeyError for other kinds."""
    known = rooms.settable_kinds()[kind]
    set_to = {"by_text": by_text, "any_hour": any_hour and known.any_hour, "set_at": at}
    Preference.objects.update_or_create(inbox=inbox, kind=kind, defaults=set_to)


@transaction.atomic
def mark_read(*, inbox: str, ids: list[int], at: datetime) -> None:
    """Note that the messages were on the screen. Repeating changes nothing: the first time stays."""
    queries.inbox_of(inbox).order_by().filter(id__in=ids, read_at__isnull=True).update(read_at=at)
