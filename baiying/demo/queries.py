"""Reads: whether this is a demo, and where the cast stands in it."""

import time
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.demo import cast
from baiying.demo.models import DemoMark

# A demo begins and ends by a command, not by a page: an answer may be some seconds old.
_SECONDS = 5.0
_known: dict[str, tuple[float, bool]] = {}


def mark() -> DemoMark | None:
    return DemoMark.objects.select_related("city").first()


def is_demo() -> bool:
    """Whether the mark is there; remembered for some seconds per process, so that every page may ask."""
    now = time.monotonic()
    when, answer = _known.get(connection.alias, (float("-inf"), False))
    if now - when > _SECONDS:
        try:
            with transaction.atomic():
                answer = DemoMark.objects.exists()
        except DatabaseError:
            answer = False
        _known[connection.alias] = (now, answer)
    return answer


def forget_answer() -> None:
    """The mark was just written or taken away."""
    _known.clear()


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast as the page lists it."""

    part: cast.Part
    account: account_rows.Account
    place: str

    @property
    def is_leading(self) -> bool:
        return self.part.key in {"leader", "unit_admin"}

    @property
    def is_platform(self) -> bool:
        return self.part.office in {"auditor", "sysadmin", "secadmin"}


def members() -> list[Member]:
    """The cast as it stands in the database, in the order of the play."""
    found = []
    for part in cast.PARTS:
        account = account_rows.accounts_of_phone(part.phone).first()
        if account is None:
            continue
        held = accounts.live_appointments(account.pk).first()
        place = held.area.name if held is not None and held.area is not None else ""
        found.append(Member(part, account, place))
    return found


def account_of(key: str) -> account_rows.Account | None:
    """The account of one of the cast; None where nobody plays that part."""
    part = cast.BY_KEY.get(key)
    return account_rows.accounts_of_phone(part.phone).first() if part is not None else None
