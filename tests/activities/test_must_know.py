"""Whoever must know of a change and is reached by no message is called by who leads, and that is ticked (N15, N05)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.test import Client

from baiying.activities import actions, queries
from baiying.activities.models import Shift
from baiying.activities.reminded import MustKnow
from baiying.activities.rules import reached
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.kit import audit, clock
from baiying.kit.errors import Refused
from baiying.notices import actions as sending
from baiying.notices import queries as notices
from baiying.notices.models import Message
from baiying.people.models import Person
from tests.activities.makers import Town, account, actor, log_in
from tests.activities.repeating import call_off

pytestmark = pytest.mark.django_db
AT = clock.midnight(clock.local_date(clock.now())) + timedelta(days=1, hours=12)


def a_shift(town: Town) -> Shift:
    starts_at = AT + timedelta(days=3)
    return builders.shift(town.activity("河堤清扫"), starts_at, starts_at + timedelta(hours=2), places=9)


def comer(town: Town, shift: Shift, phone: str | None, name: str = "李大爷") -> Person:
    person = builders.person(name, residence=town.village, phone=phone)
    builders.signup(shift, person, signed_up_at=AT - timedelta(days=1))
    return person


def off(town: Town, shift: Shift, at: datetime = AT) -> None:
    call_off(shift, "one", town, at)


def row_of(person: Person) -> MustKnow:
    return MustKnow.objects.filter(signup__person=person).latest("pk")


def states(person: Person) -> list[tuple[str, str]]:
    rows = MustKnow.objects.filter(signup__person=person).order_by("pk")
    return list(rows.values_list("state", "why"))


def piled(town: Town, at: datetime) -> list[str]:
    assert town.leader.pk
    rows = queries.to_call(at, account_id=town.leader.pk, team_ids=[], body_ids=[])
    return [row.signup.person.name for row in rows]


T = reached
MINUTES = timedelta(minutes=10)


@pytest.mark.parametrize(
    ("in_app", "outward", "after", "found"),
    [
        ([T.READ], [], 0, (T.REACHED, "")),
        ([T.READ], [T.FAILED], 0, (T.REACHED, "")),
        ([T.SENT], [T.SENT], 0, (T.REACHED, "")),
        ([T.SENT], [], 0, (T.CALL, T.NO_WAY)),
        ([], [], 0, (T.CALL, T.NO_WAY)),
        ([T.SENT], [T.FAILED], 0, (T.CALL, T.NOT_ARRIVED)),
        ([T.SENT], [T.FAILED, T.SENT], 0, (T.REACHED, "")),
        ([T.SENT], [T.FAILED, T.WAITING], 9, (T.UNKNOWN, "")),
        ([T.SENT], [T.WAITING], 9, (T.UNKNOWN, "")),
        ([T.SENT], [T.WAITING], 10, (T.CALL, T.STUCK)),
        ([T.SENT], [T.DROPPED], 0, (T.OLD, "")),
        # One way moved on to the next, which failed: nobody has it.
        ([T.SENT], [T.DROPPED, T.FAILED], 0, (T.CALL, T.NOT_ARRIVED)),
    ],
)
def test_what_holds(in_app: list[str], outward: list[str], after: int, found: tuple[str, str]) -> None:
    at = AT + timedelta(minutes=after)
    assert reached.state_of(in_app, outward, written_at=AT, at=at, patience=MINUTES) == found


def test_who_gave_no_phone_is_on_the_list_from_the_first_moment(town: Town) -> None:
    shift = a_shift(town)
    elder, other = comer(town, shift, None), comer(town, shift, "19900000971", "王五")
    off(town, shift)
    assert piled(town, AT) == ["李大爷"]
    sending.deliver_waiting(at=AT)
    actions.look_who_knows(at=AT)
    assert (states(elder), states(other)) == ([("call", "no_way")], [("reached", "")])
    page = log_in(town.leader).get(f"/desk/activities/{shift.activity.public_id}/").content.decode()
    assert "还有 1 人没有通知到" in page
    assert "没有留手机号" in page
    assert "一共要告诉 2 人，已经知道 1 人" in page
    assert "要打电话告知的人" in log_in(town.leader).get("/desk/").content.decode()


def test_who_had_no_place_needs_no_call(town: Town) -> None:
    shift = a_shift(town)
    for state in ("waitlisted", "applied"):
        builders.signup(shift, builders.person(state, residence=town.village), state=state, signed_up_at=AT)
    elder = comer(town, shift, None)
    off(town, shift)
    assert [row.signup.person_id for row in MustKnow.objects.all()] == [elder.pk]


def test_who_reads_it_in_the_app_needs_no_call(town: Town) -> None:
    shift = a_shift(town)
    elder = comer(town, shift, None)
    off(town, shift)
    ids = list(notices.inbox_of(elder.public_id).values_list("id", flat=True))
    sending.mark_read(inbox=elder.public_id, ids=ids, at=AT)
    actions.look_who_knows(at=AT + timedelta(minutes=1))
    assert (states(elder), piled(town, AT)) == ([("reached", "")], [])


def test_a_gateway_that_is_down_makes_a_list_which_empties_when_it_is_back(town: Town) -> None:
    """N05: whoever was to be told on Saturday stands on the list with a number, while it can still help."""
    shift = a_shift(town)
    person = comer(town, shift, "19900000972")
    off(town, shift)
    for minute, expected in ((9, []), (10, ["李大爷"])):
        actions.look_who_knows(at=AT + timedelta(minutes=minute))
        assert piled(town, AT) == expected
    assert states(person) == [("call", "stuck")]
    Message.objects.filter(channel="sms").update(failed_at=AT, failure="空号")
    actions.look_who_knows(at=AT + timedelta(minutes=11))
    assert states(person) == [("call", "failed")]
    Message.objects.filter(channel="sms").update(failed_at=None, delivered_at=AT, failure="")
    actions.look_who_knows(at=AT + timedelta(minutes=12))
    assert (states(person), piled(town, AT)) == ([("reached", "")], [])


def test_the_minutes_are_the_areas(town: Town) -> None:
    builders.rule_set("reminders", area=town.county, call_after_minutes=30)
    shift = a_shift(town)
    comer(town, shift, "19900000972")
    off(town, shift)
    for minute, expected in ((29, []), (30, ["李大爷"])):
        actions.look_who_knows(at=AT + timedelta(minutes=minute))
        assert piled(town, AT) == expected


@pytest.mark.parametrize(("days", "expected"), [(3, [[], [], [], ["李大爷"]]), (0, [["李大爷"]] * 4)])
def test_what_need_not_ring_at_night_has_its_minutes_in_the_morning(
    town: Town, days: int, expected: list[list[str]]
) -> None:
    night = AT + timedelta(hours=10)
    starts_at = night + timedelta(days=days, hours=12)
    shift = builders.shift(town.activity("河堤清扫"), starts_at, starts_at + timedelta(hours=2))
    comer(town, shift, "19900000972")
    off(town, shift, night)
    found = []
    for at in (timedelta(minutes=10), timedelta(hours=9, minutes=59), timedelta(hours=10), timedelta(hours=10.2)):
        actions.look_who_knows(at=night + at)
        found.append(piled(town, night + at))
    assert found == expected


def test_a_childs_news_arrive_at_the_guardians(town: Town) -> None:
    shift = a_shift(town)
    mother = builders.account("19900000973", name="王芳")
    child = builders.person(
        "周小一", residence=town.village, born=AT.date().replace(year=AT.year - 12), guardian=mother
    )
    builders.signup(shift, child, signed_up_at=AT - timedelta(days=1))
    off(town, shift)
    sending.deliver_waiting(at=AT)
    actions.look_who_knows(at=AT)
    assert states(child) == [("reached", "")]


def moved(town: Town, shift: Shift, at: datetime, hours: int = 1) -> None:
    starts_at = shift.starts_at + timedelta(hours=hours)
    actions.move_shift(
        shift_id=shift.pk, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), reason="下雨",
        actor=actor(town.leader), at=at,
    )  # fmt: skip


def test_later_news_take_the_place_of_earlier_ones_and_who_left_is_not_called(town: Town) -> None:
    shift = a_shift(town)
    elder, other = comer(town, shift, None), comer(town, shift, None, "王五")
    moved(town, shift, AT)
    assert piled(town, AT) == ["李大爷", "王五"]
    # Whoever gives the place back knows what there is to know.
    signup = shift.signups.get(person=other)
    actions.cancel_signup(signup_id=signup.pk, reason="", actor=actor(town.leader, other), at=AT)
    assert piled(town, AT) == ["李大爷"]
    off(town, shift, AT + timedelta(hours=1))
    assert piled(town, AT) == ["李大爷"]
    assert [state for state, _ in states(elder)] == ["old", "call"]


def test_after_the_shift_nobody_is_called(town: Town) -> None:
    shift = a_shift(town)
    comer(town, shift, None)
    off(town, shift)
    last = shift.ends_at - timedelta(seconds=1)
    assert (piled(town, last), piled(town, shift.ends_at)) == (["李大爷"], [])


def press(browser: Client, row: MustKnow, noun: str = "telling/") -> int:
    return browser.post(f"/must-know/{row.public_id}/{noun}").status_code


def test_the_tick_is_kept_with_its_hand_and_taken_back_by_it_alone(town: Town) -> None:
    shift = a_shift(town)
    elder = comer(town, shift, None)
    off(town, shift)
    row = row_of(elder)
    leader = log_in(town.leader)
    answer = leader.post(f"/must-know/{row.public_id}/telling/", follow=True)
    # Answered where it was pressed, with the way back beside it, also without scripts.
    assert answer.redirect_chain[-1][0].endswith(f"#call-{row.public_id}")
    line = answer.content.decode().split(f'id="call-{row.public_id}"')[1].split("</li>")[0]
    assert "已告知" in line
    assert f"/must-know/{row.public_id}/telling/end/" in line
    assert "by-message " not in answer.content.decode()
    assert "变动都通知到了" in answer.content.decode()
    assert piled(town, AT) == []
    assert press(leader, row) == 303
    assert len(audit.stories_of("signup", [row.signup_id], ["ToldByPhone"])) == 1
    with pytest.raises(Refused):
        actions.undo_told(must_know=row, actor=actor(town.admin), at=AT)
    # A look after it changes nothing of it.
    actions.look_who_knows(at=AT + timedelta(hours=1))
    row.refresh_from_db()
    assert row.told_by_id == town.leader.pk
    assert press(leader, row, "telling/end/") == 303
    assert piled(town, AT) == ["李大爷"]


def test_whoever_does_not_lead_learns_nothing(town: Town) -> None:
    shift = a_shift(town)
    row_was = comer(town, shift, None)
    off(town, shift)
    row = row_of(row_was)
    for browser in (log_in(account("甲", "19900000974")), Client()):
        assert press(browser, row) in (302, 404)
        assert press(browser, row, "telling/end/") in (302, 404)
    row.refresh_from_db()
    assert row.told_at is None


def test_the_number_opens_days_before_only_while_somebody_has_to_call(town: Town) -> None:
    shift = a_shift(town)
    person = comer(town, shift, "19900000975")
    signup = queries.signup(shift.signups.get(person=person).public_id)
    assert signup is not None
    with pytest.raises(Refused):
        hours.number_of(signup=signup, actor=actor(town.leader), at=AT)
    off(town, shift)
    with pytest.raises(Refused):
        hours.number_of(signup=signup, actor=actor(town.leader), at=AT)
    actions.look_who_knows(at=AT + timedelta(minutes=10))
    assert hours.number_of(signup=signup, actor=actor(town.leader), at=AT).phone == "19900000975"
    actions.told_by_phone(must_know=row_of(person), actor=actor(town.leader), at=AT)
    with pytest.raises(Refused):
        hours.number_of(signup=signup, actor=actor(town.leader), at=AT)


def test_as_many_statements_for_twenty_as_for_two(
    town: Town, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    shift = builders.shift(
        town.activity("河堤清扫"), AT + timedelta(days=3), AT + timedelta(days=3, hours=2), places=30
    )
    for n in range(20):
        comer(town, shift, f"199000008{n:02}", f"王{n}")
    off(town, shift)
    with django_assert_max_num_queries(12):
        assert actions.look_who_knows(at=AT + timedelta(minutes=10)) == 20
    assert len(piled(town, AT)) == 20
