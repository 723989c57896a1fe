"""Days are days in China: for what a shift is counted for, for check-ins of a day, for rules and for caps."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries, rules
from baiying.hours.models import HourEntry
from baiying.kit import clock
from tests.hours.conftest import Morning, morning_at, serve

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 11)


def on(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    return clock.midnight(day) + timedelta(hours=hour, minutes=minute)


@pytest.mark.parametrize(("hour", "day"), [(0, DAY), (7, DAY), (23, DAY), (24, DAY + timedelta(days=1))])
def test_minutes_belong_to_the_day_in_china_on_which_the_shift_begins(
    cast: dict[str, the_cast.Member], hour: int, day: date
) -> None:
    serve(morning_at(cast, on(hour)))
    assert HourEntry.objects.get().served_on == day


def come(morning: Morning, at: datetime) -> str:
    """What the page's rule says, after the statement has said the same."""
    person, account = morning.cast["volunteer"].person, morning.cast["volunteer"].account
    assert person is not None
    given = queries.rules_of(queries.occasion_of_shift(morning.shift)).rules
    comer = queries.comer(account.pk, person.pk, morning.shift, at)
    expected = rules.may_check_in(comer, queries.shift_times(morning.shift), given, at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code FROM hours_check_in(%s, %s, %s, %s, 'abcdefghijkl', %s::jsonb)",
            [morning.shift.public_id, person.pk, account.pk, at, actions.checking_in._DEFAULTS],
        )
        assert cursor.fetchone() == (expected,)
    return expected


@pytest.mark.parametrize(
    ("starts", "earlier", "answer"),
    [
        # The evening before is another day here, though the same one in Greenwich.
        (on(1), [on(-3), on(-2), on(-1)], "checked_in"),
        # The small hours are the same day here, though the one before in Greenwich.
        (on(9), [on(1), on(3), on(5)], "too_many"),
    ],
)
def test_check_ins_of_a_day_are_those_of_the_day_in_china(
    cast: dict[str, the_cast.Member], starts: datetime, earlier: list[datetime], answer: str
) -> None:
    morning = morning_at(cast, starts)
    person = cast["volunteer"].person
    assert person is not None
    for came in earlier:
        builders.attendance(morning.shift, person, came_at=came, left_at=came + timedelta(minutes=5), settled=True)
    assert come(morning, starts) == answer


@pytest.mark.parametrize(("first", "answer"), [(DAY, "leader_only"), (DAY + timedelta(days=1), "checked_in")])
def test_rules_hold_from_the_first_minute_of_their_day(
    cast: dict[str, the_cast.Member], first: date, answer: str
) -> None:
    morning = morning_at(cast, on(1))
    builders.rule_set("hours", area=morning.shift.activity.area, valid_from=first, self_check_in=False)
    assert come(morning, on(1)) == answer


@pytest.mark.parametrize(("starts", "came"), [(on(23, 30), on(24, 30)), (on(0, 10), on(-1, 50))])
def test_a_cap_is_shared_with_who_came_on_the_other_side_of_midnight(
    cast: dict[str, the_cast.Member], starts: datetime, came: datetime
) -> None:
    morning = morning_at(cast, starts)
    person = cast["volunteer"].person
    assert person is not None
    row = builders.attendance(morning.shift, person, came_at=came, left_at=came + timedelta(minutes=60), settled=True)
    assert queries.occasion_of(row).day == DAY
    assert queries.perhaps_cut(person.pk, DAY, None) == [row.pk]
