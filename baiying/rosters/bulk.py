"""Set-based loading of rosters and invitations: for the invented city and for tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from baiying.kit.db import copying
from baiying.kit.db.fields import new_public_id, random_letters
from baiying.people import queries as people
from baiying.rosters import keeping, rules
from baiying.rosters.models import Drive as Drive
from baiying.rosters.models import DriveSource as DriveSource
from baiying.rosters.models import Invitation as Invitation
from baiying.rosters.models import Paper as Paper
from baiying.rosters.models import Roster as Roster
from baiying.rosters.rules import inviting
from baiying.rosters.rules.checking import Line as Line


@dataclass(slots=True)
class RosterRow:
    """A roster that was sent: its lines have become invitations."""

    area_id: int
    title: str
    made_at: datetime
    made_by_id: int
    total: int
    body_id: int | None = None
    team_id: int | None = None
    choices: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    outcome: dict[str, Any] = field(default_factory=dict)
    sent_at: datetime | None = None
    sent_by_id: int | None = None
    finished_at: datetime | None = None
    emptied_at: datetime | None = None
    done: int = 0
    public_id: str = field(default_factory=new_public_id)
    form_id: str = field(default_factory=new_public_id)
    id: int = 0

    def __post_init__(self) -> None:
        self.sent_at = self.finished_at = self.emptied_at = self.made_at
        self.sent_by_id, self.done = self.made_by_id, self.total


@dataclass(slots=True)
class InvitationRow:
    roster_id: int
    kind: str
    owner: str
    line: int
    line_hash: bytes
    number_hash: bytes | None
    phone_hash: bytes | None
    name_mask: str
    group: str
    leader: bool
    made_at: datetime
    ends_at: datetime
    who_sealed: bytes | None = None
    texted_at: datetime | None = None
    accepted_at: datetime | None = None
    person_id: int | None = None
    public_id: str = field(default_factory=new_public_id)
    id: int = 0


@dataclass(slots=True)
class PaperRow:
    """A consent on paper that was read in, of a child that has not registered yet."""

    invitation_id: int
    version: str
    relation: str
    answers: dict[str, bool]
    signed_at: datetime
    read_at: datetime
    read_by_id: int
    who_sealed: bytes = b""
    effect: str = ""
    scan_kind: str = ""
    scan_sealed: bytes | None = None
    public_id: str = field(default_factory=new_public_id)
    form_id: str = field(default_factory=new_public_id)
    id: int = 0

    def __post_init__(self) -> None:
        self.who_sealed = keeping.sealed_signer(self.public_id, "王桂英", "19900030001")


def sent(lines: Sequence[Line], **about: Any) -> RosterRow:
    """A roster of these lines, all of them new."""
    groups: dict[str, list[int]] = {}
    for line in lines:
        groups.setdefault(line.group, [0, 0])[0] += 1
    fates = dict.fromkeys(inviting.FATES, 0) | {inviting.INVITED: len(lines)}
    leaders = [sum(line.leader for line in lines), 0]
    row = RosterRow(total=len(lines), **about)
    row.outcome = {"fates": fates, "before": fates, "groups": groups, "leaders": leaders, "by_text": True}
    return row


def invitation(roster: RosterRow, line: Line) -> InvitationRow:
    """An invitation that nobody has answered yet, sealed under its own id."""
    owner = f"body:{roster.body_id}" if roster.body_id is not None else f"area:{roster.area_id}"
    row = InvitationRow(
        roster_id=roster.id,
        kind="register",
        owner=owner,
        line=line.number,
        line_hash=keeping.line_hash(line),
        number_hash=people.number_hash(line.id_type, line.id_number) if line.id_number else None,
        phone_hash=people.phone_hash(line.reached_at) if line.reached_at else None,
        name_mask=inviting.greeting(line.name, unsure=line.unsure),
        group=line.group,
        leader=line.leader,
        made_at=roster.made_at,
        ends_at=roster.made_at + timedelta(days=rules.RosterRules().open_days),
        texted_at=roster.made_at,
    )
    row.who_sealed = keeping.sealed_who(row.public_id, line, random_letters(inviting.WORD_LETTERS))
    return row


def add_rosters(rows: Sequence[RosterRow]) -> Sequence[RosterRow]:
    return copying.add(Roster, rows)


@dataclass(slots=True)
class DriveRow:
    """An open drive that goes on."""

    area_id: int
    title: str
    ends_on: date
    made_at: datetime
    made_by_id: int
    body_id: int | None = None
    team_id: int | None = None
    words: str = ""
    public_id: str = field(default_factory=new_public_id)
    form_id: str = field(default_factory=new_public_id)
    id: int = 0


@dataclass(slots=True)
class SourceRow:
    drive_id: int
    name: str
    public_id: str = field(default_factory=new_public_id)
    id: int = 0


def add_drives(rows: Sequence[DriveRow]) -> Sequence[DriveRow]:
    return copying.add(Drive, rows)


def add_sources(rows: Sequence[SourceRow]) -> Sequence[SourceRow]:
    return copying.add(DriveSource, rows)


def add_papers(rows: Sequence[PaperRow]) -> Sequence[PaperRow]:
    return copying.add(Paper, rows)


def add_invitations(rows: Sequence[InvitationRow]) -> Sequence[InvitationRow]:
    return copying.add(Invitation, rows)
