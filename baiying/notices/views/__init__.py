"""Pages of this room, by noun."""

from baiying.notices.views.chats import chat, chat_removal
from baiying.notices.views.inbox import PER_PAGE, inbox, reading
from baiying.notices.views.preferences import mail, mail_codes, mail_copies, mail_proof, mail_removal, preferences
from baiying.notices.views.receipts import receipts

__all__ = [
    "PER_PAGE",
    "chat",
    "chat_removal",
    "inbox",
    "mail",
    "mail_codes",
    "mail_copies",
    "mail_proof",
    "mail_removal",
    "preferences",
    "reading",
    "receipts",
]
