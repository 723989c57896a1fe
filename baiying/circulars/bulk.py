"""Set-based loading of notices that went down: for the invented city and for tests."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from baiying.circulars import rules
from baiying.circulars.models import Attachment, Box, Mailing, Recipient, Signature, Wording
from baiying.circulars.models import Circular as Circular
from baiying.circulars.queries import Audience
from baiying.kit import sealed
from baiying.kit.db import copying
from baiying.kit.db.fields import new_public_id


@dataclass(slots=True)
class CircularRow:
    area_id: int
    sort: str
    written_at: datetime
    written_by_id: int
    audience: Mapping[str, Any]
    urgent: bool = False
    asks_answer: bool = False
    working_days: int = 0
    sign_hours: int = 0
    asked_at: datetime | None = None
    approved_at: datetime | None = None
    approved_by_id: int | None = None
    sent_at: datetime | None = None
    due_on: date | None = None
    public_id: str = field(default_factory=new_public_id)
    form_id: str = field(default_factory=new_public_id)
    id: int = 0


@dataclass(slots=True)
class WordingRow:
    circular_id: int
    number: int
    title: str
    text: str
    made_at: datetime
    made_by_id: int
    changed: str = ""
    signs_anew: bool = True
    id: int = 0


@dataclass(slots=True)
class BoxRow:
    circular_id: int
    area_id: int
    name: str
    made_at: datetime
    told_at: datetime | None
    told_number: int = 1
    asked_number: int = 0
    sign_by: datetime | None = None
    due_on: date | None = None
    above_id: int | None = None
    body_id: int | None = None
    team_id: int | None = None
    signed_number: int = 0
    answered_at: datetime | None = None
    answered_by_id: int | None = None
    done: bool | None = None
    done_on: date | None = None
    remark: str = ""
    public_id: str = field(default_factory=new_public_id)
    id: int = 0


@dataclass(slots=True)
class SignatureRow:
    box_id: int
    number: int
    at: datetime
    read_at: datetime
    account_id: int
    name: str
    deputy: bool = False
    id: int = 0


@dataclass(slots=True)
class MailingRow:
    circular_id: int
    number: int
    asked_at: datetime
    starts_at: datetime
    chosen_at: datetime | None = None
    chosen: int = 0
    to_told: bool = False
    ended_at: datetime | None = None
    id: int = 0


@dataclass(slots=True)
class RecipientRow:
    mailing_id: int
    account_id: int | None
    person_id: int | None
    told_at: datetime | None
    box_ids: list[int] = field(default_factory=list)
    above_ids: list[int] = field(default_factory=list)
    id: int = 0


def audience(**ticked: Any) -> dict[str, Any]:
    """An audience as the table keeps it."""
    return Audience(**ticked).kept()


def add_circulars(rows: Sequence[CircularRow]) -> Sequence[CircularRow]:
    return copying.add(Circular, rows)


def add_wordings(rows: Sequence[WordingRow]) -> Sequence[WordingRow]:
    return copying.add(Wording, rows)


def add_boxes(rows: Sequence[BoxRow]) -> Sequence[BoxRow]:
    return copying.add(Box, rows)


def add_signatures(rows: Sequence[SignatureRow]) -> Sequence[SignatureRow]:
    return copying.add(Signature, rows)


def add_mailings(rows: Sequence[MailingRow]) -> Sequence[MailingRow]:
    return copying.add(Mailing, rows)


def add_recipients(rows: Sequence[RecipientRow]) -> Sequence[RecipientRow]:
    return copying.add(Recipient, rows)


def add_file(circular_id: int, name: str, content: bytes, at: datetime) -> Attachment:
    """A file of text that goes along."""
    row = Attachment(
        circular_id=circular_id, name=name, kind="txt", size=len(content), sha256=hashlib.sha256(content).hexdigest(),
        looked=True, added_at=at,
    )  # fmt: skip
    text = base64.b64encode(content).decode("ascii")
    row.content_sealed = sealed.seal(text, at=sealed.Place.of(row, "content_sealed"))
    row.save(force_insert=True)
    return row


def sign_by(at: datetime, hours: int) -> datetime:
    """As the rules say it."""
    return rules.sign_by(at, hours)
