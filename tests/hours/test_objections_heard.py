"""What a volunteer said against a change is answered before the change counts, however it is asked for again; and what
was on record comes back whole."""

import importlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from baiying.hours import actions, queries
from baiying.hours.actions import refusals
from baiying.hours.models import Attendance, Objection, Proposal
from baiying.notices import queries as notices
from tests.hours.conftest import Morning, serve
from tests.hours.test_leaders_corrections import correct, lines, ticked, waiting
from tests.hours.test_unclaimed import came, sweep, verify

pytestmark = pytest.mark.django_db


def objects(morning: Morning, row: Attendance, at: int) -> Any:
    return actions.file_objection(
        person_id=row.person_id, words="十点到的", attendance=row, actor=morning.actor("volunteer"), at=morning.at(at)
    )


def asks(morning: Morning, row: Attendance, minutes: int | None, words: str, at: int) -> Proposal | None:
    times = actions.Times(morning.at(0), morning.at(minutes)) if minutes is not None else None
    return actions.correct_record(
        attendance=row, times=times, words=words, actor=morning.actor("leader"), at=morning.at(at)
    )


def approve(morning: Morning, row: Attendance, at: int) -> None:
    actions.approve(proposal=waiting(row)[0], actor=morning.actor("reviewer"), at=morning.at(at))


@pytest.mark.law("O67-13")
@pytest.mark.parametrize("between", [None, 60, 150], ids=["again", "other-times", "taken-back-and-again"])
def test_asking_again_in_other_words_gets_round_no_objection(morning: Morning, between: int | None) -> None:
    row = serve(morning)
    correct(morning, row, None)
    case = objects(morning, row, 401)
    if between is not None:
        asks(morning, row, between, "看错了", 402)
    asks(morning, row, None, "再说一遍，没有来", 403)
    with pytest.raises(refusals.ObjectionOpen):
        approve(morning, row, 404)
    actions.answer_objection(
        objection=case, upheld=False, answer="照片里没有您", actor=morning.actor("county"), at=morning.at(405)
    )
    approve(morning, row, 406)
    assert lines(row) == [150, -150]


def test_a_reversal_taken_back_and_asked_for_again_waits_for_the_answer_too(morning: Morning) -> None:
    row = serve(morning)
    [entry] = queries.standing_entries_of(row.pk)
    county = morning.actor("county")
    asked = actions.propose_reversal(entry=entry, words="查实", actor=county, at=morning.at(200))
    objects(morning, row, 201)
    actions.withdraw_reversal(proposal=asked, actor=county, at=morning.at(202))
    actions.propose_reversal(entry=entry, words="查实不在场", actor=county, at=morning.at(203))
    with pytest.raises(refusals.ObjectionOpen):
        approve(morning, row, 204)


def test_of_two_changes_of_one_record_each_waits_for_the_answer(morning: Morning) -> None:
    row = serve(morning)
    [entry] = queries.standing_entries_of(row.pk)
    actions.propose_reversal(entry=entry, words="查实", actor=morning.actor("county"), at=morning.at(200))
    [first] = waiting(row)
    # Asked of another line of the same record, which this one has not: as two rows of one list all the same.
    second = Proposal.objects.get(pk=first.pk)
    second.pk, second.public_id, second.serial = None, "", 1
    second.proposed_at = morning.at(201)
    second.save()
    objects(morning, row, 202)
    assert sorted(queries.objected_since([first, second])) == sorted([first.pk, second.pk])


def test_an_objection_to_the_pending_change_is_upheld_with_the_times_on_record(morning: Morning) -> None:
    row = serve(morning)
    reasons = list(row.reason)
    correct(morning, row, None)
    case = objects(morning, row, 401)
    actions.answer_objection(
        objection=case, upheld=True, answer="照片里有您", times=actions.Times(morning.at(0), morning.at(150)),
        actor=morning.actor("county"), at=morning.at(402),
    )  # fmt: skip
    row.refresh_from_db()
    assert (waiting(row), lines(row), row.reason) == ([], [150], reasons)
    assert row.settled_at is not None
    text = notices.inbox_of(row.person.public_id)[0].text
    assert "异议成立" in text
    assert "原来的记录不变" in text


@pytest.mark.parametrize(("make", "left"), [(serve, []), (ticked, [("whole", 150)])], ids=["posted", "waiting"])
def test_it_is_upheld_so_too_once_the_change_was_taken_back(
    morning: Morning, make: Callable[[Morning], Attendance], left: list[tuple[str, int]]
) -> None:
    """Also where the record itself still waits for a second person: that goes on waiting, untouched."""
    row = make(morning)
    correct(morning, row, None)
    case = objects(morning, row, 401)
    assert asks(morning, row, 150, "看错了", 402) is None
    actions.answer_objection(
        objection=case, upheld=True, answer="照片里有您", times=actions.Times(morning.at(0), morning.at(150)),
        actor=morning.actor("county"), at=morning.at(403),
    )  # fmt: skip
    assert [(one.part, one.minutes) for one in waiting(row)] == left
    assert "原来的记录不变" in notices.inbox_of(row.person.public_id)[0].text


