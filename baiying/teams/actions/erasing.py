"""Memberships and offices end with the closing of an account."""

from datetime import datetime

from baiying.kit.db import transaction
from baiying.kit.erasing import Erased
from baiying.teams.models import Membership, Office


@transaction.atomic
def erase(whom: Erased, at: datetime) -> None:
    Membership.objects.filter(person_id=whom.person_id, left_at__isnull=True, refused_at__isnull=True).update(
        left_at=at
    )
    Office.objects.filter(account_id=whom.account_id or 0, ends_at__isnull=True).update(ends_at=at)
