"""Where readers are written to by mail."""

from collections.abc import Collection

from django.conf import settings
from django.db.models import QuerySet

from baiying.kit import sealed
from baiying.notices import senders
from baiying.notices.models import MailAddress, Message


def mail_hash(address: str) -> bytes:
    """The keyed hash by which what went to a mail address is found; capitals make no other address."""
    return sealed.lookup("mail", address.lower())


def mail_is_on() -> bool:
    return senders.is_on(senders.MAIL)


def test_address() -> str:
    """Where a mail goes that tries the way: to the box that all mail comes from, which is the operator's own."""
    return str(settings.SMTP_ACCOUNT["sender"]) if mail_is_on() else ""


def mail_address_of(inbox: str) -> MailAddress | None:
    return MailAddress.objects.filter(inbox=inbox).exclude(inbox="").first()


def refusing_address_of(inbox: str) -> str:
    """The reader's address as it is shown, if it takes nothing any more; else empty."""
    row = mail_address_of(inbox) if mail_is_on() else None
    return row.address_mask if row is not None and row.failed_at is not None else ""


def _good() -> QuerySet[MailAddress]:
    """Those whose code came back and that do not refuse."""
    return MailAddress.objects.filter(confirmed_at__isnull=False, failed_at__isnull=True)


def address_of(row: MailAddress) -> str:
    """The address itself, to send to and never to show."""
    return sealed.open_sealed(row.address_sealed, at=sealed.Place.of(row, "address_sealed"))


def takes_mail(row: Message) -> bool:
    """Whether a mail's reader is still written to at its address, as at the moment of writing.

    Not asked of a code, which proves the address, nor of what whoever operates sends to the own box to try the way.
    """
    if row.secret_until is not None or not row.inbox:
        return True
    return _good().filter(inbox=row.inbox, address_hash=row.address_hash).exists()


def copied_to(inboxes: Collection[str]) -> dict[str, MailAddress]:
    """The addresses of those readers who want every text message by mail too."""
    if not mail_is_on():
        return {}
    return {row.inbox: row for row in _good().filter(inbox__in=set(inboxes) - {""}, copies=True)}


def fallback_for(inbox: str) -> MailAddress | None:
    """Where a reader gets by mail what did not leave as a text message."""
    return _good().filter(inbox=inbox).exclude(inbox="").first() if mail_is_on() else None
