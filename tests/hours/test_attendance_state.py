"""Where an attendance stands is one rule: queries, the leader's page, the database and the list of gaps agree."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from baiying.demo import builders
from baiying.hours import queries, rules
from baiying.hours.models import Attendance, Proposal
from baiying.hours.views.field import rows
from baiying.kit.values.actor import Actor
from tests.hours.conftest import Morning

pytestmark = pytest.mark.django_db
Made = Callable[[Morning, datetime], Attendance]


def _row(
    *, entry: int = 0, proposal: str = "", back: bool = False, corrected: tuple[int, ...] = (), **values: Any
) -> Made:
    """An attendance of two hours; open unless `checked_out_at` is given; with a line and a proposal if wished.

    `corrected`: minutes of corrections that a second person approved, one after the other.
    """

    def make(morning: Morning, at: datetime) -> Attendance:
        person = morning.cast["volunteer"].person
        assert person is not None
        out = morning.at(120) if values.get("closed", True) else None
        row = builders.attendance(morning.shift, person, left_at=out, source=values.get("source", "code"))
        changed = {name: value for name, value in values.items() if name not in {"closed", "source"}}
        changed = {name: at if value is True else value for name, value in changed.items()}
        Attendance.objects.filter(pk=row.pk).update(**changed)
        by = morning.cast["reviewer"].account.pk
        for serial, minutes in enumerate(corrected):
            made = builders.proposal(row)
            changed = {"part": "correction", "serial": serial, "minutes": minutes, "approved_at": at}
            Proposal.objects.filter(pk=made.pk).update(**changed, decided_by_id=by)
        if proposal:
            made = builders.proposal(row)
            decided = {"waiting": {}, "approved": {"approved_at": at}, "refused": {"refused_at": at}}[proposal]
            if decided:
                Proposal.objects.filter(pk=made.pk).update(**decided, decided_by_id=by)
        if entry:
            line = builders.entry(person, entry, attendance=row)
            if back:
                builders.entry(person, -entry, attendance=row, reversal_of=line)
        return row

    return make


# Each with the minutes after the start of the shift, which lasts 150, at which it is looked at.
CASES: dict[str, tuple[int, Made]] = {
    "serving": (60, _row(closed=False)),
    "serving: on the way to the code": (179, _row(closed=False)),
    "forgotten: nobody left by code": (180, _row(closed=False)),
    "forgotten: closed by the system": (1000, _row(forced_out_at=True, out_source="", out_by_id=None)),
    "forgotten: what was confirmed was refused and opened again": (
        1000, _row(forced_out_at=True, out_source="", proposal="refused"),
    ),
    "stated": (1000, _row(forced_out_at=True, out_source="typed")),
    "waiting: confirmed by the leader": (1000, _row(forced_out_at=True, out_source="typed", proposal="waiting")),
    "waiting: roll-call": (200, _row(source="roll", proposal="waiting")),
    "waiting: over the day's cap": (200, _row(entry=60, proposal="waiting")),
    "provisional: not counted yet": (200, _row()),
    "provisional: approved before the person counts": (200, _row(source="roll", proposal="approved")),
    "posted": (200, _row(entry=120, settled_at=True)),
    "posted: the rest was refused": (200, _row(entry=60, proposal="refused", settled_at=True)),
    "waiting: said again after it was found that nobody came": (200, _row(corrected=(0,), proposal="waiting")),
    "absent": (200, _row(entry=120, back=True, settled_at=True, corrected=(0,))),
    "absent: nothing had been posted": (200, _row(settled_at=True, source="roll", corrected=(60, 0))),
    "absent: before the person counts": (200, _row(source="roll", corrected=(0,))),
    "posted: came after all": (200, _row(entry=120, settled_at=True, corrected=(0, 120))),
    "reversed": (200, _row(entry=120, back=True, settled_at=True)),
    "refused": (200, _row(source="roll", proposal="refused", settled_at=True)),
    "nothing": (200, _row(settled_at=True)),
    "undone": (200, _row(settled_at=True, undone_at=True)),
}  # fmt: skip
ON_THE_LEADERS_PAGE = {
    "serving": "here", "forgotten": "ends", "stated": "ends", "refused": "ends", "undone": "missing",
    "absent": "absent",
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_rule_database_page_and_list_of_gaps_agree(morning: Morning, name: str) -> None:
    expected = name.split(":")[0]
    minutes, make = CASES[name]
    at = morning.at(minutes)
    row = queries.attendance_by_id(make(morning, at).pk)
    assert row is not None
    entries = queries.entries_by_attendance([row.pk]).get(row.pk, [])
    assert queries.state_of(row, entries, at) == expected
    assert queries.case_of_attendance(row, at).state == expected
    with connection.cursor() as cursor:
        cursor.execute("SELECT hours_attendance_state(%s, %s)", [row.pk, at])
        assert cursor.fetchone()[0] == expected
    assert queries.waits_for_end(row, at) == (expected in rules.WITHOUT_END)

    shown = next(r.state for r in rows.rows_of(morning.shift, Actor(), at) if r.person.pk == row.person_id)
    assert shown == ON_THE_LEADERS_PAGE.get(expected, "left")

    if at > morning.shift.ends_at:
        [gap] = queries.incomplete_shifts(None, at + timedelta(seconds=1))
        assert (gap.unconfirmed, gap.waiting) == (int(expected in rules.WITHOUT_END), int(expected == "waiting"))
        assert gap.present == int(expected != "undone")


def test_a_correction_does_not_reopen_the_record_of_a_shift(morning: Morning) -> None:
    at = morning.at(400)
    row = _row(entry=120)(morning, at)
    made = builders.proposal(row)
    Proposal.objects.filter(pk=made.pk).update(part="correction")
    [gap] = queries.incomplete_shifts(None, at)
    assert (gap.missing, gap.waiting, gap.unconfirmed) == (1, 0, 0)
