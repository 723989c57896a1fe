"""Whom a complaint is about is heard: asked by the office in its own words, and never told who complained (U36)."""

from datetime import datetime

from baiying.complaints import queries, rules
from baiying.complaints.actions import refusals, telling
from baiying.complaints.actions.deciding import refuse_own
from baiying.complaints.locked import complaint as lock
from baiying.complaints.models import Complaint, Concern, Hearing, Step, StepKind
from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.places import queries as places


@transaction.atomic
def ask_to_speak(*, complaint: Complaint, who: str, words: str, actor: Actor, at: datetime) -> Hearing:
    """Ask one of those whom it is about (`who`: the public id of the account) to say something within some days.

    The same again while it waits is one. Refuses: AlreadyEnded, ConcernsYou, NotToBeAsked, AskedAlready (with other
    words), NamesWhoComplained, WordsMissing.
    """
    row = _open(complaint, actor, at)
    words = _checked(row, words)
    asked = next((one for one in queries.may_be_heard(row, actor, at) if one.public_id == who), None)
    if asked is None:
        raise refusals.NotToBeAsked
    waits = Hearing.objects.filter(complaint=row, account_id=asked.account_id, answered_at__isnull=True).first()
    if waits is not None:
        if waits.words != words:
            raise refusals.AskedAlready
        return waits
    given = queries.complaint_rules(row.area.path, clock.local_date(row.filed_at))
    due_on, _known = places.working_day_after(clock.local_date(at), given.hearing_working_days)
    made = Hearing.objects.create(
        complaint=row, account_id=asked.account_id, words=words, asked_at=at, asked_by_id=actor.account_id or 0,
        due_on=due_on,
    )  # fmt: skip
    # From now on it is about this account, also under another name: it never has it before it.
    Concern.objects.update_or_create(complaint=row, account_id=asked.account_id, defaults={"stood_aside_at": None})
    _note(row, actor, at)
    telling.asked_to_speak(row, made, at)
    return made


@transaction.atomic
def note_hearing(*, complaint: Complaint, heard: str, words: str, answer: str, actor: Actor, at: datetime) -> Hearing:
    """Write down what somebody said in talk or on the telephone. The same again is one.

    Refuses: AlreadyEnded, ConcernsYou, WordsMissing.
    """
    row = _open(complaint, actor, at)
    said = {"heard": heard.strip(), "words": words.strip(), "answer": answer.strip()}
    for field, text in said.items():
        if not text:
            raise refusals.WordsMissing(field=field)
    before = Hearing.objects.filter(complaint=row, account__isnull=True, **said).first()
    if before is not None:
        return before
    made = Hearing.objects.create(
        complaint=row, asked_at=at, asked_by_id=actor.account_id or 0, due_on=clock.local_date(at), answered_at=at,
        **said,
    )  # fmt: skip
    _note(row, actor, at)
    return made


@transaction.atomic
def speak(*, hearing: Hearing, words: str, actor: Actor, at: datetime) -> Hearing:
    """Say something about it, once, while nobody has answered the complaint. The same again changes nothing.

    Refuses: AlreadyEnded, SaidAlready, WordsMissing.
    """
    row = lock(hearing.complaint_id)
    asked = Hearing.objects.get(pk=hearing.pk)
    if asked.answered_at is not None:
        if asked.answer != words.strip():
            raise refusals.SaidAlready
        return asked
    if row.ended_at is not None:
        raise refusals.AlreadyEnded
    if not words.strip():
        raise refusals.WordsMissing
    asked.answer, asked.answered_at = words.strip(), at
    asked.save(update_fields=["answer", "answered_at"])
    audit.record("ComplaintHeard", actor=actor, at=at, subject=("complaint", row.pk), area_id=row.area_id)
    telling.spoken(row, asked, at)
    return asked


def _open(complaint: Complaint, actor: Actor, at: datetime) -> Complaint:
    row = lock(complaint.pk)
    refuse_own(row, actor, at)
    if row.ended_at is not None:
        raise refusals.AlreadyEnded
    return row


def _checked(row: Complaint, words: str) -> str:
    """The office's own words, which tell nobody who complained."""
    if not words.strip():
        raise refusals.WordsMissing
    if rules.names_who(words, queries.known_as(row)):
        raise refusals.NamesWhoComplained
    return words.strip()


def _note(row: Complaint, actor: Actor, at: datetime) -> None:
    """Whoever complained reads that somebody was heard, neither who nor what."""
    Step.objects.create(
        complaint=row, kind=StepKind.HEARING, words="", area=row.area, at=at, by_id=actor.account_id or 0
    )
    audit.record("ComplaintHearingAsked", actor=actor, at=at, subject=("complaint", row.pk), area_id=row.area_id)
