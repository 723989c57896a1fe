"""Five ways to lose a place, five texts, each to whom it concerns and true when it leaves (N15, N16)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from baiying.activities import actions
from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices import actions as sending
from baiying.notices import queries as notices
from baiying.notices.models import Message
from baiying.people.models import Person
from tests.activities.makers import Town, actor
from tests.activities.repeating import call_off

pytestmark = pytest.mark.django_db

MOTHER = "19900000950"


def noon(days: int = 0, hours: float = 0) -> datetime:
    return clock.midnight(clock.local_date(clock.now())) + timedelta(days=days, hours=12 + hours)


class Full:
    """A shift of three days ahead at eight with three places: A, B, and C of fifteen; W waits."""

    def __init__(self, town: Town) -> None:
        self.town, self.start = town, noon(3, -4)
        self.shift = builders.shift(town.activity("河堤清扫"), self.start, self.start + timedelta(hours=2), places=3)
        self.mother = builders.account(MOTHER, name="王芳")
        self.people = {name: self._person(name, n) for n, name in enumerate("ABCW")}
        for name, person in self.people.items():
            state = "waitlisted" if name == "W" else "accepted"
            builders.signup(self.shift, person, state=state, signed_up_at=noon(0))

    def _person(self, name: str, n: int) -> Person:
        more: dict[str, Any] = {"born": date(2011, 8, 1), "guardian": self.mother} if name == "C" else {}
        account = builders.account(f"1990000096{n}", name=name)
        return builders.person(name, residence=self.town.village, phone=f"1990000096{n}", account=account, **more)

    def signup(self, name: str) -> Signup:
        return Signup.objects.filter(person=self.people[name]).latest("id")

    def cancel(self, name: str, at: datetime) -> None:
        person = self.people[name]
        by = actor(person.account, person)
        actions.cancel_signup(signup_id=self.signup(name).pk, reason="", actor=by, at=at)

    def inbox(self, name: str) -> list[str]:
        return [one.text for one in notices.inbox_of(self.people[name].public_id)]

    def texts(self, name: str) -> list[Message]:
        phone = MOTHER if name == "mother" else f"1990000096{'ABCW'.index(name)}"
        return list(reversed(notices.on_screen(phone, limit=50)))

    def nobody_reads_of(self, name: str) -> None:
        """Names of one letter: between quotation marks and brackets none stands alone in somebody else's message."""
        for other in self.people:
            if other != name:
                assert not any(f"{name} " in text or f"{name}（" in text for text in self.inbox(other))


@pytest.fixture
def full(town: Town) -> Full:
    return Full(town)


def test_n15_who_withdraws_reads_so_and_who_waited_has_the_place(full: Full) -> None:
    full.cancel("A", noon(1))
    [text] = full.inbox("A")
    assert text.startswith("您已取消")
    assert "领队" not in text
    assert full.texts("A") == []
    actions.confirm(at=noon(1, 0.1))
    [promoted] = full.inbox("W")
    assert promoted.startswith("有名额了")
    [sms] = full.texts("W")
    assert sms.text.startswith("有名额了")
    full.nobody_reads_of("A")
    full.cancel("A", noon(1, 0.2))
    assert len(full.inbox("A")) == 1


def test_n15_whom_the_leader_removes_reads_the_reason(full: Full) -> None:
    by = actor(full.town.leader)
    actions.set_aside(signup_id=full.signup("B").pk, reason="已满足需要", actor=by, at=noon(1))
    [text] = full.inbox("B")
    assert "领队取消了您" in text
    assert "已满足需要" in text
    full.nobody_reads_of("B")


def test_n15_a_childs_own_withdrawal_is_told_to_the_guardian(full: Full) -> None:
    full.cancel("C", noon(1))
    [text] = full.texts("mother")
    assert "这次不去了" in text.text
    assert [one for one in full.inbox("C") if "监护人" in one] == []


def test_n15_a_guardians_no_is_said_neutrally(full: Full) -> None:
    by = actor(full.mother)
    actions.refuse_as_guardian(signup_id=full.signup("C").pk, actor=by, at=noon(1))
    [text] = full.inbox("C")
    assert "监护人这次不同意" in text
    assert "领队" not in text


def test_n15_a_move_says_the_new_time_and_no_word_of_cancelling(full: Full) -> None:
    new = full.start + timedelta(days=1)
    actions.move_shift(
        shift_id=full.shift.pk, starts_at=new, ends_at=new + timedelta(hours=2), reason="下雨",
        actor=actor(full.town.leader), at=noon(1),
    )  # fmt: skip
    for name in "ABCW":
        [text] = full.inbox(name)
        assert "改期了" in text
        assert "取消" not in text
        assert "在“我的报名”里说一声" in text


def test_n15_what_is_called_off_the_evening_before_rings_at_once_for_all(full: Full) -> None:
    night = noon(2, 9.5)
    call_off(full.shift, "one", full.town, night)
    sending.deliver_waiting(at=night + timedelta(minutes=1))
    for name in ("A", "B", "C", "W", "mother"):
        [sms] = full.texts(name)
        assert sms.delivered_at is not None, name
        assert "您不用来了" in sms.text
    full.nobody_reads_of("A")


def test_what_is_called_off_long_before_waits_for_the_morning(full: Full) -> None:
    night = noon(0, 9.5)
    call_off(full.shift, "one", full.town, night)
    sending.deliver_waiting(at=night + timedelta(minutes=1))
    assert all(full.texts(name)[0].delivered_at is None for name in "ABW")
    sending.deliver_waiting(at=noon(1))
    assert all(full.texts(name)[0].delivered_at is not None for name in "ABW")


