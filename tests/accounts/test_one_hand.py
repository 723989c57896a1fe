"""A stand-in is one hand with whom they stand in for, in every room, and has nothing more before them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from baiying.accounts import access, actions, queries
from baiying.accounts.models import Appointment
from baiying.complaints import actions as complaint_actions
from baiying.complaints import queries as complaints
from baiying.demo import builders
from baiying.kit import audit, clock
from baiying.kit.values.actor import Actor
from baiying.people import actions as persons
from baiying.people import queries as people
from baiying.places import actions as places
from baiying.places.actions import rule_sets
from tests.accounts.factoring import with_app
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    world.rule_set("log_in", second_factor_roles=[])
    return world.make_area()


def office(phone: str, name: str, role: str, where: Any) -> Appointment:
    return builders.appointment(
        world.make_account(phone, name), role, where, starts_at=clock.now() - timedelta(days=90)
    )


def stand_in(row: Appointment, whom: Appointment) -> Actor:
    """`whom` stands in for `row` from now on; gives `whom` acting in that place."""
    now = clock.now()
    today = clock.local_date(now)
    made = actions.ask_to_stand_in(
        appointment_id=row.pk,
        whom=whom.account,
        days=actions.Days(today, today + timedelta(days=5)),
        actor=Actor(account_id=row.account_id),
        at=now,
    )
    actions.accept_appointment(appointment_id=made.pk, actor=Actor(account_id=whom.account_id), at=now)
    return acting(made)


def acting(row: Appointment) -> Actor:
    row.refresh_from_db()
    return Actor(account_id=row.account_id, acting=access.acting_of(row), label=row.account.display_name)


def test_a_complaint_about_the_chief_never_reaches_the_stand_in_whom_the_chief_chose(area: Area) -> None:
    """The only city officer is complained of, and asks a subordinate of a county to stand in: who reads and answers."""
    chief = office("19900000801", "贾主任", "city_office", area.city)
    below = office("19900000802", "易科长", "county_office", area.county)
    row = builders.complaint(area.county, "贾主任收了三百元。")
    assert not complaints.may_handle(row, acting(chief), clock.now())
    assert not complaints.may_handle(row, acting(below), clock.now())
    assert complaints.who_answers(row, clock.now()) == []
    actor = stand_in(chief, below)
    seen, told = complaints.may_handle(row, actor, clock.now()), complaints.who_answers(row, clock.now())
    assert (seen, told) == (False, [])
    with pytest.raises(complaint_actions.ConcernsYou):
        complaint_actions.answer_complaint(
            complaint=row, outcome="unfounded", answer="不属实", actor=actor, at=clock.now()
        )


def test_what_the_chief_stood_aside_from_is_not_decided_in_the_chiefs_place(area: Area) -> None:
    chief = office("19900000801", "贾主任", "county_office", area.county)
    other = office("19900000803", "易干事", "place_staff", area.township)
    row = builders.complaint(area.county, "站里没有开门。")
    complaint_actions.stand_aside(complaint=row, actor=acting(chief), at=clock.now())
    assert not complaints.may_handle(row, acting(chief), clock.now())
    assert not complaints.may_handle(row, stand_in(chief, other), clock.now())


def test_one_office_vouches_once_also_by_its_stand_in(area: Area) -> None:
    lost = office("19900000811", "陈值班", "county_office", area.county)
    first = office("19900000812", "安主任", "county_office", area.county)
    second = office("19900000813", "白干事", "place_staff", area.township)
    with_app(lost.account)
    actor = stand_in(first, second)
    reset = actions.open_reset(appointment=lost, document="citizen", actor=acting(first), at=clock.now())
    with pytest.raises(actions.NeedsAnother):
        actions.second_reset(reset=reset, actor=actor, at=clock.now())


def test_what_one_proposed_of_the_rules_the_stand_in_does_not_confirm(area: Area) -> None:
    chief = office("19900000821", "安主任", "city_office", area.city)
    second = office("19900000822", "白科长", "county_office", area.county)
    now = clock.now()
    row = places.propose_rule_set(
        kind="log_in",
        area_id=area.city.pk,
        valid_from=clock.local_date(now),
        valid_to=None,
        values={"lock_after": 6},
        source="市 3 号",
        actor=acting(chief),
        at=now,
    )
    actor = stand_in(chief, second)
    with pytest.raises(rule_sets.SecondPersonNeeded):
        places.confirm_rule_set(rule_set_id=row.pk, actor=actor, at=clock.now())


def test_whoever_opened_the_number_does_not_check_it_by_the_stand_in(area: Area) -> None:
    chief = office("19900000831", "安主任", "county_office", area.county)
    second = office("19900000832", "白干事", "place_staff", area.township)
    person = builders.person("林晓雨", residence=area.village)
    audit.record(
        "NumberRevealed",
        actor=acting(chief),
        at=clock.now(),
        subject=("person", person.pk),
        area_id=area.county.pk,
        detail={"what": "id_number", "reason": "核对"},
    )
    assert people.saw_number(person.pk, acting(chief))
    assert people.saw_number(person.pk, stand_in(chief, second))


def test_two_do_not_stand_in_for_each_other(area: Area) -> None:
    """Never round: A is away and B does A's work; B goes away too and asks A."""
    a = office("19900000841", "安主任", "county_office", area.county)
    b = office("19900000842", "白主任", "county_office", area.county)
    stand_in(a, b)
    now = clock.now()
    today = clock.local_date(now)
    with pytest.raises(actions.AwayToo):
        actions.ask_to_stand_in(
            appointment_id=b.pk,
            whom=a.account,
            days=actions.Days(today, today + timedelta(days=3)),
            actor=Actor(account_id=b.account_id),
            at=now,
        )


