"""Pages of this room, by noun."""

from baiying.notices.views.chats import chat, chat_removal
from baiying.notices.views.inbox import PER_PAGE, inbox, own_copy, reading
from baiying.notices.views.off import off, texts_again
from baiying.notices.views.preferences import mail, mail_codes, mail_copies, mail_proof, mail_removal, preferences
from baiying.notices.views.receipts import receipts, texts

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
    "off",
    "own_copy",
    "preferences",
    "reading",
    "receipts",
    "texts",
    "texts_again",
]
