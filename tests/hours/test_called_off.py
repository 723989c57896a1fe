"""Cancelling what is to come never touches what was served: its leader finds and settles it, everybody keeps it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.activities import actions as activities
from baiying.activities import queries as activity_rows
from baiying.activities.models import Activity, Shift, Signup
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, cards, queries
from baiying.hours.models import Attendance
from baiying.kit import clock
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


@pytest.fixture
def yesterday(cast: dict[str, the_cast.Member]) -> Morning:
    """Served yesterday by one, whose check-out was forgotten; the other did not come. Tomorrow's shift is to come."""
    morning = morning_at(cast, clock.now() - timedelta(days=1))
    builders.attendance(morning.shift, cast["volunteer"].person)  # type: ignore[arg-type]
    tomorrow = clock.now() + timedelta(days=1)
    coming = builders.shift(morning.shift.activity, tomorrow, tomorrow + timedelta(hours=2))
    builders.signup(coming, cast["volunteer"].person)  # type: ignore[arg-type]
    return morning


def call_off(morning: Morning) -> None:
    activities.cancel(
        activity_id=morning.shift.activity_id, reason="大雨", actor=morning.actor("unit_admin"), at=clock.now()
    )


def test_only_what_is_to_come_ends(yesterday: Morning) -> None:
    before = Shift.objects.values().get(pk=yesterday.shift.pk)
    attended = Attendance.objects.values().get()
    call_off(yesterday)
    assert set(Signup.objects.filter(shift=yesterday.shift).values_list("state", flat=True)) == {"accepted"}
    assert Shift.objects.values().get(pk=yesterday.shift.pk) == before
    assert Attendance.objects.values().get() == attended
    coming = Shift.objects.exclude(pk=yesterday.shift.pk).get()
    assert (coming.taken, coming.closed_at is not None) == (0, True)
    assert set(Signup.objects.filter(shift=coming).values_list("state", flat=True)) == {"cancelled"}


def test_the_leader_still_finds_confirms_and_completes(yesterday: Morning, client_as: ClientAs) -> None:
    actions.close_forgotten(at=clock.now() + timedelta(days=1))
    call_off(yesterday)
    pid, later = yesterday.shift.public_id, clock.now() + timedelta(days=1)
    [gap] = queries.incomplete_shifts(None, later)
    assert (gap.shift_pid, gap.missing, gap.unconfirmed) == (pid, 1, 1)
    leader = client_as("leader")
    for page in ("field", "roster", "paper", "code"):
        assert leader.get(f"/shifts/{pid}/{page}/").status_code == 200, page
    row = Attendance.objects.get()
    actions.confirm_end(attendance=row, ends_at=yesterday.at(60), actor=yesterday.actor("leader"), at=later)
    actions.approve(proposal=queries.proposals().get(), actor=yesterday.actor("reviewer"), at=later)
    assert [e.minutes for e in queries.entries_of(row.person_id)] == [60]
    actions.complete_record(shift=yesterday.shift, actor=yesterday.actor("leader"), at=later)
    assert queries.incomplete_shifts(None, later) == []


def test_who_did_not_come_on_record_may_still_say_so(yesterday: Morning) -> None:
    call_off(yesterday)
    minor = yesterday.cast["minor"].person
    assert minor is not None
    assert [s.shift_id for s in queries.without_record(minor.pk, clock.now())] == [yesterday.shift.pk]


def test_what_never_took_place_is_not_found(yesterday: Morning, client_as: ClientAs) -> None:
    call_off(yesterday)
    coming = Shift.objects.exclude(pk=yesterday.shift.pk).get()
    assert client_as("leader").get(f"/shifts/{coming.public_id}/field/").status_code == 404
    assert queries.incomplete_shifts(None, coming.ends_at + timedelta(days=1))[0].shift_pid == yesterday.shift.public_id


def test_who_came_before_the_shift_was_called_off_is_found_and_leaves(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    morning = morning_at(cast, clock.now() + timedelta(minutes=30))
    row = actions.tick_in(
        shift=morning.shift,
        person_id=cast["volunteer"].person.pk,  # type: ignore[union-attr]
        actor=morning.actor("leader"),
        at=clock.now(),
    )
    call_off(morning)
    page = client_as("leader").get(f"/shifts/{morning.shift.public_id}/field/")
    assert page.status_code == 200
    assert "/walk-ins/" not in page.content.decode(), "nobody new comes"
    actions.check_out(attendance=row, source="roll", actor=morning.actor("leader"), at=clock.now())
    row.refresh_from_db()
    assert row.checked_out_at is not None


def test_a_shift_that_had_begun_stays_on_the_leaders_day(cast: dict[str, the_cast.Member]) -> None:
    morning = morning_at(cast, clock.now() - timedelta(minutes=30))
    call_off(morning)
    leader = cast["leader"]
    card = cards.led(leader.person.pk, leader.account.pk, clock.now())  # type: ignore[union-attr]
    assert card is not None
    Activity.objects.filter(pk=morning.shift.activity_id).update(ended_at=morning.at(-10))
    assert cards.led(leader.person.pk, leader.account.pk, clock.now()) is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("state", "ended", "stands"),
    [
        ("published", None, True),
        ("draft", None, False),
        ("submitted", None, False),
        ("cancelled", 1, True),
        ("cancelled", 0, False),
        ("cancelled", -1, False),
        ("withdrawn", 1, True),
        ("withdrawn", -1, False),
    ],
)
def test_rule_filter_and_page_agree_on_what_took_place(
    cast: dict[str, the_cast.Member], client_as: ClientAs, state: str, ended: int | None, stands: bool
) -> None:
    morning = morning_at(cast, clock.now() - timedelta(hours=3))
    Activity.objects.filter(pk=morning.shift.activity_id).update(
        state=state, end_reason="大雨", ended_at=morning.at(ended) if ended is not None else None
    )
    shift = activity_rows.shift(morning.shift.public_id)
    assert shift is not None
    assert activity_rows.stands(shift) == stands
    assert Shift.objects.filter(activity_rows.standing(), pk=shift.pk).exists() == stands
    page = client_as("leader").get(f"/shifts/{shift.public_id}/field/")
    assert page.status_code == (200 if stands else 404)
    assert [gap.shift_id for gap in queries.incomplete_shifts(None, clock.now())] == ([shift.pk] if stands else [])
