"""What one may do about an own record that seems wrong: object, take it back, appeal once. Pure decisions (R066)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# Who took an objection back may say it once more.
_MOST_WITHDRAWN = 2


@dataclass(frozen=True, slots=True)
class Said:
    """One objection to a record: answered, taken back, or open; an appeal from another's answer or not."""

    answered_at: datetime | None = None
    withdrawn_at: datetime | None = None
    is_appeal: bool = False


def may_now(said: Sequence[Said], *, changed_at: datetime | None, appeal_days: int, at: datetime) -> str:
    """object, withdraw, appeal, or empty: what is offered beside a record (Order 67 art. 13).

    `said`: all objections to the record, the oldest first. `changed_at`: when the record last changed: what is new may
    be objected to anew. An answer may be appealed from once, for so many days; another person answers.
    """
    if any(one.answered_at is None and one.withdrawn_at is None for one in said):
        return "withdraw"
    answered = [one for one in said if one.answered_at is not None]
    if not answered:
        return "object" if len(said) < _MOST_WITHDRAWN else ""
    last = answered[-1]
    assert last.answered_at is not None
    if changed_at is not None and changed_at > last.answered_at:
        return "object"
    appealed = last.is_appeal or any(one.is_appeal and one.withdrawn_at is not None for one in said)
    return "" if appealed or at > last.answered_at + timedelta(days=appeal_days) else "appeal"
