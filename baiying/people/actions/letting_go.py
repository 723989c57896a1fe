"""What is shut to who answers for somebody no more."""

from collections.abc import Iterable
from datetime import datetime

from baiying.notices import actions as notices
from baiying.people import queries
from baiying.people.models import Guardianship, Person


def shut_messages(*, ward: Person, account_ids: Iterable[int], at: datetime) -> int:
    """Messages of a ward to former guardians are read no more, and what waits to leave does not; gives how many."""
    inboxes = [queries.inbox_of_account(account_id) for account_id in sorted(set(account_ids))]
    return notices.shut_about(inboxes=inboxes, about=ward.public_id, at=at)


def of_age(*, ward: Person, at: datetime) -> int:
    """Whoever is of age decides alone: no guardian reads of them from that midnight on (Civil Code art. 17)."""
    rows = Guardianship.objects.filter(ward=ward, guardian_account__isnull=False)
    ids = [pk for pk in rows.values_list("guardian_account_id", flat=True) if pk is not None]
    return shut_messages(ward=ward, account_ids=ids, at=at)
