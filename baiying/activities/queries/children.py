"""The children on a leader's list: that they are, what their guardians agreed to, and until when they stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from baiying.activities.models import Shift, Signup
from baiying.activities.queries import fitting, new_times
from baiying.activities.queries.new_times import NewTime
from baiying.activities.rules import plans
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.ui import formats


@dataclass(frozen=True, slots=True)
class Child:
    """A minor at a shift.

    `moved`: where the shift was moved since the child was signed up, the time that it had and who said yes to the new
    one; a guardian who says no ends the sign-up. `until`: the end of a late shift for
    which a guardian signed the child up as it stands.
    """

    moved: NewTime | None = None
    until: datetime | None = None

    @property
    def words(self) -> str:
        """In the reader's language; also what tells a child from a parent of the same surname."""
        more = ""
        if self.moved is not None and self.moved.guardian:
            more = gettext("监护人说新时间可以")
        elif self.moved is not None:
            text = gettext("改期前说好的是 %(when)s，新的时间告诉了监护人，还没有答复")
            if self.moved.own:
                text = gettext("改期前说好的是 %(when)s，孩子说新时间可以，监护人还没有答复")
            more = text % {"when": formats.span_text(*self.moved.was)}
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
    moved, late = new_times.new_times(rows), fitting.is_late(shift)
    found = {}
    for person, row in young:
        by_guardian = row is not None and row.by_id is not None and row.by_id != person.account_id
        found[person.pk] = Child(
            moved=moved.get(row.pk) if row is not None else None,
            until=shift.ends_at if late and by_guardian else None,
        )
    return found
