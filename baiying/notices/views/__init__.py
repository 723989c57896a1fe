"""Pages of this room, by noun."""

from baiying.notices.views.inbox import PER_PAGE, inbox
from baiying.notices.views.preferences import preferences

__all__ = ["PER_PAGE", "inbox", "preferences"]
