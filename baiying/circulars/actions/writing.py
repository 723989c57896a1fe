"""Writing a notice: a draft that may be changed until it is sent."""

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError

from baiying.circulars import locked, queries
from baiying.circulars.actions import refusals
from baiying.circulars.models import Circular, Wording
from baiying.circulars.queries import Audience
from baiying.kit import audit
from baiying.kit.db import errors, transaction
from baiying.kit.db.fields import LENGTH
from baiying.kit.values import texts
from baiying.kit.values.actor import Actor
from baiying.places import queries as places

# Stands where a withdrawal has its reason: a deleted draft needs none.
UNSENT = "draft"


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says and asks for."""

    title: str
    text: str
    sort: str
    urgent: bool = False
    working_days: int = 0
    sign_hours: int = 0
    asks_answer: bool = False
    by_text: bool = False


def write(
    *, form_id: str, area: places.Division, words: Words, audience: Audience, actor: Actor, at: datetime
) -> Circular:
    """A new draft of the area's office. The same words by the same form and hand are the same draft; other words, from
    a page that was opened twice or gone back to, are a draft of their own and never lost.

    Refuses: PersonalNumbers (a mobile or ID number in title or text).
    """
    form_id = _press(form_id, area, words, audience, actor)
    before = queries.by_form(form_id)
    if before is not None:
        return before
    refuse_numbers(words.title, words.text)
    try:
        return _write(form_id=form_id, area=area, words=words, audience=audience, actor=actor, at=at)
    except IntegrityError as error:
        if errors.constraint_of(error) != "circulars_circular_form_id_key":
            raise
        # The other press of the same button was a moment earlier.
        found = queries.by_form(form_id)
        assert found is not None
        return found


def _press(form_id: str, area: places.Division, words: Words, audience: Audience, actor: Actor) -> str:
    """By what one press of the form is known again: the form, whose hand it was, and what was typed."""
    pressed = [form_id, area.pk, actor.account_id, asdict(words), audience.kept()]
    digest = hashlib.sha256(json.dumps(pressed, sort_keys=True, ensure_ascii=False).encode()).digest()
    return base64.b32encode(digest).decode("ascii")[:LENGTH].lower()


@transaction.atomic
def _write(
    *, form_id: str, area: places.Division, words: Words, audience: Audience, actor: Actor, at: datetime
) -> Circular:
    assert actor.account_id is not None
    row = Circular(form_id=form_id, area=area, written_at=at, written_by_id=actor.account_id)
    _take(row, words, audience)
    row.save(force_insert=True)
    Wording.objects.create(
        circular=row, number=1, title=words.title, text=words.text, made_at=at, made_by_id=actor.account_id
    )
    note("CircularWritten", row, actor, at, sort=row.sort)
    return row


def _take(row: Circular, words: Words, audience: Audience) -> None:
    row.sort, row.urgent, row.by_text = words.sort, words.urgent, words.by_text
    row.working_days, row.asks_answer = words.working_days, words.asks_answer
    row.sign_hours = words.sign_hours if row.is_signed else 0
    row.audience = audience.kept()


def refuse_numbers(title: str, text: str) -> None:
    """Refuses: PersonalNumbers."""
    if texts.names_number_of_somebody(f"{title}\n{text}"):
        raise refusals.PersonalNumbers


@transaction.atomic
def rewrite(*, circular: Circular, words: Words, audience: Audience, actor: Actor, at: datetime) -> Circular:
    """Change a draft; what had been approved must be approved again.

    Refuses: AlreadySent, Withdrawn, PersonalNumbers.
    """
    row = locked.circular(circular.pk)
    refuse_sent(row)
    refuse_numbers(words.title, words.text)
    _take(row, words, audience)
    row.asked_at = row.approved_at = row.approved_by = None
    lay_hand_on(row, actor)
    row.save()
    Wording.objects.filter(circular=row, number=1).update(
        title=words.title, text=words.text, made_at=at, made_by_id=actor.account_id or 0
    )
    note("CircularChanged", row, actor, at, sort=row.sort)
    return row


@transaction.atomic
def delete(*, circular: Circular, actor: Actor, at: datetime) -> Circular:
    """Put a draft aside; nobody had it, so nobody is told and no reason is asked. Twice is once.

    Refuses: AlreadySent (it is withdrawn, with a reason).
    """
    row = locked.circular(circular.pk)
    if row.sent_at is not None:
        raise refusals.AlreadySent
    if row.withdrawn_at is not None:
        return row
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_why = at, actor.account_id, UNSENT
    row.save(update_fields=["withdrawn_at", "withdrawn_by_id", "withdrawn_why"])
    note("CircularDeleted", row, actor, at)
    return row


@transaction.atomic
def restore(*, circular: Circular, actor: Actor, at: datetime) -> Circular:
    """Bring a deleted draft back as it was. Twice is once. Refuses: AlreadySent."""
    row = locked.circular(circular.pk)
    if row.sent_at is not None:
        raise refusals.AlreadySent
    if row.withdrawn_at is None:
        return row
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_why = None, None, ""
    row.save(update_fields=["withdrawn_at", "withdrawn_by_id", "withdrawn_why"])
    note("CircularRestored", row, actor, at)
    return row


def refuse_sent(row: Circular) -> None:
    """Refuses: AlreadySent, Withdrawn."""
    if row.withdrawn_at is not None:
        raise refusals.Withdrawn
    if row.sent_at is not None:
        raise refusals.AlreadySent


def unapprove(row: Circular, actor: Actor) -> None:
    """What somebody approved was another notice, which has had one hand more."""
    row.asked_at = row.approved_at = row.approved_by = None
    lay_hand_on(row, actor)
    row.save(update_fields=["asked_at", "approved_at", "approved_by", "hands"])


def lay_hand_on(row: Circular, actor: Actor) -> None:
    """Whoever changes a notice does not approve it, whoever wrote it first; to be saved by the caller."""
    if actor.account_id is not None and actor.account_id not in (row.written_by_id, *row.hands):
        row.hands = [*row.hands, actor.account_id]


def note(action: str, row: Circular, actor: Actor, at: datetime, **detail: object) -> None:
    """One entry of the audit about a notice."""
    audit.record(action, actor=actor, at=at, subject=("circular", row.pk), area_id=row.area_id, detail=detail)
