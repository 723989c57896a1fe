"""Set-based loading of attendance, proposals, objections and the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from baiying.hours.models import Attendance as Attendance
from baiying.hours.models import HourEntry as HourEntry
from baiying.hours.models import Objection as Objection
from baiying.hours.models import Proposal as Proposal
from baiying.hours.models import ShiftRecord as ShiftRecord
from baiying.kit.db import copying

Reason = list[dict[str, Any]]


@dataclass(slots=True)
class AttendanceRow:
    person_id: int
    shift_id: int
    signup_id: int | None
    checked_in_at: datetime
    in_source: str
    in_by_id: int | None
    county_id: int | None = None
    walk_in: bool = False
    checked_out_at: datetime | None = None
    out_source: str = ""
    out_by_id: int | None = None
    forced_out_at: datetime | None = None
    settled_at: datetime | None = None
    reason: Reason = field(default_factory=list)
    led_by_id: int | None = None
    id: int = 0


@dataclass(slots=True)
class ProposalRow:
    attendance_id: int
    minutes: int
    source: str
    tier: str
    served_on: date
    starts_at: datetime
    ends_at: datetime
    proposed_at: datetime
    due_on: date
    part: str = "whole"
    reason: Reason = field(default_factory=list)
    words: str = ""
    proposed_by_id: int | None = None
    leader_id: int | None = None
    beneficiary_id: int | None = None
    approved_at: datetime | None = None
    refused_at: datetime | None = None
    decided_by_id: int | None = None
    decision_words: str = ""
    batch_id: int | None = None
    returned: str = ""
    id: int = 0


@dataclass(slots=True)
class EntryRow:
    """A line of the ledger; everything frozen is said by the caller."""

    served_on: date
    unique_source: str
    person_id: int
    minutes: int
    source: str
    tier: str
    starts_at: datetime
    ends_at: datetime
    residence_id: int
    service_area_id: int
    area_id: int
    posted_at: datetime
    public_id: str = ""
    attendance_id: int | None = None
    proposal_id: int | None = None
    reversal_of: int | None = None
    site_id: int | None = None
    body_id: int | None = None
    team_id: int | None = None
    activity_id: int | None = None
    shift_id: int | None = None
    post_id: int | None = None
    project_id: int | None = None
    order_id: int | None = None
    callout_id: int | None = None
    batch_id: int | None = None
    counting_id: int | None = None
    county_id: int | None = None
    category: str = ""
    age_band: str = ""
    rule_set_id: int | None = None
    reason: Reason = field(default_factory=list)
    recorded_by_id: int | None = None
    approved_by_id: int | None = None
    id: int = 0


@dataclass(slots=True)
class ObjectionRow:
    person_id: int
    words: str
    filed_at: datetime
    due_on: date
    attendance_id: int | None = None
    entry_id: int | None = None
    shift_id: int | None = None
    answered_at: datetime | None = None
    answered_by_id: int | None = None
    upheld: bool | None = None
    answer: str = ""
    id: int = 0


@dataclass(slots=True)
class ShiftRecordRow:
    shift_id: int
    completed_at: datetime
    completed_by_id: int | None
    absent: int = 0
    words: str = ""
    id: int = 0


def add_attendances(rows: Sequence[AttendanceRow]) -> Sequence[AttendanceRow]:
    return copying.add(Attendance, rows, together="person_id")


def add_proposals(rows: Sequence[ProposalRow]) -> Sequence[ProposalRow]:
    return copying.add(Proposal, rows)


def add_entries(rows: Sequence[EntryRow]) -> Sequence[EntryRow]:
    for row, public_id in zip(rows, copying.public_ids(len(rows)), strict=True):
        row.public_id = row.public_id or public_id
    return copying.add(HourEntry, rows, together="person_id")


def add_objections(rows: Sequence[ObjectionRow]) -> Sequence[ObjectionRow]:
    return copying.add(Objection, rows)


def add_shift_records(rows: Sequence[ShiftRecordRow]) -> Sequence[ShiftRecordRow]:
    return copying.add(ShiftRecord, rows)
