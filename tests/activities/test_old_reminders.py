"""A reminder of a time that is no more: the outbox says that it will not be sent, the inbox that it holds no longer."""

from datetime import timedelta

import pytest

from baiying.activities import actions, queries
from baiying.activities.models import Shift
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices import queries as notices
from baiying.notices.models import Message
from tests.activities.makers import Town, actor, log_in
from tests.activities.reminding import MOTHER, a_shift, at, deliver, outcomes, run, signed_up, somebody, texts_to

pytestmark = pytest.mark.django_db


def _move(town: Town, shift: Shift, hours: int, when: object) -> None:
    actions.move_shift(
        shift_id=shift.pk, starts_at=shift.starts_at + timedelta(hours=hours),
        ends_at=shift.ends_at + timedelta(hours=hours), reason="场地", actor=actor(town.leader, town.leader_person),
        at=when,  # type: ignore[arg-type]
    )  # fmt: skip


def test_of_a_shift_moved_after_its_reminder_was_written_nobody_is_reminded_falsely_or_twice(town: Town) -> None:
    shift = a_shift(town, at(5, 20))
    row = signed_up(shift, somebody(town, "甲", MOTHER), at(1, 9))
    run(at(4, 19))
    [old] = texts_to(MOTHER)
    assert notices.foreseen(old, at(4, 19, 1)).key == "waiting"
    _move(town, shift, 1, at(4, 19, 2))
    said = notices.foreseen(old, at(4, 19, 3))
    assert (said.key, str(said.words)) == ("to_drop", "不会再发")
    assert "改期" in said.why
    # The move itself is the word of the new time: the evening's does not come once more minutes later.
    run(at(4, 19, 4), at(4, 20))
    assert outcomes(row)["evening"] == "late"
    deliver(at(4, 20, 1))
    left = [one.kind for one in notices.on_screen(MOTHER, limit=9) if one.delivered_at]
    assert left == ["signup_moved"]
    # Shortly before it begins one is reminded all the same, of the time of now.
    run(at(5, 20))
    deliver(at(5, 20, 1))
    last = texts_to(MOTHER)[-1]
    assert (last.kind, "21:00" in last.text, bool(last.delivered_at)) == ("reminder_soon", True, True)


def test_the_old_reminder_in_the_inbox_is_marked_and_one_that_holds_is_not(town: Town) -> None:
    shift, other = a_shift(town, at(5, 9)), a_shift(town, at(5, 15), title="敬老饭桌")
    who = somebody(town, "甲", MOTHER)
    who.account = builders.account(MOTHER, name="甲")
    who.save(update_fields=["account"])
    for one in (shift, other):
        signed_up(one, who, at(1, 9))
    run(at(4, 19))
    _move(town, shift, 3, at(4, 19, 2))
    old = Message.objects.get(kind="reminder_evening", channel="inapp", text__contains=shift.activity.title)
    kept = Message.objects.get(kind="reminder_evening", channel="inapp", text__contains="敬老饭桌")
    assert set(notices.outdated([old, kept])) == {old.id}
    page = log_in(who.account, who).get("/mine/messages/").content.decode()
    assert page.count("这条提醒已不作数：班次改期了") == 1
    assert queries.moved_at([shift.pk, other.pk]) == {shift.pk: at(4, 19, 2)}


def test_in_the_quiet_hours_the_outbox_says_from_when_on_it_leaves(town: Town) -> None:
    shift = a_shift(town, at(6, 9))
    signed_up(shift, somebody(town, "甲", MOTHER), at(1, 9))
    run(at(5, 19))
    [text] = texts_to(MOTHER)
    assert "08:00" in notices.foreseen(text, at(5, 22)).why
    assert not notices.foreseen(text, at(5, 19, 1)).why
    assert clock.local(at(5, 22)).hour == 22
