"""Pages of this room, by noun."""

from baiying.notices.views.inbox import PER_PAGE, inbox, reading
from baiying.notices.views.preferences import preferences
from baiying.notices.views.receipts import receipts

__all__ = ["PER_PAGE", "inbox", "preferences", "reading", "receipts"]
