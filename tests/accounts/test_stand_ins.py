"""Delegation while away: chains, circles, own matters (U34); the book names both."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from baiying.accounts import access, actions, queries, stand_in_choice, stand_ins
from baiying.accounts.models import Account, Appointment
from baiying.accounts.rights import Right
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import access as people_access
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

# 19 December, morning in China.
GIVEN = datetime(2026, 12, 19, 1, 0, tzinfo=UTC)


def day(number: int, hour: int = 2) -> datetime:
    return datetime(2026, 12, number, hour, 0, tzinfo=UTC)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, area: Area) -> list[datetime]:
    """The moment that every request takes for now: the last of the list. No second factor is asked for meanwhile."""
    world.rule_set("log_in", second_factor_roles=[])
    moments = [GIVEN]
    monkeypatch.setattr("baiying.kit.clock.now", lambda: moments[-1])
    return moments


def office(phone: str, name: str, role: str, area: Any) -> Appointment:
    return builders.appointment(world.make_account(phone, name), role, area, starts_at=GIVEN - timedelta(days=90))


class Office:
    """A, B, C and D at one township institute."""

    def __init__(self, area: Area) -> None:
        rows = [
            office(f"1990000070{n}", name, "place_staff", area.township)
            for n, name in enumerate(("安主任", "白干事", "曹干事", "丁干事"))
        ]
        self.a, self.b, self.c, self.d = rows


@pytest.fixture
def staff(area: Area, now: list[datetime]) -> Office:
    return Office(area)


def ask(row: Appointment, whom: Account, first: int, last: int, *, at: datetime, accepted: bool = True) -> Appointment:
    days = actions.Days(date(2026, 12, first), date(2026, 12, last))
    made = actions.ask_to_stand_in(
        appointment_id=row.pk, whom=whom, days=days, actor=Actor(account_id=row.account_id), at=at
    )
    if accepted:
        actions.accept_appointment(appointment_id=made.pk, actor=Actor(account_id=whom.pk), at=at)
    return made


def come_in(client: Client, phone: str) -> Client:
    world.log_in(client, phone)
    return client


def acting(row: Appointment) -> Actor:
    row.refresh_from_db()
    return Actor(account_id=row.account_id, acting=access.acting_of(row), label=row.account.display_name)


def on_duty(at: datetime, place: Any) -> set[str]:
    """Who gets what comes to the place now."""
    return {row.account.display_name for row in queries.on_duty(at).filter(area=place)}


def test_u34_chain_circle_and_the_days_that_each_holds(staff: Office, area: Area, now: list[datetime]) -> None:
    """20–27 B for A, 24–26 C for B; on the 25th C cannot give it back to A; B's own appointment is not touched."""
    first = ask(staff.a, staff.b.account, 20, 27, at=GIVEN)
    second = ask(first, staff.c.account, 24, 26, at=day(20))
    second.refresh_from_db()
    with pytest.raises(actions.StandInTooFar):
        ask(second, staff.a.account, 25, 25, at=day(24))
    with pytest.raises(actions.StandInTooFar):
        ask(second, staff.b.account, 25, 25, at=day(24))
    assert staff.d.pk in {one.pk for one in stand_in_choice.could(second, day(24))}
    everybody = {"安主任", "白干事", "曹干事", "丁干事"}
    assert on_duty(day(19), area.township) == everybody
    for number, who in ((20, "白干事"), (24, "曹干事"), (25, "曹干事"), (26, "曹干事"), (27, "白干事")):
        rows = queries.on_duty(day(number)).filter(stands_in_for__isnull=False)
        assert [row.account.display_name for row in rows] == [who], number
        assert "安主任" not in on_duty(day(number), area.township)
    assert on_duty(datetime(2026, 12, 27, 16, 0, tzinfo=UTC), area.township) == everybody


def test_u34_it_ends_with_the_last_second_in_china(staff: Office, now: list[datetime]) -> None:
    made = ask(staff.a, staff.b.account, 20, 27, at=GIVEN)
    made.refresh_from_db()
    assert made.starts_at == datetime(2026, 12, 19, 16, 0, tzinfo=UTC)
    assert made.ends_at == datetime(2026, 12, 27, 16, 0, tzinfo=UTC)
    held = access.live_appointments(staff.b.account_id)
    for moment, holds in (
        (made.starts_at - timedelta(seconds=1), False), (made.starts_at, True),
        (made.ends_at - timedelta(seconds=1), True), (made.ends_at, False),
    ):  # fmt: skip
        now.append(moment)
        assert access.live_appointments(staff.b.account_id).filter(pk=made.pk).exists() is holds, moment
    assert held.filter(pk=staff.b.pk).exists()


