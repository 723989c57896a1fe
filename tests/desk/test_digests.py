"""On working days offices hear in one message what waits for them (N41)."""

from datetime import date, datetime, timedelta
from unittest import mock

import pytest
from django.test import Client

from baiying.accounts.models import Appointment
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.desk import actions, queries, rules
from baiying.desk.models import DigestSeen
from baiying.desk.queries import digests
from baiying.kit import clock
from baiying.kit.values.actor import Acting, Actor
from baiying.notices import actions as sending
from baiying.notices.models import Message
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.ui.piles import Pile
from tests.own_database import at_once
from tests.people import world
from tests.people.world import Area

# Far ahead: the calendar of the year in which the tests run is its own.
SUNDAY = date(2030, 11, 3)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.midnight(day) + timedelta(hours=hour, minutes=minute)


def told() -> list[Message]:
    return list(Message.objects.filter(kind="desk.waiting").order_by("id"))


def a_calendar() -> None:
    """Monday to Wednesday are a public holiday, the Sunday before is a made-up working day."""
    builders.calendar_day(SUNDAY, is_working=True, name="调休")
    for n in range(1, 4):
        builders.calendar_day(SUNDAY + timedelta(days=n), is_working=False)


def something_waits(area: Area) -> Appointment:
    """A volunteer waits for the check of the document; gives the appointment of the office that does it."""
    world.register(Client(), area, phone="19900000811")
    world.staff("county_office", area.county, "19900000812")
    return Appointment.objects.get(role="county_office")


@pytest.mark.rules
@pytest.mark.parametrize(
    ("hour", "minute", "come"), [(8, 29, False), (8, 30, True), (9, 0, True), (23, 59, True), (0, 0, False)]
)
def test_the_minute_of_the_day(hour: int, minute: int, come: bool) -> None:
    assert rules.has_come(clock.local(at(SUNDAY, hour, minute)), rules.DigestRules()) == come


@pytest.mark.django_db
def test_n41_on_the_days_that_are_worked_and_several_days_in_one() -> None:
    area = world.make_area()
    a_calendar()
    something_waits(area)
    days = [SUNDAY + timedelta(days=n) for n in range(-1, 6)]
    for day in days:
        for now in (at(day, 8, 25), at(day, 8, 30), at(day, 8, 35), at(day, 17)):
            actions.tell_offices(at=now)
    # Saturday, Monday to Wednesday: none. Thursday has what waited since.
    assert [clock.local(one.written_at).day for one in told()] == [3, 7, 8]
    assert {clock.local(one.written_at).strftime("%H:%M") for one in told()} == {"08:30"}
    assert told()[0].text == "工作台上有等您办的事：等待实名核验（1）、没有站长的阵地（1）。"
    assert told()[0].link == "/desk/"


@pytest.mark.django_db
def test_n41_the_due_day_is_counted_by_the_same_table() -> None:
    a_calendar()
    saturday = SUNDAY - timedelta(days=1)
    assert places.working_day_after(saturday, 1) == (SUNDAY, True)
    assert places.working_day_after(saturday, 2) == (SUNDAY + timedelta(days=4), True)


@pytest.mark.django_db
def test_n41_a_year_without_a_table_is_told_every_day() -> None:
    builders.calendar_day(date(2029, 10, 1), is_working=False)
    something_waits(world.make_area())
    for day in (date(2029, 12, 29), date(2030, 1, 1), date(2030, 1, 5)):
        actions.tell_offices(at=at(day, 8, 30))
    # New Year, and a Saturday: better once too often.
    assert [clock.local_date(one.written_at) for one in told()] == [date(2030, 1, 1), date(2030, 1, 5)]
    assert told()[0].text.endswith("工作日历缺 2030 年，暂时每天汇总。")


@pytest.mark.django_db
def test_n41_the_page_says_which_table_is_missing() -> None:
    area = world.make_area()
    office = world.staff("county_office", area.county, "19900000813")
    today = clock.local_date(clock.now())
    assert f"工作日历缺 {today.year} 年" in office.get("/desk/").content.decode()
    for year in {today.year, (today + timedelta(days=14)).year}:
        builders.calendar_day(date(year, 10, 1), is_working=False)
    assert "工作日历缺" not in office.get("/desk/").content.decode()
    last = max(places.known_years())
    assert places.missing_calendar(date(last, 12, 17)) is None
    assert places.missing_calendar(date(last, 12, 18)) == last + 1


@pytest.mark.django_db
def test_who_switched_it_off_and_for_whom_nothing_waits_read_nothing() -> None:
    area = world.make_area()
    a_calendar()
    mine = something_waits(area)
    world.staff("county_office", area.other_county, "19900000814")
    sending.prefer(inbox=mine.account.public_id, kind="desk.waiting", by_text=False, any_hour=False, at=clock.now())
    actions.tell_offices(at=at(SUNDAY, 8, 30))
    assert told() == []
    assert DigestSeen.objects.filter(day=SUNDAY).count() == 2, "and it is not looked again until tomorrow"


