"""A note of the leader to everybody with a place at a shift: sent once, counted before it is sent, few in a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from baiying.activities import locked, queries
from baiying.activities.actions import refusals, telling
from baiying.activities.models import ActivityState, Note, Shift, Signup
from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.notices import queries as messages

MOST_LETTERS = 200
# So long after a shift its people may still be written to: something was left behind, thanks.
_AFTER = timedelta(days=1)
# What is written at night is read in the morning by whoever comes so long after.
_TO_READ_IT = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who will be told: people with a place, guardians of those under age; and how many notes are left today."""

    signups: list[Signup]
    guardians: int
    left_today: int

    @property
    def people(self) -> int:
        return len(self.signups)


def is_past(shift: Shift, at: datetime) -> bool:
    """Whether the shift is over so long that nobody on it is written to any more."""
    return shift.ends_at + _AFTER <= at


def note_rings(shift: Shift, at: datetime) -> bool:
    """Whether a note goes out by text message at once, beyond the day's limit too: the shift is on or begins soon, as
    the dated rule of its area says (ReminderRules.change_rings_hours). At night only what the morning is too late for.
    """
    morning = messages.rests_until(at)
    if morning is not None and shift.starts_at >= morning + _TO_READ_IT:
        return False
    return shift.ends_at > at and bool(queries.begin_soon([shift], at))


def note_recipients(shift: Shift, at: datetime) -> Recipients:
    """What is said before the button is pressed."""
    signups = list(queries.accepted_of(shift.pk))
    given = queries.activity_rules(shift.activity.area.path, clock.local_date(at))
    sent = queries.notes_on(shift.activity_id, clock.local_date(at))
    guardians = {to.account_id for _, to in telling.guardians_of(signups, at)}
    return Recipients(signups, len(guardians), max(0, given.notes_per_day - sent))


@transaction.atomic
def send_note(*, shift_id: int, words: str, nonce: UUID, actor: Actor, at: datetime) -> Note:
    """Tell everybody who has a place at the shift, minors' guardians as well, in the app and by text message.

    `words`: 200 letters at most. Sending the same `nonce` again gives the first note and tells nobody. Refuses:
    NoteMissing, NotPublished, ShiftCalledOff, ShiftPast (a day after its end), NobodyToTell, TooManyNotes.
    """
    shift = locked.led_shift(shift_id)
    # A client's number means one act at one shift, whatever else it was used for.
    nonce = uuid5(nonce, shift.public_id)
    known = Note.objects.filter(nonce=nonce).first()
    if known is not None:
        return known
    words = words.strip()
    if not words or len(words) > MOST_LETTERS:
        raise refusals.NoteMissing
    if shift.called_off_at is not None:
        raise refusals.ShiftCalledOff
    if shift.activity.state != ActivityState.PUBLISHED:
        raise refusals.NotPublished
    if is_past(shift, at):
        raise refusals.ShiftPast
    to = note_recipients(shift, at)
    if not to.signups:
        raise refusals.NobodyToTell
    if not to.left_today:
        raise refusals.TooManyNotes
    note = Note.objects.create(
        shift=shift, words=words, nonce=nonce, told=to.people, guardians_told=to.guardians, sent_at=at,
        sent_by_id=actor.account_id,
    )  # fmt: skip
    audit.record(
        "NoteSent",
        actor=actor,
        at=at,
        subject=("shift", shift.pk),
        area_id=shift.activity.area_id,
        detail={"note": note.public_id, "told": note.told, "guardians": note.guardians_told},
    )
    values = {"title": shift.activity.title, "when": telling.when(shift), "words": words}
    text = translate("“%(title)s”（%(when)s）领队通知：%(words)s") % values
    urgent = note_rings(shift, at)
    telling.tell_groups([([s.pk for s in to.signups], text)], telling.NOTE, at, mark=note.public_id, urgent=urgent)
    return note
