"""One row of everything in this room, so that every address can be tried by everybody."""

from datetime import timedelta

import pyotp

from baiying.accounts import actions
from baiying.accounts.models import Session
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    appointment = stage.cast["clerk"].appointment
    assert appointment is not None
    volunteer = stage.cast["volunteer"].account
    at = clock.now() - timedelta(days=2)
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    added = actions.add_totp(
        account_id=volunteer.pk, secret=secret, code=pyotp.TOTP(secret).at(at), label="手机", actor=Actor(), at=at
    )
    return {
        "session_pid": Session.objects.create(account=volunteer, epoch=0, began_at=at, seen_at=at).public_id,
        "factor_pid": added.factor.public_id,
        "account_pid": stage.cast["volunteer"].account.public_id,
        "appointment_pid": appointment.public_id,
        "token": "abcdefghijklmnop",
    }
