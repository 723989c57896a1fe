"""What a leader noted is told when it cannot be taken back any more, as it then stands, and not if it was."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.hours import actions, queries, rules
from baiying.hours.models import Attendance, Proposal
from baiying.kit import clock
from baiying.notices import queries as notices
from baiying.notices.models import Message
from tests.hours.conftest import Morning

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


def came(morning: Morning, key: str = "volunteer", minute: int = 0) -> Attendance:
    person = morning.cast[key].person
    assert person is not None
    return actions.tick_in(
        shift=morning.shift, person_id=person.pk, actor=morning.actor("leader"), at=morning.at(minute)
    )


def leaves(morning: Morning, row: Attendance, minute: int) -> Attendance:
    return actions.check_out(attendance=row, source="roll", actor=morning.actor("leader"), at=morning.at(minute))


def told(row: Attendance) -> list[str]:
    return [one.text for one in notices.inbox_of(row.person.public_id)]


@pytest.mark.parametrize(
    ("after", "undo", "say"),
    [(-1, False, False), (0, True, False), (600, True, False), (600.001, False, True), (3600, False, True)],
)
def test_one_rule_says_how_long(after: float, undo: bool, say: bool) -> None:
    noted = datetime(2026, 11, 29, 9, 0, tzinfo=clock.CHINA)
    at = noted + timedelta(seconds=after)
    assert rules.may_undo(noted, at) is undo
    assert rules.may_say(noted + rules.UNDO_WITHIN, at) is say


def test_no_hours_to_count_is_said_only_after_the_ten_minutes(morning: Morning) -> None:
    row = leaves(morning, came(morning, minute=0), 0)
    assert told(row) == []
    for minute in (5, 10):
        assert actions.say_held(at=morning.at(minute)) == 0
    assert told(row) == []
    assert actions.say_held(at=morning.at(10) + timedelta(seconds=1)) == 1
    [text] = told(row)
    assert "没有可计的时长" in text
    actions.say_held(at=morning.at(30))
    assert len(told(row)) == 1


def test_what_was_taken_back_is_never_told(morning: Morning) -> None:
    row = leaves(morning, came(morning, minute=0), 0)
    actions.undo_leaving(attendance=row, actor=morning.actor("leader"), at=morning.at(9))
    actions.say_held(at=morning.at(30))
    assert told(row) == []
    row.refresh_from_db()
    leaves(morning, row, 150)
    actions.say_held(at=morning.at(161))
    [text] = told(row)
    assert "已提交复核" in text, "as it then stands, not what was noted first"


def test_what_was_decided_meanwhile_is_told_by_the_decision_alone(morning: Morning) -> None:
    row = leaves(morning, came(morning), 150)
    assert told(row) == []
    actions.approve(proposal=Proposal.objects.get(), actor=morning.actor("reviewer"), at=morning.at(152))
    assert len(told(row)) == 1
    actions.say_held(at=morning.at(170))
    [text] = told(row)
    assert "已入账" in text


def test_who_leaves_by_the_own_code_hears_at_once(morning: Morning) -> None:
    row = came(morning)
    actions.check_out(attendance=row, actor=morning.actor("volunteer"), at=morning.at(150))
    assert len(told(row)) == 1


def test_an_end_that_is_confirmed_is_held_as_well(morning: Morning) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    row = builders.attendance(morning.shift, person, source="roll", left_at=morning.at(300), forced=True)
    actions.confirm_end(attendance=row, ends_at=morning.at(120), actor=morning.actor("leader"), at=morning.at(310))
    assert told(row) == []
    actions.say_held(at=morning.at(321))
    assert [text for text in told(row) if "已提交复核" in text]


def test_hours_that_can_never_count_are_said_with_the_reason(morning: Morning) -> None:
    row = came(morning)
    builders.registration_of(row.person)
    row.reason = [{"code": "never_not_registered"}]
    row.checked_out_at, row.settled_at, row.out_source = morning.at(60), morning.at(60), "roll"
    row.end_before, row.say_after = {"at": morning.at(60).isoformat()}, morning.at(70)
    row.save()
    actions.say_held(at=morning.at(71))
    [text] = told(row)
    assert "不能入账" in text


def test_who_is_in_doubt_is_told_of_the_doubt_and_asked_for_no_check(morning: Morning) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    row = actions.tick_in(
        shift=morning.shift, person_id=person.pk, source="scan", actor=morning.actor("leader"), at=morning.at(0)
    )
    registration = builders.registration_of(person)
    registration.held_at = morning.at(-60)
    registration.save(update_fields=["held_at"])
    actions.check_out(attendance=row, source="scan", actor=morning.actor("leader"), at=morning.at(150))
    assert told(row) == []
    actions.say_held(at=morning.at(161))
    [text] = told(row)
    assert "您的注册正在核实" in text
    assert "实名核验" not in text


def test_a_year_of_waiting_hours_asks_once_for_the_doubt(
    morning: Morning, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    registration = builders.registration_of(person)
    registration.held_at = morning.at(-60)
    registration.save(update_fields=["held_at"])
    for n in range(6):
        shift = builders.shift(morning.shift.activity, morning.at(-1440 * n), morning.at(-1440 * n + 60))
        builders.attendance(shift, person, left_at=morning.at(-1440 * n + 60))
    with django_assert_max_num_queries(5):
        cases = queries.last_cases(person.pk, 10, morning.at(70))
    assert [str(case.state_text) for case in cases] == ["注册核实中"] * 6


def test_a_walk_in_hears_of_it_once_it_stands_and_goes_on_to_hear_after_an_undone_leaving(morning: Morning) -> None:
    row = came(morning, "stranger")
    assert told(row) == []
    leaves(morning, row, 5)
    row.refresh_from_db()
    actions.undo_leaving(attendance=row, actor=morning.actor("leader"), at=morning.at(8))
    actions.say_held(at=morning.at(11))
    [text] = told(row)
    assert "现场加入" in text
    wrong = came(morning, "volunteer", 12)
    assert wrong.say_after is None, "who has a place is told nothing of the coming"


def test_a_walk_in_that_was_the_wrong_name_is_not_told(morning: Morning) -> None:
    row = came(morning, "stranger")
    actions.undo_tick(attendance=row, actor=morning.actor("leader"), at=morning.at(5))
    actions.say_held(at=morning.at(30))
    assert told(row) == []


def test_guardians_hear_at_once_where_a_child_is_and_that_it_was_a_mistake(morning: Morning) -> None:
    minor = morning.cast["minor"].person
    assert minor is not None
    morning.shift.signups.filter(person=minor).delete()
    type(morning.shift.post).objects.filter(pk=morning.shift.post_id).update(minors_welcome=True)
    morning.shift.post.minors_welcome = True
    row = came(morning, "minor")
    assert Message.objects.filter(kind="ward_walked_in").exists()
    assert not Message.objects.filter(kind="ward_walked_in_undone").exists()
    actions.undo_tick(attendance=row, actor=morning.actor("leader"), at=morning.at(2))
    assert Message.objects.filter(kind="ward_walked_in_undone", text__contains="点错了").exists()


def test_the_page_of_the_volunteer_shows_the_record_meanwhile(morning: Morning, client_as: ClientAs) -> None:
    row = leaves(morning, came(morning), 150)
    assert queries.state_of(row, [], morning.at(151)) == "waiting"
    assert client_as("volunteer").get(f"/attendances/{row.public_id}/").status_code == 200
