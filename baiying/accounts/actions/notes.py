"""Notes for a successor: left by whoever's term ended over an open form, taken up by the office that goes on."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts import locked, rules
from baiying.accounts.list_models import SuccessorNote
from baiying.accounts.models import Appointment
from baiying.kit import audit
from baiying.kit import locked as forms_locked
from baiying.kit.db import offered, transaction
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor


class NoteTooLate(Refused):
    code = "note_too_late"
    sentence = _("任职结束已经超过 30 天，不再收留言。要交代的，请直接联系接任的部门。")
    field = "words"
    status = 422


@transaction.atomic
def leave_note(*, appointment: Appointment, words: str, form_id: str, actor: Actor, at: datetime) -> SuccessorNote:
    """Leave words for whoever goes on with an appointment of one's own that has ended; the same form leaves one note.

    The form has refused numbers of people. Refuses: NotYours, NoteTooLate.
    """
    forms_locked.form(form_id)
    row = locked.appointment(appointment.pk)
    if row.account_id != actor.account_id or row.accepted_at is None or not offered.has_ended(row, at):
        raise offered.NotYours
    if not rules.may_leave_note(row.ends_at, at):
        raise NoteTooLate
    waiting = SuccessorNote.objects.filter(appointment=row)
    before = waiting.filter(form_id=form_id).first() or waiting.filter(words=words, done_at=None).first()
    if before is not None:
        return before
    if SuccessorNote.objects.filter(form_id=form_id).exists():
        # The same form was left for another of the own terms before: these words are kept all the same.
        form_id = new_public_id()
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
