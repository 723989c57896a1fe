"""An objection that nobody has answered ends with the closing of the account."""

from datetime import datetime

from baiying.hours.models import Objection
from baiying.kit.db import transaction
from baiying.kit.erasing import Erased


@transaction.atomic
def erase(whom: Erased, at: datetime) -> None:
    waiting = Objection.objects.filter(person_id=whom.person_id, answered_at__isnull=True, withdrawn_at__isnull=True)
    waiting.update(withdrawn_at=at)
