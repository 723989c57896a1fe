"""With the closing of an account memberships, offices and applications end; a body left alone is kept from above."""

from datetime import datetime

from baiying.kit.db import transaction
from baiying.kit.erasing import Erased
from baiying.teams import locked
from baiying.teams.actions import keeping
from baiying.teams.models import Application, ApplicationOutcome, KeptWhy, Membership, Office, OfficeKind


@transaction.atomic
def erase(whom: Erased, at: datetime) -> None:
    own = Office.objects.filter(account_id=whom.account_id or 0, ends_at__isnull=True)
    accepted = own.filter(kind=OfficeKind.UNIT_ADMIN, accepted_at__isnull=False)
    body_ids = sorted(set(accepted.values_list("body_id", flat=True)))
    open_ids = [body.pk for body in map(locked.body, body_ids) if body.closed_at is None]
    own.update(ends_at=at)
    keeping.keep_if_alone(open_ids, KeptWhy.ERASED, at)
    waiting = Application.objects.filter(account_id=whom.account_id or 0, outcome="")
    waiting.update(outcome=ApplicationOutcome.WITHDRAWN, decided_at=at)
    live = Membership.objects.filter(person_id=whom.person_id, left_at__isnull=True, refused_at__isnull=True)
    live.update(left_at=at)
