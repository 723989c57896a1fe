"""One row of everything in this room, so that every address can be tried by everybody."""

from datetime import datetime, timedelta

import pyotp

from baiying.accounts import actions, list_keeping
from baiying.accounts.list_models import AppointmentInvitation, AppointmentList, SuccessorNote
from baiying.accounts.models import Appointment, Session
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import Actor
from baiying.places.models import Division
from tests.walks.doors import Stage


def _of_lists(at: datetime) -> tuple[AppointmentList, AppointmentInvitation, SuccessorNote]:
    """A list that was sent by an office of nobody here, with an invitation, and a note of a term that has ended."""
    area = Division.objects.filter(level="village").order_by("pk").first()
    listing = AppointmentList.objects.create(
        form_id=new_public_id(), role="county_office", title="名单", made_at=at, made_by_id=1, sent_at=at,
        sent_by_id=1, finished_at=at, emptied_at=at, outcome={"fates": {}, "left_out": 0, "refused": []},
    )  # fmt: skip
    invitation = AppointmentInvitation(
        listing=listing, role="place_staff", area=area, phone_hash=b"h", made_at=at, ends_at=at + timedelta(days=30)
    )
    list_keeping.seal_who(invitation, "19900000777", "新人")
    invitation.save()
    ended = Appointment.objects.create(
        account=builders.account(), role="place_staff", area=area, starts_at=at - timedelta(days=9), ends_at=at,
        accepted_at=at - timedelta(days=9), accepted_because="asked",
    )  # fmt: skip
    note = SuccessorNote.objects.create(form_id=new_public_id(), appointment=ended, words="还差一张", left_at=at)
    return listing, invitation, note


def samples(stage: Stage) -> dict[str, str]:
    appointment = stage.cast["clerk"].appointment
    assert appointment is not None
    volunteer = stage.cast["volunteer"].account
    at = clock.now() - timedelta(days=2)
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    added = actions.add_totp(
        account_id=volunteer.pk, secret=secret, code=pyotp.TOTP(secret).at(at), label="手机", actor=Actor(), at=at
    )
    listing, invitation, note = _of_lists(at)
    return {
        "session_pid": Session.objects.create(account=volunteer, epoch=0, began_at=at, seen_at=at).public_id,
        "factor_pid": added.factor.public_id,
        "list_pid": listing.public_id,
        "invited_pid": invitation.public_id,
        "left_note_pid": note.public_id,
        "account_pid": stage.cast["volunteer"].account.public_id,
        "appointment_pid": appointment.public_id,
        "token": "abcdefghijklmnop",
    }
