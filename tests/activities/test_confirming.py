"""Every way of getting a place tells the same people, once, of what holds when it is sent (N20)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.http import Http404
from django.test import Client, override_settings

from baiying.activities import actions
from baiying.activities.models import Shift, Signup
from baiying.activities.rules.confirming import DID, PERSON, TABLE, Way, Who
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices import actions as sending
from baiying.notices import queries as notices
from baiying.notices.models import Message, Preference
from baiying.people.models import Guardianship, Person
from tests.activities.makers import Town, actor, volunteer
from tests.activities.repeating import call_off

pytestmark = pytest.mark.django_db

MOTHER, CHILD = "19900000901", "19900000902"
BORN = {Who.ADULT: date(1988, 5, 1), Who.YOUNG: date(2011, 8, 1), Who.CHILD: date(2016, 8, 1)}


@dataclass
class Case:
    """One person, a mother with an account, and a shift of the day after tomorrow at nine."""

    town: Town
    person: Person
    mother: Any
    shift: Shift

    @property
    def own(self) -> Actor:
        assert self.person.account is not None
        return actor(self.person.account, self.person)


def nine(days: int = 2) -> datetime:
    return clock.midnight(clock.local_date(clock.now())) + timedelta(days=days, hours=9)


def case(town: Town, who: Who, *, approval: str = "open", starts_at: datetime | None = None) -> Case:
    mother = builders.account(MOTHER, name="王芳")
    # A child without a phone of its own may still come in, by a number that is not kept with it.
    more: dict[str, Any] = {"account": builders.account(CHILD, name="刘小明")}
    more |= {"guardian": None if who == Who.ADULT else mother, "phone": None if who == Who.CHILD else CHILD}
    person = builders.person("刘小明", residence=town.village, born=BORN[who], **more)
    start = starts_at or nine()
    activity = town.activity("河堤清扫", approval=approval, risk_statement="带手套，别穿凉鞋。")
    shift = builders.shift(activity, start, start + timedelta(hours=2), places=1)
    type(shift.post).objects.filter(pk=shift.post_id).update(minors_welcome=True, minors_with="leader")
    return Case(town, person, mother, shift)


def _own(it: Case) -> datetime:
    actions.sign_up(shift_pid=it.shift.public_id, person_id=it.person.pk, actor=it.own, at=clock.now())
    return clock.now()


def _guardian(it: Case) -> datetime:
    by = actor(it.mother, it.person)
    actions.sign_up(shift_pid=it.shift.public_id, person_id=it.person.pk, actor=by, at=clock.now())
    return clock.now()


def _spot(it: Case) -> datetime:
    at = it.shift.starts_at - timedelta(minutes=20)
    hours.join_in(shift_pid=it.shift.public_id, person_id=it.person.pk, actor=it.own, at=at)
    return at


def _accepted(it: Case) -> datetime:
    at = clock.now()
    actions.sign_up(shift_pid=it.shift.public_id, person_id=it.person.pk, actor=it.own, at=at)
    row = Signup.objects.get(person=it.person)
    actions.decide_signup(signup_id=row.pk, accept=True, actor=actor(it.town.leader), at=at + timedelta(seconds=1))
    return at + timedelta(seconds=1)


def _promoted(it: Case) -> datetime:
    first = it.town.signup(it.shift, volunteer("先到", it.town.village))
    at = clock.now()
    actions.sign_up(shift_pid=it.shift.public_id, person_id=it.person.pk, actor=it.own, at=at)
    assert Signup.objects.get(person=it.person).state == "waitlisted"
    later = at + timedelta(minutes=5)
    actions.cancel_signup(signup_id=first.pk, reason="", actor=Actor(account_id=1), at=later)
    return later


def _roll(it: Case) -> datetime:
    at = it.shift.starts_at + timedelta(minutes=5)
    shift = Shift.objects.select_related("activity__area", "activity__leader").get(pk=it.shift.pk)
    hours.tick_in(shift=shift, person_id=it.person.pk, actor=actor(it.town.leader), at=at)
    return at


DO: dict[Way, Callable[[Case], datetime]] = {
    Way.OWN: _own, Way.GUARDIAN: _guardian, Way.SPOT: _spot, Way.ACCEPTED: _accepted, Way.PROMOTED: _promoted,
    Way.ROLL: _roll,
}  # fmt: skip


def place_texts(phone: str) -> list[Message]:
    """Text messages to a phone that tell of a place."""
    kinds = {"signup_confirmed", "ward_signup_made", "ward_signup_promoted", "ward_walked_in", "ward_signup_accepted"}
    return [one for one in notices.on_screen(phone, limit=50) if one.kind in kinds]


@pytest.mark.rules
def test_n20_every_way_of_every_kind_stands_in_the_table() -> None:
    assert set(TABLE) == {(way, who) for way in Way for who in Who}
    assert set(DO) == set(Way)


@pytest.mark.parametrize("who", list(Who))
@pytest.mark.parametrize("way", list(Way))
def test_n20_every_way_of_getting_a_place_tells_the_same_people_once(town: Town, way: Way, who: Who) -> None:
    if (way, who) == (Way.GUARDIAN, Who.ADULT):
        # Nobody signs up a grown-up: refused before any message.
        it = case(town, who)
        with pytest.raises(Http404):
            _guardian(it)
        assert not Message.objects.exists()
        return
    it = case(town, who, approval="leader" if way == Way.ACCEPTED else "open")
    at, told = DO[way](it), TABLE[way, who]
    for _twice in range(2):
        assert actions.confirm(at=at + timedelta(minutes=1)) in (0, 1)
        hours.say_held(at=at + timedelta(minutes=11))
    # The person: once in the app about the place, once by text message if the table says so.
    rows = list(notices.inbox_of(it.person.public_id))
    news = [one for one in rows if one.kind in {"signup_made", "signup_promoted", "signup_accepted", "hours.walked_in"}]
    waited = {Way.PROMOTED, Way.ACCEPTED}
    assert len(news) == (2 if way in waited else 1)
    own = [one for one in place_texts(CHILD) if one.kind == "signup_confirmed"]
    assert len(own) == (PERSON in told.text)
    # The guardian: once of what the child does, or the confirmation of the own act; of the line and the place apart.
    mothers = place_texts(MOTHER)
    confirmed = [one for one in mothers if one.kind == "signup_confirmed"]
    assert len(confirmed) == (DID in told.text)
    told_of_child = [one for one in mothers if one.kind != "signup_confirmed"]
    if not told.guardians:
        assert told_of_child == []
    elif way == Way.GUARDIAN:
        assert told_of_child == []
        assert confirmed
    else:
        assert len(told_of_child) == (2 if way in waited else 1)
    for one in (*own, *mothers):
        assert "刘小明" not in one.text or one in own
    # The leader: of what somebody else did, once.
    evening = clock.midnight(clock.local_date(at)) + timedelta(days=1, hours=18, minutes=5)
    Shift.objects.filter(pk=it.shift.pk).update(
        starts_at=evening + timedelta(days=3), ends_at=evening + timedelta(days=3, hours=2)
    )
    for _twice in range(2):
        actions.tell_leaders(at=evening)
    leaders = Message.objects.filter(kind="activity_news", inbox=town.leader_person.public_id)
    assert leaders.count() == told.leader


@override_settings(PUBLIC_ADDRESS="https://by.example")
def test_the_confirmation_is_whole_and_its_calendar_file_reads(town: Town, client: Client) -> None:
    it = case(town, Who.ADULT)
    actions.confirm(at=_own(it) + timedelta(minutes=1))
    [text] = place_texts(CHILD)
    day = clock.local(it.shift.starts_at)
    for part in (
        "河堤清扫", f"{day.month}月{day.day}日", "一二三四五六日"[day.weekday()], "09:00–11:00", "柳树村文化广场",
        "领队", "王队长", "13900001111", "带手套，别穿凉鞋", "来不了",
    ):  # fmt: skip
        assert part in text.text, part
    address = text.text.split("https://by.example")[1].split(" ")[0]
    [event] = icalendar.Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert event["DTSTART"].dt == it.shift.starts_at
    # The app says it from the first moment, without the number: the page has it.
    [row] = notices.inbox_of(it.person.public_id)
    assert "带手套" in row.text
    assert "王队长" in row.text
    assert "13900001111" not in row.text


def deliver(at: datetime) -> None:
    sending.deliver_waiting(at=at)


def noon(days: int = 0) -> datetime:
    return clock.midnight(clock.local_date(clock.now())) + timedelta(days=days, hours=12)


def _given_back(it: Case, at: datetime) -> None:
    actions.cancel_signup(signup_id=Signup.objects.get(person=it.person).pk, reason="", actor=it.own, at=at)


def _called_off(it: Case, at: datetime) -> None:
    call_off(it.shift, "one", it.town, at)


@pytest.mark.parametrize("change", [_given_back, _called_off])
def test_what_is_no_longer_true_when_it_would_leave_is_dropped_with_its_reason(
    town: Town, change: Callable[[Case, datetime], None]
) -> None:
    it = case(town, Who.ADULT, starts_at=nine(5))
    now = noon(1)
    actions.sign_up(shift_pid=it.shift.public_id, person_id=it.person.pk, actor=it.own, at=now)
    actions.confirm(at=now)
    change(it, now + timedelta(seconds=10))
    deliver(now + timedelta(minutes=1))
    [row] = place_texts(CHILD)
    assert (row.delivered_at, row.dropped) == (None, True)
    assert "没有再发" in row.failure


def test_a_shift_that_moved_before_the_message_left_is_confirmed_with_its_new_time(town: Town) -> None:
    it = case(town, Who.ADULT, starts_at=nine(5))
    now = noon(1)
    actions.sign_up(shift_pid=it.shift.public_id, person_id=it.person.pk, actor=it.own, at=now)
    actions.confirm(at=now)
    start = nine(6) + timedelta(hours=5)
    actions.move_shift(
        shift_id=it.shift.pk, starts_at=start, ends_at=start + timedelta(hours=2), reason="下雨",
        actor=actor(town.leader), at=now + timedelta(seconds=5),
    )  # fmt: skip
    deliver(now + timedelta(minutes=1))
    actions.confirm(at=now + timedelta(minutes=2))
    [row] = place_texts(CHILD)
    assert row.delivered_at is not None
    assert "14:00–16:00" in row.text
    assert "09:00" not in row.text


def test_n14_a_mother_who_signs_up_with_her_child_reads_one_text_message(town: Town) -> None:
    it = case(town, Who.CHILD, starts_at=nine(5))
    mother = builders.person("王芳", residence=town.village, phone=MOTHER, account=it.mother)
    Shift.objects.filter(pk=it.shift.pk).update(places=5)
    now = noon(1)
    for person in (mother, it.person):
        actions.sign_up(shift_pid=it.shift.public_id, person_id=person.pk, actor=actor(it.mother, mother), at=now)
    actions.confirm(at=now + timedelta(minutes=1))
    [text] = place_texts(MOTHER)
    assert "刘**（您监护的孩子）" in text.text
    assert text.text.count("河堤清扫") == 2
    # Whoever is a guardian no more hears of the own place alone.
    Guardianship.objects.update(withdrawn_at=now)
    deliver(now + timedelta(minutes=2))
    [text] = place_texts(MOTHER)
    assert "刘**" not in text.text
    assert text.text.count("河堤清扫") == 1


def test_who_wants_no_text_message_has_it_in_the_app_alone(town: Town) -> None:
    it = case(town, Who.ADULT)
    Preference.objects.create(
        inbox=it.person.public_id, kind="signup_confirmed", by_text=False, any_hour=False, set_at=clock.now()
    )
    actions.confirm(at=_own(it) + timedelta(minutes=1))
    assert place_texts(CHILD) == []
    assert notices.inbox_of(it.person.public_id).count() == 1


def test_a_worker_that_stood_still_confirms_later_and_never_what_has_begun(town: Town) -> None:
    it = case(town, Who.ADULT, starts_at=nine(2))
    now = nine(2) - timedelta(hours=2)
    actions.sign_up(shift_pid=it.shift.public_id, person_id=it.person.pk, actor=it.own, at=now)
    actions.confirm(at=nine(2))
    assert place_texts(CHILD) == []
    actions.confirm(at=now + timedelta(minutes=90))
    [row] = place_texts(CHILD)
    # What the gateway refused until the start is not sent after it.
    deliver(nine(2))
    row.refresh_from_db()
    assert (row.delivered_at, row.dropped) == (None, True)


def test_a_place_that_came_free_at_night_for_this_morning_rings(town: Town) -> None:
    """Whoever waited counts with nothing: a message at eight about a shift of seven would be a place lost."""
    it = case(town, Who.ADULT, starts_at=nine(3) - timedelta(hours=2))
    first = town.signup(it.shift, volunteer("先到", town.village))
    actions.sign_up(shift_pid=it.shift.public_id, person_id=it.person.pk, actor=it.own, at=noon(1))
    night = noon(2) + timedelta(hours=10)
    actions.cancel_signup(signup_id=first.pk, reason="", actor=Actor(account_id=1), at=night)
    actions.confirm(at=night + timedelta(minutes=1))
    deliver(night + timedelta(minutes=2))
    [row] = place_texts(CHILD)
    assert row.delivered_at is not None
    assert row.text.startswith("有名额了")


@pytest.mark.parametrize(("hour", "rings"), [(7, True), (21, False)])
def test_an_application_accepted_at_night_rings_if_it_is_for_this_night(town: Town, hour: int, rings: bool) -> None:
    """Whoever applied waits for an answer as well: what begins before the morning's messages is told at once."""
    it = case(town, Who.ADULT, approval="leader", starts_at=nine(3) + timedelta(hours=hour - 9))
    actions.sign_up(shift_pid=it.shift.public_id, person_id=it.person.pk, actor=it.own, at=noon(1))
    row, night = Signup.objects.get(person=it.person), noon(2) + timedelta(hours=10)
    actions.decide_signup(signup_id=row.pk, accept=True, actor=actor(it.town.leader), at=night)
    actions.confirm(at=night + timedelta(minutes=1))
    deliver(night + timedelta(minutes=2))
    [text] = [one for one in place_texts(CHILD) if one.kind == "signup_confirmed"]
    assert (text.delivered_at is not None) is rings


