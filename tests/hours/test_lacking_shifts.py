"""What the night has seen whole is spared by the list of incomplete records, and never hides what is missing."""

from datetime import timedelta

import pytest

from baiying.activities.models import Shift
from baiying.demo import builders
from baiying.hours import actions, queries
from baiying.hours.models import Attendance, LackingShift, LookedThrough
from tests.hours.conftest import Morning

pytestmark = pytest.mark.django_db


def _come(morning: Morning, *keys: str) -> None:
    for key in keys:
        person = morning.cast[key].person
        assert person is not None
        builders.attendance(morning.shift, person, left_at=morning.at(150), settled=True)


def _gaps(morning: Morning, minutes: int) -> list[int]:
    return [gap.missing for gap in queries.incomplete_shifts(None, morning.at(minutes))]


def _noted() -> set[int]:
    return set(LackingShift.objects.values_list("pk", flat=True))


def _looked(morning: Morning, minutes: int) -> None:
    """The night has looked until then and seen nothing missing, whatever is."""
    LackingShift.objects.all().delete()
    LookedThrough.objects.update_or_create(
        id=1, defaults={"until": morning.at(minutes), "last_shift_id": morning.shift.pk}
    )


def test_before_the_first_night_the_list_looks_at_every_shift(morning: Morning) -> None:
    _come(morning, "volunteer")
    assert _gaps(morning, 601) == [1]


def test_the_night_notes_a_shift_that_lacks_somebody_once_it_has_ended(morning: Morning) -> None:
    _come(morning, "volunteer")
    assert actions.look_through(at=morning.at(150)) == 0, "it has not ended"
    assert _gaps(morning, 600) == [1], "it ended after the night looked"
    assert actions.look_through(at=morning.at(600)) == 1
    assert actions.look_through(at=morning.at(601)) == 1
    assert _noted() == {morning.shift.pk}
    assert _gaps(morning, 602) == [1]


def test_the_night_notes_no_shift_that_lacks_nobody_and_forgets_what_was_put_right(morning: Morning) -> None:
    _come(morning, "volunteer")
    assert actions.look_through(at=morning.at(600)) == 1
    _come(morning, "minor")
    assert _gaps(morning, 601) == [], "put right in the morning"
    assert actions.look_through(at=morning.at(602)) == 0
    assert _noted() == set()


def test_a_record_said_to_be_complete_lacks_nobody(morning: Morning) -> None:
    _come(morning, "volunteer")
    actions.look_through(at=morning.at(600))
    actions.complete_record(shift=morning.shift, actor=morning.actor("leader"), at=morning.at(601))
    assert _gaps(morning, 602) == []
    assert actions.look_through(at=morning.at(603)) == 0


def test_the_list_does_not_ask_again_for_what_was_seen(morning: Morning) -> None:
    """Whatever a memory said falsely would be believed: so it is the memory that is read, not a year of sign-ups."""
    _come(morning, "volunteer")
    _looked(morning, 600)
    assert _gaps(morning, 601) == []
    # The night does not believe it.
    actions.look_through(at=morning.at(602))
    assert _gaps(morning, 603) == [1]


def test_a_shift_that_is_noted_after_it_was_held_is_looked_at(morning: Morning) -> None:
    _come(morning, "volunteer", "minor")
    _looked(morning, 600)
    late = builders.shift(morning.shift.activity, morning.at(300), morning.at(360))
    person = morning.cast["volunteer"].person
    assert person is not None
    builders.signup(late, person)
    assert _gaps(morning, 601) == [1]


def test_an_attendance_taken_back_is_looked_at_again(morning: Morning) -> None:
    leader, person = morning.actor("leader"), morning.cast["volunteer"].person
    assert person is not None
    _come(morning, "minor")
    row = actions.tick_in(shift=morning.shift, person_id=person.pk, actor=leader, at=morning.at(10))
    # The night's look is dated ahead: only what the database does on undoing is asked here.
    _looked(morning, 600)
    actions.undo_tick(attendance=row, actor=leader, at=morning.at(11))
    assert _noted() == {morning.shift.pk}
    assert _gaps(morning, 601) == [1]


def test_what_was_seen_before_the_shift_ended_does_not_count(morning: Morning) -> None:
    _looked(morning, 600)
    Shift.objects.filter(pk=morning.shift.pk).update(starts_at=morning.at(700), ends_at=morning.at(800))
    assert _gaps(morning, 801) == [2]
    _come(morning, "volunteer", "minor")
    assert actions.look_through(at=morning.at(900)) == 0
    assert _gaps(morning, 901) == []


def test_somebody_unsettled_is_listed_though_nobody_is_missing(morning: Morning) -> None:
    _come(morning, "minor")
    person = morning.cast["volunteer"].person
    assert person is not None
    builders.attendance(morning.shift, person, left_at=morning.at(150), forced=True)
    assert actions.look_through(at=morning.at(600)) == 0
    [gap] = queries.incomplete_shifts(None, morning.at(601))
    assert (gap.missing, gap.unconfirmed) == (0, 1)


def test_what_the_list_no_longer_looks_at_is_not_remembered(morning: Morning) -> None:
    _come(morning, "volunteer")
    assert actions.look_through(at=morning.shift.ends_at + queries.LOOK_BACK - timedelta(seconds=1)) == 1
    assert actions.look_through(at=morning.shift.ends_at + queries.LOOK_BACK + timedelta(seconds=1)) == 0


@pytest.mark.parametrize("column", ["person_id", "shift_id"])
def test_an_attendance_that_goes_to_another_leaves_the_shift_to_be_looked_at_again(
    morning: Morning, column: str
) -> None:
    """Two records of one person become one, or a row is moved: whoever was expected here may be missing now."""
    _come(morning, "volunteer", "minor")
    actions.look_through(at=morning.at(600))
    elsewhere = builders.shift(morning.shift.activity, morning.at(800), morning.at(900))
    other = {"person_id": morning.cast["stranger"].person.pk, "shift_id": elsewhere.pk}[column]  # type: ignore[union-attr]
    person = morning.cast["volunteer"].person
    assert person is not None
    Attendance.objects.filter(person=person).update(**{column: other})
    assert morning.shift.pk in _noted()
    assert _gaps(morning, 601) == [1]