def test_u34_coming_back_early_ends_it_at_the_tap_and_what_was_passed_on(
    client: Client, staff: Office, area: Area, now: list[datetime]
) -> None:
    first = ask(staff.a, staff.b.account, 20, 27, at=GIVEN)
    second = ask(first, staff.c.account, 24, 26, at=day(20))
    now.append(day(25))
    mine = come_in(client, "19900000700")
    page = mine.get("/mine/standing-in/").content.decode()
    assert "白干事" in page
    assert "我回来了" in page
    assert mine.post(f"/mine/standing-in/{first.public_id}/end/").status_code == 303
    for row in (first, second):
        row.refresh_from_db()
        assert row.ends_at == day(25)
    assert not queries.on_duty(day(25)).filter(stands_in_for__isnull=False).exists()
    assert "安主任" in on_duty(day(25), area.township)


def test_u34_who_stands_in_may_hand_it_back_and_nobody_else_may_end_it(staff: Office, now: list[datetime]) -> None:
    made = ask(staff.a, staff.b.account, 20, 27, at=GIVEN)
    with pytest.raises(actions.NotStoodIn):
        actions.end_stand_in(appointment_id=made.pk, actor=Actor(account_id=staff.d.account_id), at=day(21))
    actions.end_stand_in(appointment_id=made.pk, actor=Actor(account_id=staff.b.account_id), at=day(21))
    again = actions.end_stand_in(appointment_id=made.pk, actor=Actor(account_id=staff.b.account_id), at=day(22))
    assert again.ends_at == day(21)
    with pytest.raises(actions.NotStoodIn):
        actions.end_stand_in(appointment_id=staff.a.pk, actor=Actor(account_id=staff.a.account_id), at=day(22))


def test_u34_what_concerns_either_of_both_is_decided_by_another(staff: Office, area: Area, now: list[datetime]) -> None:
    """B handed in a matter: not B, also as A's stand-in; A's own matter not either. D may, and the county."""
    made = ask(staff.a, staff.b.account, 20, 27, at=GIVEN)
    other = office("19900000711", "县里的人", "county_office", area.county)
    persons = {
        name: builders.person(residence=area.village, account=row.account)
        for name, row in (("a", staff.a), ("b", staff.b), ("c", staff.c))
    }
    for actor, own in (
        (acting(made), {"a", "b"}), (acting(staff.b), {"b"}), (acting(staff.d), set()), (acting(other), set()),
    ):  # fmt: skip
        refused = {name for name, person in persons.items() if people_access.is_own(actor, person.pk)}
        assert refused == own
        told = {n for n, row in (("a", staff.a), ("b", staff.b)) if access.is_self(actor, row.account_id)}
        assert told == own & {"a", "b"}
        assert {staff.a.account_id, staff.b.account_id} & access.own_hands(actor) == {
            getattr(staff, name).account_id for name in own
        }


def test_u34_who_stands_in_does_the_work_and_appoints_nobody(area: Area, now: list[datetime]) -> None:
    county = office("19900000720", "县主管", "county_office", area.county)
    deputy = office("19900000721", "副主管", "county_office", area.county)
    made = ask(county, deputy.account, 20, 27, at=GIVEN)
    now.append(day(21))
    for right in (Right.VOUCH, Right.UNLOCK_LOG_IN):
        assert access.may(acting(made), right, area.county.path)
    assert not access.may(acting(made), Right.APPOINT, area.county.path)
    with pytest.raises(PermissionDenied):
        access.scope_of(acting(made), Right.APPOINT)
    assert access.may(acting(deputy), Right.APPOINT, area.county.path)


def test_u34_the_book_names_both(client: Client, area: Area, now: list[datetime]) -> None:
    chief = office("19900000730", "安主任", "place_staff", area.township)
    deputy = office("19900000731", "白干事", "place_staff", area.village)
    made = ask(chief, deputy.account, 19, 27, at=GIVEN)
    now.append(day(21))
    browser = come_in(client, "19900000731")
    browser.post("/acting/", {"appointment": made.public_id})
    page = browser.get("/desk/").content.decode()
    assert "代 安主任" in page
    actor = browser.get("/desk/").wsgi_request.actor  # type: ignore[attr-defined]
    assert actor.signature == "白干事（代 安主任）"
    assert actor.acting.stands_in_for == (chief.account_id,)


