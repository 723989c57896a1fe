"""Sign-up, leaving, promotion, move, the guardian's no, calling off, in any order: nobody hears false things or twice.

Read from the text messages alone, at the moment at which each of them leaves: who reads it, of which shift, and whether
what it says holds.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from baiying.activities import actions
from baiying.activities.actions import telling
from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.notices import actions as sending
from baiying.notices import queries
from baiying.notices.models import Message
from tests.activities.makers import Town, actor
from tests.activities.repeating import call_off

MOTHER, CHILD = "19900000980", 3
TITLES = ("河堤清扫", "敬老午餐")
LIVE = ("accepted", "applied", "waitlisted")
# What each text says of a place, by words of its own.
PLACE = ("报名成功", "有名额了", "提醒您", "报名了“")
LINE = ("排了候补",)
CHANGED = ("改期了",)
LOST = ("不用来了", "领队取消了您", "这次不同意您", "不去了", "退出了", "收回了", "这次报名已取消")
which_person, which_shift = st.integers(0, 3), st.integers(0, 1)


class AnyOrder(RuleBasedStateMachine):
    """Three grown-ups and a child of fifteen; two shifts of two days ahead. Every example is rolled back."""

    town: Town

    @initialize(hour=st.sampled_from([12, 22]))
    def begin(self, hour: int) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at = clock.midnight(clock.local_date(clock.now())) + timedelta(hours=hour)
        builders.rule_set("notices", sms_per_phone_day=20)
        self.mother = builders.account(MOTHER, name="王芳")
        self.people = [self.person(number) for number in range(4)]
        self.shifts = [self.shift(number) for number in range(2)]
        self.moves = [0, 0]
        self.seen: set[int] = set()
        self.heard: set[tuple[Any, ...]] = set()
        self.everybody_signs_up(0)

    def person(self, number: int) -> Any:
        phone = f"1990000098{number + 1}"
        more: dict[str, Any] = {"born": date(2011, 8, 1), "guardian": self.mother} if number == CHILD else {}
        account = builders.account(phone, name=f"志愿者{number}")
        return builders.person(f"志愿者{number}", residence=self.town.village, phone=phone, account=account, **more)

    def shift(self, number: int) -> Shift:
        start = clock.midnight(clock.local_date(self.at)) + timedelta(days=2, hours=9 + 8 * number)
        made = builders.shift(self.town.activity(TITLES[number]), start, start + timedelta(hours=2), places=2 - number)
        type(made.post).objects.filter(pk=made.post_id).update(minors_welcome=True, minors_with="leader")
        return made

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def actor_of(self, person: int) -> Any:
        row = self.people[person]
        return actor(row.account, row)

    def live(self, person: int, shift: int) -> Signup | None:
        rows = Signup.objects.filter(person=self.people[person], shift=self.shifts[shift], state__in=LIVE)
        return rows.first()

    @rule(person=which_person, shift=which_shift, by_mother=st.booleans())
    def signs_up(self, person: int, shift: int, by_mother: bool) -> None:
        row = self.people[person]
        by = actor(self.mother, row) if by_mother and person == CHILD else self.actor_of(person)
        try:
            actions.sign_up(shift_pid=self.shifts[shift].public_id, person_id=row.pk, actor=by, at=self.at)
        except Refused:
            return

    @rule(shift=which_shift)
    def everybody_signs_up(self, shift: int) -> None:
        for person in (0, CHILD, 1, 2):
            self.signs_up(person, shift, False)

    @rule(person=which_person, shift=which_shift)
    def leaves(self, person: int, shift: int) -> None:
        self.ends("cancel_signup", person, shift, self.actor_of(person), reason="")

    @rule(person=which_person, shift=which_shift, out_again=st.booleans())
    def changes_the_mind(self, person: int, shift: int, out_again: bool) -> None:
        self.leaves(person, shift)
        self.at += timedelta(minutes=1)
        self.signs_up(person, shift, False)
        if out_again:
            self.leaves(person, shift)

    @rule(person=which_person, shift=which_shift)
    def is_set_aside(self, person: int, shift: int) -> None:
        self.ends("set_aside", person, shift, actor(self.town.leader), reason="人手够了")

    @rule(shift=which_shift)
    def the_guardian_says_no(self, shift: int) -> None:
        self.ends("refuse_as_guardian", CHILD, shift, actor(self.mother))

    def ends(self, how: str, person: int, shift: int, by: Any, **more: str) -> None:
        row = self.live(person, shift)
        if row is not None:
            try:
                getattr(actions, how)(signup_id=row.pk, actor=by, at=self.at, **more)
            except Refused:
                return

    @rule(shift=which_shift, hours=st.sampled_from([-20, -2, 1, 20, 48]))
    def is_moved(self, shift: int, hours: int) -> None:
        row = Shift.objects.get(pk=self.shifts[shift].pk)
        times = {"starts_at": row.starts_at + timedelta(hours=hours), "ends_at": row.ends_at + timedelta(hours=hours)}
        try:
            actions.move_shift(shift_id=row.pk, reason="下雨", actor=actor(self.town.leader), at=self.at, **times)
        except Refused:
            return
        self.moves[shift] += 1

    @rule(shift=which_shift)
    def is_called_off(self, shift: int) -> None:
        try:
            call_off(self.shifts[shift], "one", self.town, at=self.at)
        except Refused:
            return

    @rule(minutes=st.sampled_from([1, 50, 240, 600, 840]))
    def time_passes(self, minutes: int) -> None:
        """The worker stood still in between and runs now: what waited for the morning, and what is due."""
        self.at += timedelta(minutes=minutes)
        actions.confirm(at=self.at)
        actions.remind(at=self.at)
        sending.deliver_waiting(at=self.at)

    @rule()
    def what_is_written_leaves(self) -> None:
        sending.deliver_waiting(at=self.at)

    @invariant()
    def what_left_is_true_and_new(self) -> None:
        if not hasattr(self, "people"):
            return
        # No two acts at the same instant.
        self.at += timedelta(seconds=1)
        gone = Message.objects.filter(channel="sms", delivered_at__isnull=False).exclude(id__in=self.seen)
        for message in gone.order_by("id"):
            self.seen.add(message.id)
            for number, person in enumerate([*self.people, None]):
                phone = MOTHER if person is None else f"1990000098{number + 1}"
                if message.address_mask and sending_to(message, phone):
                    self.reads(message, CHILD if person is None else number, phone)

    def reads(self, message: Message, person: int, phone: str) -> None:
        shifts = [number for number, title in enumerate(TITLES) if f"“{title}”" in message.text]
        assert shifts, message.text
        for number in shifts:
            row, shift = self.live(person, number), Shift.objects.get(pk=self.shifts[number].pk)
            said = self.said(message.text)
            about = f"{message.kind} to {phone}: {message.text} ({row and row.state}, {telling.when(shift)})"
            if said in (PLACE, LINE, CHANGED):
                assert row is not None, about
                assert str(telling.when(shift)) in message.text, about
                assert said is not PLACE or row.state == "accepted", about
                assert said is not LINE or row.state == "waitlisted", about
            else:
                assert row is None, about
            last = Signup.objects.filter(person=self.people[person], shift=shift).latest("id")
            kind = message.kind if "reminder" in message.kind else said
            key = (phone, number, kind, last.pk, last.state, self.moves[number])
            assert key not in self.heard, f"twice: {about}"
            self.heard.add(key)

    def said(self, text: str) -> tuple[str, ...]:
        found = [words for words in (LOST, CHANGED, LINE, PLACE) if any(word in text for word in words)]
        assert found, text
        return found[0]


def sending_to(message: Message, phone: str) -> bool:
    return bytes(message.address_hash or b"") == queries.phone_hash(phone)


@pytest.mark.django_db
def test_whatever_happens_nobody_reads_what_does_not_hold_or_reads_it_twice(town: Town) -> None:
    AnyOrder.town = town
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        AnyOrder, settings=settings(max_examples=12, stateful_step_count=18, deadline=None)
    )
