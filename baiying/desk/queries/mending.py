"""What was given up and may be sent once more, to the number that its reader has by now."""

from collections.abc import Mapping, Sequence

from baiying.kit.values import identifiers
from baiying.notices import queries as notices
from baiying.notices.queries import Message
from baiying.people import queries as people


def new_phones(rows: Sequence[Message]) -> Mapping[int, str]:
    """By message the phone that its reader has now, of those written to another. To send to, never to show."""
    texts = [row for row in rows if row.channel == "sms" and row.inbox and row.failed_at is not None]
    phones = people.phones_of_inboxes({row.inbox for row in texts})
    return {row.id: phone for row in texts if (phone := phones.get(row.inbox)) and _is_other(row, phone)}


def _is_other(row: Message, phone: str) -> bool:
    """A number that left its reader is none to write to, also while a record still holds it."""
    return bytes(row.address_hash or b"") != notices.phone_hash(phone)


def mask(phone: str) -> str:
    return identifiers.mask_phone(phone)
