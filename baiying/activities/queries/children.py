"""The children on a leader's list: that they are, what their guardians agreed to, and until when they stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from baiying.activities.models import Shift, Signup
from baiying.activities.queries import fitting, reminders
from baiying.activities.rules import plans
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.ui import formats


@dataclass(frozen=True, slots=True)
class Child:
    """A minor at a shift.

    `agreed`: the time that the shift had when the child was signed up, where it was moved since: the guardian was told,
    and a guardian who says no ends the sign-up, so that nothing was answered. `until`: the end of a late shift for
    which a guardian signed the child up as it stands.
    """

    agreed: tuple[datetime, datetime] | None = None
    until: datetime | None = None

    @property
    def words(self) -> str:
        """In the reader's language; also what tells a child from a parent of the same surname."""
        more = ""
        if self.agreed is not None:
            text = gettext("改期前说好的是 %(when)s，新的时间告诉了监护人，还没有答复")
            more = text % {"when": formats.span_text(*self.agreed)}
        elif self.until is not None:
            more = gettext("监护人同意留到 %(time)s") % {"time": formats.time_text(self.until)}
        return formats.listed([part for part in (gettext("未成年人"), more) if part], " · ")


def children_on(shift: Shift, there: Iterable[tuple[Any, Signup | None]]) -> dict[int, Child]:
    """Of persons at a shift, each with the own sign-up where there is one, the minors by person."""
    day = clock.local_date(shift.starts_at)
    young = [(person, row) for person, row in there if identifiers.age_on(person.birth_date, day) < plans.ADULT]
    rows = [row for _person, row in young if row is not None]
    if not rows:
        return {person.pk: Child() for person, _row in young}
    for signup in rows:
        signup.shift = shift
    agreed, late = reminders.times_agreed_to(rows), fitting.is_late(shift)
    found = {}
    for person, row in young:
        by_guardian = row is not None and row.by_id is not None and row.by_id != person.account_id
        found[person.pk] = Child(
            agreed=agreed.get(row.pk) if row is not None else None,
            until=shift.ends_at if late and by_guardian else None,
        )
    return found
