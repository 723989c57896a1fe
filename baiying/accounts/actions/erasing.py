"""The end of an account: no way in, no session, nothing by which its phone is found."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db.models import F

from baiying.accounts.models import Account, Appointment, Identity, Lock, LogInAttempt, LogInCode
from baiying.kit.db import offered, transaction
from baiying.kit.erasing import Erased


@transaction.atomic
def erase(whom: Erased, at: datetime) -> None:
    """End sessions, password and what waits for an answer; delete codes, tries and locks of phones that are nobody
    else's way in."""
    own_id = whom.account_id or 0
    Account.objects.filter(pk=own_id).update(
        closed_at=at, password=make_password(None), last_login=None, session_epoch=F("session_epoch") + 1
    )
    ending = set(Appointment.objects.filter(offered.given(at), account_id=own_id).values_list("pk", flat=True))
    while ending:
        Appointment.objects.filter(pk__in=ending).update(ends_at=at)
        # Whoever stands in for what has ended, however far it was passed on.
        rows = Appointment.objects.filter(offered.given(at), stands_in_for__in=ending)
        ending = set(rows.values_list("pk", flat=True))
    shared = Identity.objects.filter(subject_hash__in=whom.phone_hashes, ended_at__isnull=True)
    others = {bytes(one) for one in shared.exclude(account_id=own_id).values_list("subject_hash", flat=True)}
    own = [one for one in whom.phone_hashes if one not in others]
    for model in (LogInCode, LogInAttempt, Lock):
        model._default_manager.filter(phone_hash__in=own).delete()
