"""Midnight of the eighteenth birthday in China (U21): one second before it the guardian answers for the child, from it
on nothing of the grown-up is a guardian's, whatever was open, pressed or on its way."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.notices import actions as notices
from baiying.notices.models import Message
from baiying.people import actions, queries
from baiying.people.models import Consent, Guardianship, Person, Registration
from tests.people import world
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import FATHER
from tests.people.world import Area

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
At = Callable[[datetime], None]


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def born_so_that_tomorrow_is_the_birthday(registration: Registration) -> datetime:
    """The midnight, as an instant, at which the child is eighteen."""
    tomorrow = clock.local_date(clock.now()) + timedelta(days=1)
    leap = (tomorrow.month, tomorrow.day) == (2, 29)
    born = date(tomorrow.year - 18, tomorrow.month, 28 if leap else tomorrow.day)
    Person.objects.filter(pk=registration.person_id).update(birth_date=born)
    return clock.midnight(tomorrow)


def letter(row: Guardianship, moment: datetime) -> Message:
    """A text to the guardian about the child, which waits for the morning."""
    (to,) = queries.guardians_to_tell(row.ward_id)
    note = notices.Letter(
        text="孩子报名了清扫", inbox=to.inbox, phone=FATHER, unique_source=f"u21:{moment}", about=row.ward.public_id
    )
    notices.write_many(kind="signups.guardian_told", letters=[note], at=moment)
    return Message.objects.filter(channel="sms").latest("id")


@pytest.mark.law("CC-17")
def test_u21_to_the_last_second_the_guardian_answers_and_from_midnight_nobody_does(
    client: Client, area: Area, at: At
) -> None:
    registration, row, guardian = agreed(client, area, 15)
    midnight = born_so_that_tomorrow_is_the_birthday(registration)
    account_id = Guardianship.objects.get(pk=row.pk).guardian_account_id or 0
    for moment, answers in ((midnight - SECOND, True), (midnight, False)):
        at(moment)
        day = clock.local_date(moment)
        assert queries.is_guardian_of(account_id, registration.person_id, moment) is answers
        assert queries.may_act_for(account_id, registration.person_id, day) is answers
        assert bool(queries.guardians_to_tell(registration.person_id)) is answers
        page = guardian.get(f"/mine/wards/{row.public_id}/").content.decode()
        assert ("已经成年" in page) is not answers
        assert ("李小红" in page) is answers


@pytest.mark.law("CC-17")
def test_u21_a_withdrawal_opened_before_midnight_and_pressed_after_it_changes_nothing(
    client: Client, area: Area, at: At
) -> None:
    registration, row, guardian = agreed(client, area, 15)
    midnight = born_so_that_tomorrow_is_the_birthday(registration)
    at(midnight - timedelta(minutes=2))
    assert guardian.get(f"/mine/wards/{row.public_id}/withdrawal/").status_code == 200
    at(midnight + timedelta(minutes=2))
    answer = guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    assert "已经成年" in answer.content.decode()
    row.refresh_from_db()
    registration.refresh_from_db()
    assert (row.withdrawn_at, registration.ended_at) == (None, None)
    assert not Consent.objects.filter(person_id=registration.person_id, withdrawn_at__isnull=False).exists()


@pytest.mark.law("CC-17")
def test_u21_what_waits_for_the_morning_is_dropped_at_midnight_and_read_no_more(
    client: Client, area: Area, at: At
) -> None:
    registration, row, _guardian = agreed(client, area, 15)
    midnight = born_so_that_tomorrow_is_the_birthday(registration)
    at(midnight - timedelta(minutes=10))
    waits = letter(row, midnight - timedelta(minutes=10))
    # The evening before it stays what it is.
    assert actions.come_of_age(at=midnight - SECOND) == 0
    waits.refresh_from_db()
    assert not waits.dropped
    at(midnight)
    assert actions.come_of_age(at=midnight) == 1
    waits.refresh_from_db()
    assert waits.dropped
    assert waits.delivered_at is None
    assert not Message.objects.filter(about=row.ward.public_id, shut_at__isnull=True).exists()
    # Once is enough, and what is the grown-up's own stays.
    assert actions.come_of_age(at=midnight + SECOND) == 0
    assert Message.objects.filter(inbox=registration.person.public_id, shut_at__isnull=True).exists()


def test_u21_somebody_born_on_the_leap_day_is_of_age_on_the_first_of_march(client: Client, area: Area) -> None:
    registration, row, _guardian = agreed(client, area, 15)
    Person.objects.filter(pk=registration.person_id).update(birth_date=date(2008, 2, 29))
    account_id = Guardianship.objects.get(pk=row.pk).guardian_account_id or 0
    midnight = clock.midnight(date(2026, 3, 1))
    assert queries.is_guardian_of(account_id, registration.person_id, midnight - SECOND)
    assert not queries.is_guardian_of(account_id, registration.person_id, midnight)