def test_who_is_dismissed_stands_in_for_nobody(area: Area) -> None:
    """Asked as a colleague in office; the office above ends the own appointment."""
    a = office("19900000851", "安主任", "county_office", area.county)
    b = office("19900000852", "白干事", "place_staff", area.township)
    city = office("19900000853", "市主任", "city_office", area.city)
    actor = stand_in(a, b)
    actions.end_appointment(appointment=b, actor=acting(city), at=clock.now())
    assert not access.live_appointments(b.account_id).exists(), actor


def test_nobody_breaks_a_colleagues_workbench_by_asking_for_the_last_day_of_time(area: Area) -> None:
    """A clerk of a township asks the county's chief for a day in 9999: her workbench stays whole."""
    below = office("19900000861", "白干事", "place_staff", area.township)
    chief = office("19900000862", "安主任", "county_office", area.county)
    mine, hers = Client(), Client(raise_request_exception=False)
    world.log_in(mine, "19900000861")
    world.log_in(hers, "19900000862")
    assert hers.get("/desk/").status_code == 200
    sent = {"whom": chief.account.public_id, "first_day": "9999-12-31", "last_day": "9999-12-31"}
    assert mine.post(reverse("accounts:stand_in_new", args=[below.public_id]), sent).status_code in {303, 422}
    assert hers.get("/desk/").status_code == 200


def test_a_complaint_about_the_countys_chief_does_not_reach_a_colleague_of_the_county_by_the_citys_place(
    area: Area,
) -> None:
    """Whom it is about and those beside and below have nothing of it; one of them stands in for the city's officer."""
    office("19900000871", "贾主任", "county_office", area.county)
    beside = office("19900000872", "易科员", "county_office", area.county)
    city = office("19900000873", "市主任", "city_office", area.city)
    row = builders.complaint(area.county, "贾主任收了三百元。")
    now = clock.now()
    assert not complaints.may_handle(row, acting(beside), now)
    assert complaints.may_handle(row, acting(city), now)
    assert not complaints.may_handle(row, stand_in(city, beside), clock.now())


