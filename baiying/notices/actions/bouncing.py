"""What bounces belongs to an address, not to its reader (N11); so does an account that does not follow (N22)."""

from datetime import datetime

from baiying.notices import senders
from baiying.notices.models import ChatAccount, MailAddress, Message


def leave_alone(row: Message, at: datetime, reason: str) -> None:
    """Write no more to the address that a message went to, until its reader proves, or binds, it again.

    A reader who changed it meanwhile has another, which goes on; so has everybody else. A phone is never left alone.
    """
    if row.channel == senders.MAIL:
        alive = MailAddress.objects.filter(address_hash=row.address_hash, failed_at__isnull=True)
        alive.update(failed_at=at, failure=reason[:200])
    elif row.channel in senders.CHATS:
        follows = ChatAccount.objects.filter(lane=row.channel, account_hash=row.address_hash, refused_at__isnull=True)
        follows.update(refused_at=at, failure=reason[:200])