def test_a_move_of_tomorrows_shift_to_next_week_rings_too(full: Full) -> None:
    night, new = noon(2, 9.5), full.start + timedelta(days=7)
    actions.move_shift(
        shift_id=full.shift.pk, starts_at=new, ends_at=new + timedelta(hours=2), reason="下雨",
        actor=actor(full.town.leader), at=night,
    )  # fmt: skip
    sending.deliver_waiting(at=night + timedelta(minutes=1))
    assert all(full.texts(name)[0].delivered_at is not None for name in "ABC")


def _moved_again(full: Full, at: datetime) -> None:
    new = full.start + timedelta(days=3)
    actions.move_shift(
        shift_id=full.shift.pk, starts_at=new, ends_at=new + timedelta(hours=2), reason="又改",
        actor=actor(full.town.leader), at=at,
    )  # fmt: skip


def _called_off(full: Full, at: datetime) -> None:
    call_off(full.shift, "one", full.town, at)


@pytest.mark.parametrize(("change", "last"), [(_moved_again, "又改"), (_called_off, "您不用来了")])
def test_the_worst_day_the_last_thing_she_hears_is_true(
    full: Full, change: Callable[[Full, datetime], None], last: str
) -> None:
    """Moved at half past nine, changed again at eleven: in the morning only what holds leaves."""
    Shift.objects.filter(pk=full.shift.pk).update(starts_at=noon(9), ends_at=noon(9, 2))
    full.start = noon(9)
    night, new = noon(0, 9.5), noon(10)
    actions.move_shift(
        shift_id=full.shift.pk, starts_at=new, ends_at=new + timedelta(hours=2), reason="下雨",
        actor=actor(full.town.leader), at=night,
    )  # fmt: skip
    change(full, night + timedelta(hours=1.5))
    sending.deliver_waiting(at=noon(1))
    [first, second] = full.texts("A")
    assert (first.dropped, first.delivered_at) == (True, None)
    assert "不再属实" in first.failure
    assert second.delivered_at is not None
    assert last in second.text


def test_out_and_in_again_the_leaders_no_is_not_sent_to_who_has_a_place(full: Full) -> None:
    Shift.objects.filter(pk=full.shift.pk).update(places=9)
    night = noon(0, 9.5)
    actions.set_aside(signup_id=full.signup("B").pk, reason="弄错了", actor=actor(full.town.leader), at=night)
    person = full.people["B"]
    by = actor(person.account, person)
    actions.sign_up(shift_pid=full.shift.public_id, person_id=person.pk, actor=by, at=night + timedelta(minutes=5))
    sending.deliver_waiting(at=noon(1))
    [sms] = [one for one in full.texts("B") if one.kind == "signup_set_aside"]
    assert sms.dropped


def test_n16_who_leaves_the_line_reads_that_and_nothing_of_a_place(full: Full) -> None:
    full.cancel("W", noon(1))
    full.cancel("A", noon(1, 0.1))
    [text] = full.inbox("W")
    assert "退出" in text
    assert "候补" in text
    actions.confirm(at=noon(1, 0.2))
    assert full.texts("W") == []


def _in_again(full: Full, at: datetime) -> None:
    Shift.objects.filter(pk=full.shift.pk).update(places=9)
    type(full.shift.post).objects.filter(pk=full.shift.post_id).update(minors_welcome=True, minors_with="leader")
    person = full.people["C"]
    by = actor(person.account, person)
    actions.sign_up(shift_pid=full.shift.public_id, person_id=person.pk, actor=by, at=at)


def test_a_guardian_reads_in_the_morning_what_holds_of_a_child_that_is_out_and_in_and_out_at_night(full: Full) -> None:
    night = noon(0, 9.5)
    full.cancel("C", night)
    _in_again(full, night + timedelta(minutes=5))
    full.cancel("C", night + timedelta(minutes=10))
    sending.deliver_waiting(at=noon(1))
    first, made, last = full.texts("mother")
    assert (first.kind, made.kind, last.kind) == ("ward_signup_withdrew", "ward_signup_made", "ward_signup_withdrew")
    assert (first.dropped, made.dropped) == (True, True)
    assert "不再属实" in made.failure
    assert last.delivered_at is not None


def test_a_guardian_does_not_read_that_a_child_stays_away_which_is_in_again(full: Full) -> None:
    night = noon(0, 9.5)
    full.cancel("C", night)
    _in_again(full, night + timedelta(minutes=5))
    sending.deliver_waiting(at=noon(1))
    left = {one.kind: one for one in full.texts("mother")}
    assert left["ward_signup_withdrew"].dropped
    assert left["ward_signup_made"].delivered_at is not None


def test_there_and_back_and_there_again_is_told_once(full: Full) -> None:
    first, new = noon(9), noon(10)
    Shift.objects.filter(pk=full.shift.pk).update(starts_at=first, ends_at=first + timedelta(hours=2))
    for number, start in enumerate((new, first, new)):
        actions.move_shift(
            shift_id=full.shift.pk, starts_at=start, ends_at=start + timedelta(hours=2), reason="下雨",
            actor=actor(full.town.leader), at=noon(0, 9.5) + timedelta(minutes=number),
        )  # fmt: skip
    sending.deliver_waiting(at=noon(1))
    assert [one.delivered_at is not None for one in full.texts("A")] == [False, False, True]