def test_what_waited_waits_again_once_the_objection_to_its_change_is_upheld(morning: Morning) -> None:
    row = ticked(morning)
    correct(morning, row, None)
    case = objects(morning, row, 401)
    actions.answer_objection(
        objection=case, upheld=True, answer="照片里有您", times=actions.Times(morning.at(0), morning.at(150)),
        actor=morning.actor("county"), at=morning.at(402),
    )  # fmt: skip
    assert [(one.part, one.minutes) for one in waiting(row)] == [("whole", 150)]


def test_times_that_change_nothing_answer_no_objection_where_nothing_is_pending(morning: Morning) -> None:
    row = serve(morning)
    case = objects(morning, row, 401)
    with pytest.raises(refusals.NothingToCorrect):
        actions.answer_objection(
            objection=case, upheld=True, answer="是", times=actions.Times(morning.at(0), morning.at(150)),
            actor=morning.actor("county"), at=morning.at(402),
        )  # fmt: skip


def test_a_correction_taken_back_leaves_the_hours_of_the_unverified_waiting(morning: Morning) -> None:
    row = came(morning)
    asks(morning, row, 90, "早走了", 400)
    assert asks(morning, row, 120, "没有早走", 401) is None
    row.refresh_from_db()
    assert row.settled_at is None
    verify(morning, row)
    sweep(morning, 2)
    assert lines(row) == [120]


def test_a_correction_refused_after_the_person_was_verified_loses_nothing(morning: Morning) -> None:
    row = came(morning)
    proposal = asks(morning, row, 90, "早走了", 400)
    assert proposal is not None
    verify(morning, row)
    sweep(morning, 2)
    actions.refuse(proposal=proposal, words="她一直在", actor=morning.actor("reviewer"), at=morning.at(3000))
    sweep(morning, 3)
    assert lines(row) == [120]
    row.refresh_from_db()
    assert row.settled_at is not None


def test_a_refused_correction_of_what_had_its_end_opens_nothing(morning: Morning) -> None:
    row = came(morning)
    sweep(morning, 91)
    row.refresh_from_db()
    assert row.settled_at is not None
    Attendance.objects.filter(pk=row.pk).update(settled_at=morning.at(399))
    proposal = asks(morning, row, 90, "早走了", 400)
    assert proposal is not None
    actions.refuse(proposal=proposal, words="过期了", actor=morning.actor("reviewer"), at=morning.at(401))
    row.refresh_from_db()
    assert row.settled_at is not None


def test_nobody_drops_what_waits_beside_what_is_posted_alone(morning: Morning) -> None:
    """Eight hours posted, more than the day's cap waiting: back to the posted ones is no taking back."""
    row = serve(morning)
    _over_cap(row, morning)
    asks(morning, row, 60, "早走了", 400)
    with pytest.raises(refusals.NothingToCorrect):
        asks(morning, row, 150, "没有早走", 401)
    [asked] = waiting(row)
    actions.refuse(proposal=asked, words="都在", actor=morning.actor("reviewer"), at=morning.at(402))
    assert [(one.part, one.minutes) for one in waiting(row)] == [("over_cap", 30)]


def _over_cap(row: Attendance, morning: Morning) -> None:
    [entry] = queries.standing_entries_of(row.pk)
    Proposal.objects.create(
        attendance=row, part="over_cap", minutes=30, source=entry.source, tier=entry.tier, served_on=entry.served_on,
        starts_at=entry.starts_at, ends_at=entry.ends_at, reason=[], proposed_at=morning.at(151),
        due_on=(morning.at(0) + timedelta(days=5)).date(),
    )  # fmt: skip


def test_only_where_an_objection_can_be_filed_the_message_says_how(morning: Morning) -> None:
    row = serve(morning)
    first = objects(morning, row, 300)
    correct(morning, row, None)
    said = "点“这条不对”写明"
    assert said not in _told_of_change(row)
    actions.answer_objection(
        objection=first, upheld=False, answer="没有少记", actor=morning.actor("county"), at=morning.at(401)
    )
    asks(morning, row, 60, "只来了一小时", 402)
    assert said in _told_of_change(row)
    # What is new may be objected to anew, as the message says.
    assert queries.case_of_attendance(row, morning.at(403)).may_object
    objects(morning, row, 404)


def _told_of_change(row: Attendance) -> str:
    return notices.inbox_of(row.person.public_id).filter(kind="hours.proposed")[0].text


def test_objections_that_were_open_before_are_known_as_to_a_change(morning: Morning) -> None:
    """The statement of the migration: what was filed while a change waited, and nothing else."""
    fill = importlib.import_module("baiying.hours.migrations.0016_objections_to_changes").FILL

    def filled(case: Objection) -> bool:
        Objection.objects.filter(pk=case.pk).update(to_change=False)
        with connection.cursor() as cursor:
            cursor.execute(fill)
        case.refresh_from_db()
        return case.to_change

    row = serve(morning)
    first = objects(morning, row, 300)
    correct(morning, row, None)
    assert not filled(first)
    actions.withdraw_objection(objection=first, actor=morning.actor("volunteer"), at=morning.at(401))
    assert filled(objects(morning, row, 402))
