"""What this room announces. Ids only: a listener that needs more asks the queries."""

from dataclasses import dataclass
from typing import ClassVar

from baiying.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class ComplaintFiled(Fact):
    """Somebody complained or suggested something; the office of the area has it before it."""

    subject: ClassVar[str] = "complaint"
    complaint_id: int
    kind: str
    area_id: int


@dataclass(frozen=True, slots=True)
class ComplaintAnswered(Fact):
    """The office has answered, or referred it to another one (`outcome` referred); for the complaint it is the end."""

    subject: ClassVar[str] = "complaint"
    complaint_id: int
    kind: str
    area_id: int
    outcome: str
    in_time: bool
