"""Notes for a successor: left by whoever's term ended over an open form, taken up by the office that goes on."""

from datetime import datetime

from baiying.accounts import locked
from baiying.accounts.list_models import SuccessorNote
from baiying.accounts.models import Appointment
from baiying.kit import audit
from baiying.kit.db import offered, transaction
from baiying.kit.values.actor import Actor


@transaction.atomic
def leave_note(*, appointment: Appointment, words: str, form_id: str, actor: Actor, at: datetime) -> SuccessorNote:
    """Leave words for whoever goes on with an appointment of one's own that has ended; the same form leaves one note.

    The form has refused numbers of people. Refuses: NotYours.
    """
    row = locked.appointment(appointment.pk)
    if row.account_id != actor.account_id or row.accepted_at is None or not offered.has_ended(row, at):
        raise offered.NotYours
    before = SuccessorNote.objects.filter(form_id=form_id, appointment=row).first()
    if before is not None:
        return before
    made = SuccessorNote.objects.create(appointment=row, words=words, form_id=form_id, left_at=at)
    audit.record("SuccessorNoteLeft", actor=actor, at=at, subject=("appointment", row.pk), area_id=row.area_id)
    return made


@transaction.atomic
def finish_note(*, note: SuccessorNote, actor: Actor, at: datetime) -> SuccessorNote:
    """Somebody of the office has taken it up. Twice is once."""
    locked.appointment(note.appointment_id)
    row = SuccessorNote.objects.get(pk=note.pk)
    if row.done_at is not None:
        return row
    row.done_at, row.done_by_id = at, actor.account_id
    row.save(update_fields=["done_at", "done_by_id"])
    about = ("appointment", row.appointment_id)
    audit.record("SuccessorNoteTaken", actor=actor, at=at, subject=about, area_id=note.appointment.area_id)
    return row
