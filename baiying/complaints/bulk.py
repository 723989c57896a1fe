"""Set-based loading of complaints."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from baiying.complaints import rules
from baiying.complaints.models import Addressee
from baiying.complaints.models import Complaint as Complaint
from baiying.kit import sealed
from baiying.kit.db import copying
from baiying.kit.db.fields import new_public_id
from baiying.kit.values import identifiers


@dataclass(slots=True)
class ComplaintRow:
    """`name` and `phone` are given in the clear to `complaint` and stand sealed in the table."""

    kind: str
    words: str
    area_id: int
    filed_at: datetime
    first_due_on: date
    due_on: date
    about: str = ""
    addressee: str = Addressee.OFFICE
    about_office: bool = False
    path: str = ""
    title: str = ""
    account_id: int | None = None
    person_id: int | None = None
    name_sealed: bytes | None = None
    name_mask: str = ""
    phone_sealed: bytes | None = None
    phone_mask: str = ""
    text_me: bool = False
    taken_up_at: datetime | None = None
    taken_up_by_id: int | None = None
    ended_at: datetime | None = None
    ended_by_id: int | None = None
    outcome: str = ""
    answer: str = ""
    referred_to: str = ""
    contact_until: datetime | None = None
    contact_emptied_at: datetime | None = None
    said_key: str = ""
    public_id: str = field(default_factory=new_public_id)
    form_id: str = field(default_factory=new_public_id)
    id: int = 0

    def __post_init__(self) -> None:
        self.said_key = rules.said_key(f"{self.about} {self.words}")


def sealed_contact(row: ComplaintRow, *, name: str = "", phone: str = "") -> ComplaintRow:
    """The row with name and telephone of whoever complained, sealed and masked."""
    if name:
        row.name_mask = identifiers.mask_name(name)
        row.name_sealed = sealed.seal(name, at=sealed.Place(Complaint._meta.db_table, row.public_id, "name_sealed"))
    if phone:
        row.phone_mask = identifiers.mask_phone(phone)
        row.phone_sealed = sealed.seal(phone, at=sealed.Place(Complaint._meta.db_table, row.public_id, "phone_sealed"))
    return row


def add_complaints(rows: Sequence[ComplaintRow]) -> Sequence[ComplaintRow]:
    return copying.add(Complaint, rows)