@pytest.mark.parametrize("who", list(Who))
@pytest.mark.parametrize("way", [way for way in Way if way != Way.ROLL])
def test_n20_whoever_got_a_place_by_whichever_way_hears_of_the_calling_off(town: Town, way: Way, who: Who) -> None:
    """Whom the leader ticked stands there already: of that there is nothing to call off."""
    if (way, who) == (Way.GUARDIAN, Who.ADULT):
        return
    it = case(town, who, approval="leader" if way == Way.ACCEPTED else "open")
    at = DO[way](it)
    for _twice in range(2):
        _called_off(it, at + timedelta(minutes=5))
    [own] = [one for one in notices.inbox_of(it.person.public_id) if one.kind == "signup_called_off"]
    assert "您不用来了" in own.text
    sms = {phone: [one.text for one in notices.on_screen(phone, limit=50)] for phone in (CHILD, MOTHER)}
    told = {phone: [text for text in texts if "您不用来了" in text] for phone, texts in sms.items()}
    assert len(told[CHILD]) == (who != Who.CHILD)
    assert len(told[MOTHER]) == (who != Who.ADULT)
    assert all("刘小明" not in text for text in told[MOTHER])


def test_many_are_confirmed_in_as_many_statements_as_a_few(town: Town, django_assert_max_num_queries: Any) -> None:
    """Whole villages sign up in the same minute, and the worker shares the machine with who presses next."""
    spoken = []
    for many in (3, 12):
        shift = town.shift(town.activity(f"{many} 人"), places=many)
        for n in range(many):
            one = builders.person(residence=town.village, account=builders.account(), phone=f"1990001{many:02}{n:02}")
            town.signup(shift, one)
        with django_assert_max_num_queries(60) as asked:
            actions.confirm(at=clock.now())
        spoken.append(len(asked))
    assert Message.objects.filter(kind="signup_confirmed").count() == 15
    assert spoken[0] == spoken[1]
