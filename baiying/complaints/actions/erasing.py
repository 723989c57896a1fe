"""What somebody complained of and is not answered ends with the closing of the account, as withdrawn."""

from datetime import datetime

from django.db.models import Q

from baiying.complaints.actions import telling
from baiying.complaints.models import Complaint, Outcome
from baiying.kit.db import transaction
from baiying.kit.erasing import Erased


@transaction.atomic
def erase(whom: Erased, at: datetime) -> None:
    own = Q(person_id=whom.person_id)
    if whom.account_id is not None:
        own |= Q(account_id=whom.account_id)
    for row in Complaint.objects.filter(own, ended_at__isnull=True, hearings__account__isnull=False).distinct():
        telling.hearings_over(row, at)
    Complaint.objects.filter(own, ended_at__isnull=True).update(ended_at=at, outcome=Outcome.WITHDRAWN)
    Complaint.objects.filter(own).update(contact_until=None)
