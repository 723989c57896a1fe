"""What somebody proposed instead of what is on record, as the one whose hours they are reads it."""

from collections.abc import Iterable
from dataclasses import dataclass

from baiying.hours.models import HourEntry, Proposal
from baiying.hours.queries import words
from baiying.kit.kept import said


@dataclass(frozen=True, slots=True)
class Doubt:
    """A correction or reversal that a second person has not decided: the old value stands meanwhile.

    `was`: the minutes on record before, posted or waiting. `then`: what they come to if it is approved; nought is "did
    not come", or all of it reversed.
    """

    row: Proposal
    was: int
    then: int
    posted: int

    @property
    def is_absence(self) -> bool:
        """Proposed is that the person was not there."""
        return self.row.part == "correction" and self.then == 0

    @property
    def who(self) -> str:
        """Who proposes it, by what they are here, in the reader's language."""
        return said(words.proposer_of(self.row).recipe)


def doubt_of(row: Proposal, standing: Iterable[HourEntry]) -> Doubt:
    """`standing`: the positive lines of the record that nobody has taken back."""
    lines = list(standing)
    posted = sum(entry.minutes for entry in lines)
    kept = sum(entry.minutes for entry in lines if entry.id not in row.replaces)
    then = kept if row.part == "reversal" else kept + row.minutes
    # Of what was proposed before this was kept, what is posted is all that is known to stand.
    return Doubt(row, (row.stood or {}).get("was") or posted, then, posted)