@pytest.mark.django_db
def test_it_is_switched_off_in_the_settings() -> None:
    area = world.make_area()
    office, page = world.staff("county_office", area.county, "19900000815"), "/mine/messages/settings/"
    body = office.get(page).content.decode()
    assert "接收每个工作日的待办汇总" in body
    assert office.post(page, {}).status_code == 302
    a_calendar()
    world.register(Client(), area, phone="19900000811")
    actions.tell_offices(at=at(SUNDAY, 8, 30))
    assert told() == []


@pytest.mark.django_db
def test_an_area_sets_its_own_minute() -> None:
    area = world.make_area()
    a_calendar()
    something_waits(area)
    builders.rule_set("digests", area=area.county, office_hour=9, office_minute=10)
    actions.tell_offices(at=at(SUNDAY, 9, 9))
    assert told() == []
    actions.tell_offices(at=at(SUNDAY, 9, 10))
    assert len(told()) == 1


@pytest.mark.django_db
def test_who_has_two_appointments_reads_one_message_that_names_them() -> None:
    area = world.make_area()
    a_calendar()
    first = something_waits(area)
    builders.appointment(first.account, "county_office", area.other_county)
    number = world.id_number(date(1991, 2, 3), 7)
    world.register(Client(), area, phone="19900000816", name="赵小兰", number=number, village=area.other_village)
    actions.tell_offices(at=at(SUNDAY, 8, 30))
    [one] = told()
    assert one.inbox == first.account.public_id
    assert one.text == (
        "工作台上有等您办的事：以县级主管（东河区）的身份：等待实名核验（1）、没有站长的阵地（1）。"
        "以县级主管（西河区）的身份：等待实名核验（1）。"
    )


@pytest.mark.race
def test_two_workers_tell_a_day_once(own_database: str) -> None:
    area = world.make_area()
    a_calendar()
    something_waits(area)
    at_once(*(lambda: actions.tell_offices(at=at(SUNDAY, 8, 30)) for _ in range(4)))
    assert len(told()) == 1


@pytest.mark.django_db
def test_what_is_the_accounts_own_stands_once_beside_what_is_the_appointments(cast: dict[str, the_cast.Member]) -> None:
    """An administrator of a unit who is also a county office: the plan waits for the unit, the site for the county."""
    a_calendar()
    admin, county = cast["unit_admin"].account, cast["county"].appointment
    assert county is not None
    builders.appointment(admin, "county_office", county.area)
    team = cast["leader"].team
    assert team is not None
    activity = builders.activity(team, cast["leader"].account, at=at(SUNDAY, 9) + timedelta(days=20))
    builders.shift(activity, at(SUNDAY, 9) + timedelta(days=20), at(SUNDAY, 11) + timedelta(days=20))
    type(activity).objects.filter(pk=activity.pk).update(state="submitted", submitted_at=at(SUNDAY, 7))
    actions.tell_offices(at=at(SUNDAY, 8, 30))
    [text] = [one.text for one in told() if one.inbox in {admin.public_id, people.inbox_of_account(admin.pk)}]
    assert text.count("等待发布的活动（1）") == 1
    assert text.count("没有站长的阵地") == 1


@pytest.mark.django_db
def test_what_the_first_appointment_tells_the_second_does_not_tell_again(cast: dict[str, the_cast.Member]) -> None:
    """A pile that the account has of its own, that one office finds larger and the other alike: told once."""
    own, larger = a_pile("same", 1), a_pile("same", 2)
    one = queries.AtWork(cast["city"].account.pk, (), None, [acting_in(1), acting_in(2)])

    def found(actor: Actor, at: datetime) -> list[Pile]:
        return [larger if actor.acting is not None and actor.acting.area_id == 1 else own]

    with mock.patch.object(digests, "piles", found):
        told = queries.waiting_for(one, at(SUNDAY, 9))
    assert [(one.acting.area_id if one.acting else None, one.piles) for one in told] == [(1, [larger])]


def a_pile(key: str, count: int) -> Pile:
    return Pile(key, "事", "/desk/", count, [])


def acting_in(area_id: int) -> Acting:
    return Acting(area_id, str(area_id), role="county_office", area_id=area_id, area_path=(area_id,))


@pytest.mark.django_db
def test_who_acts_for_a_ward_is_not_at_work_then(cast: dict[str, the_cast.Member]) -> None:
    leader, other = cast["leader"], cast["volunteer"]
    assert leader.person is not None
    assert other.person is not None
    now = clock.now()
    assert queries.is_at_work(Actor(account_id=leader.account.pk, person_id=leader.person.pk), now)
    assert queries.is_at_work(Actor(account_id=leader.account.pk), now)
    assert not queries.is_at_work(Actor(account_id=leader.account.pk, person_id=other.person.pk), now)
