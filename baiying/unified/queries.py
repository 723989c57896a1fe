"""Reads: visits under way, and what an account is tied to."""

from dataclasses import dataclass
from datetime import datetime

from baiying.accounts import queries as accounts
from baiying.kit import rooms, sealed
from baiying.unified import rules
from baiying.unified.models import Purpose, Visit
from baiying.unified.provider import configured


@dataclass(frozen=True, slots=True)
class Tied:
    """A log-in elsewhere as its owner reads it."""

    public_id: str
    label: str
    mask: str
    since: datetime
    last_used_at: datetime | None


def offered() -> list[configured.Provider]:
    """The providers by which people may come in: those that are set, once the impact was assessed (PIPL art. 55)."""
    found = configured.all_set()
    return found if found and rooms.is_assessed(rules.USE) else []


def hash_of(kind: str, value: str) -> bytes:
    return sealed.lookup(f"unified.{kind}", value)


def tied(account_id: int) -> list[Tied]:
    return [
        Tied(row.public_id, configured.label_of(row.issuer), row.mask, row.since, row.last_used_at)
        for row in accounts.tied_elsewhere(account_id)
    ]


def open_tie(public_id: str, holder: rules.Holder, at: datetime) -> Visit | None:
    """The visit that came back to a session and waits for its owner's last press; None for any other."""
    row = Visit.objects.filter(public_id=public_id, purpose=Purpose.TIE, answer_sealed__isnull=False).first()
    if row is None or row.ended_at is not None:
        return None
    began = rules.Holder(bytes(row.holder_hash), row.account_id, row.session_pid)
    minutes = accounts.log_in_rules(at).elsewhere_minutes
    return row if rules.same_holder(began, holder) and rules.in_time(row.began_at, at, minutes) else None


def was_tied(public_id: str, account_id: int) -> bool:
    """Whether a visit of the account ended in a tie: its press was repeated."""
    return Visit.objects.filter(public_id=public_id, account_id=account_id, outcome="tied").exists()
