"""Whoever is erased stands as the contact of no activity any more."""

from datetime import datetime

from baiying.activities.models import Activity
from baiying.kit.db import transaction
from baiying.kit.erasing import Erased, scrubbed


@transaction.atomic
def erase(whom: Erased, at: datetime) -> None:
    """Of the activities that the account led: name and telephone of the contact, where they are the own ones."""
    if whom.account_id is None:
        return
    for row in Activity.objects.filter(leader_id=whom.account_id).order_by("pk"):
        if row.contact_phone in whom.numbers or row.contact_name in whom.names:
            row.contact_name = scrubbed(row.contact_name, whom)
            row.contact_phone = ""
            row.save(update_fields=["contact_name", "contact_phone_sealed"])