def test_the_most_days_hold_also_for_the_same_two_one_after_the_other(area: Area) -> None:
    world.rule_set("stand_ins", most_days=3)
    a = office("19900000881", "安主任", "county_office", area.county)
    b = office("19900000882", "白主任", "county_office", area.county)
    now = clock.now()
    today = clock.local_date(now)

    def ask(first: int) -> None:
        actions.ask_to_stand_in(
            appointment_id=a.pk,
            whom=b.account,
            days=actions.Days(today + timedelta(days=first), today + timedelta(days=first + 2)),
            actor=Actor(account_id=a.account_id),
            at=now,
        )

    ask(0)
    with pytest.raises(actions.TooLong):
        ask(3)
    # Back for two days in between is another absence.
    ask(6)


def test_asking_the_same_twice_is_harmless(area: Area) -> None:
    """docs/house.md: the same act with the same words by the same hand is answered as the first time."""
    a = office("19900000883", "安主任", "county_office", area.county)
    b = office("19900000884", "白主任", "county_office", area.county)
    now = clock.now()
    today = clock.local_date(now)
    made = [
        actions.ask_to_stand_in(
            appointment_id=a.pk,
            whom=b.account,
            days=actions.Days(today, today),
            actor=Actor(account_id=a.account_id),
            at=now,
        )
        for _twice in range(2)
    ]
    assert made[0] == made[1]


def test_what_was_asked_in_the_chiefs_place_the_chief_does_not_give(area: Area) -> None:
    """The book says 白干事（代 安主任）; 安主任 approves it: asked and given in one office's name."""

    chief = office("19900000891", "安主任", "county_office", area.county)
    second = office("19900000892", "白干事", "place_staff", area.township)
    child = builders.person("李小红", residence=area.village, born=world.born_years_ago(12))
    actor = stand_in(chief, second)
    row = persons.ask_minor_leave(person=child, words="联系家人", actor=actor, at=clock.now())
    with pytest.raises(persons.SecondManager):
        persons.give_minor_leave(leave_id=row.pk, actor=acting(chief), at=clock.now())


def test_who_is_asked_finds_it_where_stand_ins_are_and_reads_only_what_is_true(area: Area) -> None:
    row = office("19900000885", "安主任", "city_office", area.city)
    whom = office("19900000886", "白科长", "county_office", area.county)
    now = clock.now()
    today = clock.local_date(now)
    actions.ask_to_stand_in(
        appointment_id=row.pk, whom=whom.account, days=actions.Days(today, today + timedelta(days=2)),
        actor=Actor(account_id=row.account_id), at=now,
    )  # fmt: skip
    hers = Client()
    world.log_in(hers, "19900000886")
    assert "安主任请您代理" in hers.get("/mine/standing-in/").content.decode()
    offered = hers.get("/mine/appointments/").content.decode()
    assert "看和取消" in offered or "项" in offered
    assert "任命和结束任职" not in offered
    assert "任命和结束任职" in queries.what_role_may_do("city_office")


def test_a_page_that_refuses_offers_only_identities_that_open_it(area: Area) -> None:
    """Whoever stands in for the county's chief is not sent from one shut door to the other."""
    chief = office("19900000887", "安主任", "county_office", area.county)
    clerk = office("19900000888", "白干事", "place_staff", area.township)
    stand_in(chief, clerk)
    hers = Client()
    world.log_in(hers, "19900000888")
    hers.post("/acting/", {"appointment": clerk.public_id})
    refused = hers.get("/desk/appointments/")
    assert refused.status_code == 403
    assert "换一个身份" not in refused.content.decode()
    other = hers.get("/desk/stored/")
    assert other.status_code == 403
    assert "换一个身份" in other.content.decode()


