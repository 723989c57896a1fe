"""What bounces belongs to an address, not to its reader (N11)."""

from datetime import datetime

from baiying.notices.models import MailAddress, Message


def leave_alone(row: Message, at: datetime, reason: str) -> None:
    """Write no more to the address that a mail went to, until its reader proves it again.

    A reader who changed it meanwhile has another, which goes on; so has everybody else.
    """
    alive = MailAddress.objects.filter(address_hash=row.address_hash, failed_at__isnull=True)
    alive.update(failed_at=at, failure=reason[:200])
