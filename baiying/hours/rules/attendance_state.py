"""Where an attendance stands, in one word: the same for the volunteer, the leader, the office and the clock.

`sql/attendance_state.sql` says the same for lists over many shifts; one table of cases holds both equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# So long after the end of a shift somebody without a check-out may still be on the way to the code.
TO_LEAVE = timedelta(minutes=30)
# Nobody has confirmed yet when this person left.
WITHOUT_END = ("serving", "forgotten", "stated")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is on record of one attendance.

    `planned_end`: the shift's end; None for a visit without a shift. `end_said`: somebody said when it ended (the
    system says nothing when it closes). `waiting`, `approved`, `refused`: proposals in each of these. `posted`: the sum
    of the ledger's lines, reversals taken off; None without any line. `absent`: see was_absent.
    """

    planned_end: datetime | None
    closed: bool
    end_said: bool = False
    forced: bool = False
    undone: bool = False
    settled: bool = False
    waiting: int = 0
    approved: int = 0
    refused: int = 0
    posted: int | None = None
    absent: bool = False


def was_absent(corrections: Sequence[int]) -> bool:
    """Whether it was decided that somebody was not there: the newest approved correction leaves no minute.

    `corrections`: minutes of each approved one, the oldest first. A correction to other times has a minute at least.
    """
    return bool(corrections) and corrections[-1] == 0


def attendance_state(recorded: Recorded, at: datetime) -> str:
    """undone, serving, forgotten, stated, waiting, absent, provisional, posted, reversed, refused or nothing.

    serving: here. forgotten: left without a word, nobody has said when. stated: the volunteer has said when, the
    leader has not confirmed. waiting: before a second person. absent: on record, and two persons found that nobody
    came. provisional: nothing is missing but that the person counts. nothing: no minutes came of it.
    """
    if recorded.undone:
        return "undone"
    if not recorded.closed:
        late = recorded.planned_end is not None and at >= recorded.planned_end + TO_LEAVE
        return "forgotten" if late else "serving"
    if not recorded.settled and recorded.forced and not (recorded.waiting or recorded.approved):
        return "stated" if recorded.end_said else "forgotten"
    if recorded.waiting:
        return "waiting"
    if recorded.absent:
        return "absent"
    if not recorded.settled:
        return "provisional"
    if recorded.posted is not None:
        return "posted" if recorded.posted > 0 else "reversed"
    return "refused" if recorded.refused else "nothing"