@pytest.mark.parametrize(("days", "refused"), [(0, True), (6, True), (7, False)])
def test_what_the_stand_in_began_is_not_confirmed_by_who_came_back_the_morning_after(
    area: Area, days: int, refused: bool
) -> None:
    """The two stay one hand for some days after the end (StandInRules.after_days, 7)."""
    lost = office("19900000841", "陈值班", "county_office", area.county)
    first = office("19900000842", "安主任", "county_office", area.county)
    second = office("19900000843", "白干事", "county_office", area.county)
    with_app(lost.account)
    actor = stand_in(first, second)
    reset = actions.open_reset(appointment=lost, document="citizen", actor=actor, at=clock.now())
    row = Appointment.objects.get(stands_in_for=first)
    actions.end_stand_in(appointment_id=row.pk, actor=Actor(account_id=first.account_id), at=clock.now())
    Appointment.objects.filter(pk=row.pk).update(ends_at=clock.now() - timedelta(days=days))
    both = ((acting(first), second), (acting(second), first))
    assert [access.is_self(one, other.account_id) for one, other in both] == [refused, refused]
    if refused:
        with pytest.raises(actions.NeedsAnother):
            actions.second_reset(reset=reset, actor=acting(first), at=clock.now())
    else:
        actions.second_reset(reset=reset, actor=acting(first), at=clock.now())


def test_an_area_sets_for_how_many_days_the_two_stay_one_hand(area: Area) -> None:
    world.rule_set("stand_ins", after_days=0)
    first = office("19900000851", "安主任", "county_office", area.county)
    second = office("19900000852", "白干事", "county_office", area.county)
    stand_in(first, second)
    assert access.is_self(acting(first), second.account_id)
    row = Appointment.objects.get(stands_in_for=first)
    actions.end_stand_in(appointment_id=row.pk, actor=Actor(account_id=first.account_id), at=clock.now())
    assert not access.is_self(acting(first), second.account_id)


def ended(row: Appointment, ago: timedelta = timedelta(days=1)) -> None:
    now = clock.now()
    Appointment.objects.filter(pk=row.pk).update(starts_at=now - timedelta(days=6), ends_at=now - ago)


def test_a_chain_of_stand_ins_stays_one_hand_after_its_end(area: Area) -> None:
    """A was away, B stood in, and C for B: what C began in the place of A is not A's to confirm, nor the other way."""
    first, second, third = (
        office(f"1990000086{n}", name, "county_office", area.county)
        for n, name in enumerate(("安主任", "白干事", "曹干事"))
    )
    stand_in(first, second)
    row = Appointment.objects.get(stands_in_for=first)
    stand_in(row, third)
    last = Appointment.objects.get(stands_in_for=row)
    ended(last)
    assert access.is_self(acting(first), third.account_id), "the last one is back, the first one not"
    ended(row)
    for one, other in ((first, second), (first, third), (second, third)):
        assert access.is_self(acting(one), other.account_id)
        assert access.is_self(acting(other), one.account_id)
    ended(row, timedelta(days=40))
    ended(last, timedelta(days=40))
    assert not access.is_self(acting(first), third.account_id)


def test_two_who_stood_in_by_turns_for_another_are_not_one_hand(area: Area) -> None:
    first, second, third = (
        office(f"1990000087{n}", name, "county_office", area.county)
        for n, name in enumerate(("安主任", "白干事", "曹干事"))
    )
    stand_in(first, second)
    ended(Appointment.objects.get(stands_in_for=first))
    stand_in(second, third)
    assert access.is_self(acting(first), second.account_id)
    assert not access.is_self(acting(first), third.account_id), "C stands in for B's own office, in which A never was"


def test_who_came_back_does_not_confirm_it_by_another_log_in(area: Area) -> None:
    first = office("19900000881", "安主任", "county_office", area.county)
    again = office("19900000881", "安主任二", "county_office", area.county)
    second = office("19900000882", "白干事", "county_office", area.county)
    stand_in(first, second)
    assert access.is_self(acting(again), second.account_id)
    ended(Appointment.objects.get(stands_in_for=first))
    assert access.is_self(acting(again), second.account_id)