@pytest.mark.parametrize("role", ["secadmin", "sysadmin", "auditor"])
def test_u34_never_for_one_of_the_three(role: str, area: Area, now: list[datetime]) -> None:
    one = office("19900000740", "三员", role, None)
    city = office("19900000741", "市主管", "city_office", area.city)
    with pytest.raises(actions.NeverStoodIn):
        ask(one, city.account, 20, 21, at=GIVEN)
    assert stand_ins.own(one.account_id, GIVEN) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            account=city.account, role=role, starts_at=GIVEN, ends_at=day(21), last_day=date(2026, 12, 21),
            stands_in_for=one, appointed_by_id=one.account_id,
        )  # fmt: skip


def test_u34_asked_for_days_only_within_the_own_and_once(staff: Office, area: Area, now: list[datetime]) -> None:
    Appointment.objects.filter(pk=staff.a.pk).update(
        ends_at=clock.end_of(date(2026, 12, 24)), last_day=date(2026, 12, 24)
    )
    for first, last, wrong in ((22, 21, actions.DaysTurned), (17, 18, actions.DaysOver), (20, 25, actions.BeyondOwn)):
        with pytest.raises(wrong):
            ask(staff.a, staff.b.account, first, last, at=GIVEN)
    ask(staff.a, staff.b.account, 20, 22, at=GIVEN, accepted=False)
    with pytest.raises(actions.AskedAlready):
        ask(staff.a, staff.c.account, 22, 24, at=GIVEN)
    ask(staff.a, staff.c.account, 23, 24, at=GIVEN)
    with pytest.raises(actions.NotStoodIn):
        actions.ask_to_stand_in(
            appointment_id=staff.b.pk, whom=staff.c.account, days=actions.Days(date(2026, 12, 20), date(2026, 12, 20)),
            actor=Actor(account_id=staff.d.account_id), at=GIVEN,
        )  # fmt: skip


def test_u34_the_rule_sets_the_most_days(staff: Office, now: list[datetime]) -> None:
    world.rule_set("stand_ins", most_days=3)
    with pytest.raises(actions.TooLong):
        ask(staff.a, staff.b.account, 20, 23, at=GIVEN)
    ask(staff.a, staff.b.account, 20, 22, at=GIVEN)


def test_u34_who_is_near_may_be_asked_and_nobody_from_afar(area: Area, now: list[datetime]) -> None:
    own = office("19900000750", "镇上", "place_staff", area.township)
    near = {office(f"1990000075{n}", f"近{n}", role, where) for n, role, where in (
        (1, "county_office", area.county), (2, "place_staff", area.village), (3, "hours_reviewer", area.township),
    )}  # fmt: skip
    far = office("19900000755", "别处", "place_staff", area.other_village)
    aside = office("19900000756", "民政", "civil_affairs", area.county)
    same_phone = builders.appointment(
        world.make_account("19900000750", "同机"), "place_staff", area.township, starts_at=GIVEN - timedelta(days=90)
    )
    could = {one.account.display_name for one in stand_in_choice.could(own, GIVEN)}
    assert could == {row.account.display_name for row in near}
    assert far.account.display_name not in could
    assert aside.account.display_name not in could
    assert same_phone.account.display_name not in could


def test_u34_it_ends_with_the_appointment_for_which_it_is_held(staff: Office, area: Area, now: list[datetime]) -> None:
    first = ask(staff.a, staff.b.account, 20, 27, at=GIVEN)
    second = ask(first, staff.c.account, 24, 26, at=day(20))
    county = office("19900000760", "县主管", "county_office", area.county)
    actions.end_appointment(appointment=staff.a, actor=acting(county), at=day(22))
    for row in (first, second):
        row.refresh_from_db()
        assert row.ends_at == day(22)


def test_u34_the_page_asks_keeps_what_was_typed_and_the_colleague_answers(
    client: Client, staff: Office, now: list[datetime]
) -> None:
    mine = come_in(client, "19900000700")
    url = f"/mine/standing-in/{staff.a.public_id}/new/"
    assert mine.get(f"/mine/standing-in/{staff.b.public_id}/new/").status_code == 404
    typed = {"whom": staff.b.account.public_id, "first_day": "2026-12-20", "last_day": "2026-12-18"}
    wrong = mine.post(url, typed)
    assert wrong.status_code == 422
    assert "2026-12-20" in wrong.content.decode()
    assert mine.post(url, {**typed, "last_day": "2026-12-27"}).status_code == 303
    made = Appointment.objects.get(stands_in_for=staff.a)
    assert made.accepted_at is None
    assert not access.live_appointments(staff.b.account_id).filter(pk=made.pk).exists()
    theirs = come_in(Client(), "19900000701")
    page = theirs.get("/mine/appointments/").content.decode()
    assert "代 安主任" in page
    assert "12月20日" in page
    assert theirs.post(f"/mine/appointments/{made.public_id}/acceptance/").status_code == 303
    made.refresh_from_db()
    assert made.accepted_at is not None
