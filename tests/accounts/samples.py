"""One row of everything in this room, so that every address can be tried by everybody."""

from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    appointment = stage.cast["clerk"].appointment
    assert appointment is not None
    return {
        "account_pid": stage.cast["volunteer"].account.public_id,
        "appointment_pid": appointment.public_id,
        "token": "abcdefghijklmnop",
    }
