"""A mistake that the leader finds afterwards: proposed with a reason, decided by another hand, told to the person."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries
from baiying.hours.actions import refusals
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.notices import queries as notices
from tests.hours.conftest import Morning, morning_at, serve

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


def ticked(morning: Morning) -> Attendance:
    """The leader noted coming and leaving: waits for a second person."""
    person = morning.cast["volunteer"].person
    assert person is not None
    row = builders.attendance(morning.shift, person, source="roll", by=morning.cast["leader"].account)
    return actions.check_out(attendance=row, source="roll", actor=morning.actor("leader"), at=morning.at(150))


def correct(morning: Morning, row: Attendance, minutes: int | None, *, who: str = "leader", at: int = 400) -> object:
    times = actions.Times(morning.at(0), morning.at(minutes)) if minutes is not None else None
    return actions.correct_record(
        attendance=row, times=times, words="点错了人", actor=morning.actor(who), at=morning.at(at)
    )


def waiting(row: Attendance) -> list[Proposal]:
    return list(Proposal.objects.filter(attendance=row, decided_by_id__isnull=True))


def lines(row: Attendance) -> list[int]:
    return [entry.minutes for entry in HourEntry.objects.filter(attendance_id=row.pk).order_by("id")]


@pytest.mark.parametrize(("minutes", "after"), [(60, [150, -150, 60]), (None, [150, -150])])
def test_what_is_posted_stands_until_another_agrees(morning: Morning, minutes: int | None, after: list[int]) -> None:
    row = serve(morning)
    correct(morning, row, minutes)
    correct(morning, row, minutes)
    [proposal] = waiting(row)
    assert lines(row) == [150]
    person = row.person
    assert any(
        "点错了人" in m.text and "原来的 2 小时 30 分钟 不动" in m.text for m in notices.inbox_of(person.public_id)
    )
    for who in ("leader", "volunteer"):
        with pytest.raises(refusals.SecondPersonNeeded):
            actions.approve(proposal=proposal, actor=morning.actor(who), at=morning.at(401))
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=morning.at(402))
    assert lines(row) == after
    row.refresh_from_db()
    assert row.settled_at is not None


@pytest.mark.law("O67-3")
def test_minutes_that_a_leader_types_on_top_are_never_credit(morning: Morning) -> None:
    row = serve(morning, 60)
    correct(morning, row, 150)
    [proposal] = waiting(row)
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=morning.at(402))
    found = HourEntry.objects.filter(attendance_id=row.pk).order_by("id")
    assert [(one.minutes, one.source, one.tier) for one in found] == [(60, "code", "credit"), (90, "typed", "honour")]


def test_a_correction_never_reaches_into_another_record_and_is_written_down(morning: Morning) -> None:
    row = serve(morning, 60)
    person = row.person
    leader = morning.cast["leader"]
    assert leader.team is not None
    other = builders.activity(leader.team, leader.account, "下午的活动", at=morning.at(0))
    shift = builders.shift(other, morning.at(100), morning.at(200))
    builders.attendance(shift, person, came_at=morning.at(100), left_at=morning.at(200), settled=True)
    with pytest.raises(refusals.Overlap):
        correct(morning, row, 101)
    assert waiting(row) == []
    correct(morning, row, 100)
    said = AuditEvent.objects.get(action="CorrectionProposed")
    assert (said.subject_id, said.account_id) == (row.pk, leader.account.pk)
    assert (said.detail["words"], said.detail["minutes"]) == ("点错了人", 100)


def test_a_correction_that_is_refused_changes_nothing(morning: Morning) -> None:
    row = serve(morning)
    correct(morning, row, 60)
    actions.refuse(
        proposal=waiting(row)[0], words="签到码记录清楚", actor=morning.actor("reviewer"), at=morning.at(401)
    )
    assert lines(row) == [150]


def test_what_still_waits_is_replaced_and_one_who_was_not_there_gets_nothing(morning: Morning) -> None:
    row = ticked(morning)
    [first] = waiting(row)
    correct(morning, row, 90)
    [second] = waiting(row)
    assert (first.minutes, second.minutes, second.part) == (150, 90, "correction")
    correct(morning, row, None)
    [third] = waiting(row)
    assert third.minutes == 0
    actions.approve(proposal=third, actor=morning.actor("reviewer"), at=morning.at(402))
    row.refresh_from_db()
    assert (lines(row), row.settled_at is not None) == ([], True)


def test_saying_what_is_posted_takes_ones_own_correction_back(morning: Morning) -> None:
    row = serve(morning)
    correct(morning, row, 60)
    assert correct(morning, row, 150) is None
    row.refresh_from_db()
    assert (waiting(row), lines(row), row.settled_at is not None) == ([], [150], True)


def test_refusals(morning: Morning) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    still_here = builders.attendance(morning.shift, person, source="roll")
    with pytest.raises(refusals.NoEndYet):
        correct(morning, still_here, 60)
    Attendance.objects.all().delete()
    row = serve(morning)
    late = 32 * 24 * 60
    for at, minutes, refusal in ((400, 150, refusals.NothingToCorrect), (late, 60, refusals.TooOld)):
        with pytest.raises(refusal):
            correct(morning, row, minutes, at=at)
    correct(morning, row, 60)
    # Another leader of the team waits until the first correction is decided.
    with pytest.raises(Refused) as refused:
        correct(morning, row, 30, who="unit_admin")
    assert refused.value.code == "correction_waits"


def test_the_page_from_the_list_to_the_reviewer(cast: dict[str, the_cast.Member], client_as: ClientAs) -> None:
    morning = morning_at(cast, clock.now() - timedelta(hours=3))
    row = serve(morning)
    leader, page = client_as("leader"), f"/attendances/{row.public_id}/correction/"
    assert page in leader.get(f"/shifts/{morning.shift.public_id}/field/").content.decode()
    assert "另一个人复核" in leader.get(page).content.decode()
    wrong = leader.post(page, {"what": "times", "starts_at": "", "ends_at": "", "words": "看错了"})
    assert wrong.status_code == 422
    assert "看错了" in wrong.content.decode()
    answer = leader.post(page, {"what": "absent", "words": "点错了人"}, follow=True)
    assert "已提交更正，由另一个人复核" in answer.content.decode()
    reviewer = client_as("reviewer")
    shown = reviewer.get(f"/desk/hours/reviews/{waiting(row)[0].public_id}/").content.decode()
    assert "现在入账 2 小时 30 分钟" in shown
    assert client_as("volunteer").get(page).status_code == 404


def test_who_did_not_come_is_counted_so_by_the_record_and_by_the_own_list(morning: Morning) -> None:
    row = ticked(morning)
    correct(morning, row, None)
    assert queries.attended(row.person_id, [morning.shift.pk]) == {morning.shift.pk: True}
    [proposal] = waiting(row)
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=morning.at(402))
    assert queries.attended(row.person_id, [morning.shift.pk]) == {morning.shift.pk: False}
    made = actions.complete_record(shift=morning.shift, actor=morning.actor("leader"), at=morning.at(403))
    assert made.absent == 2


def test_a_correction_in_a_second_tab_does_not_replace_the_first_in_silence(
    morning: Morning, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = serve(morning)
    monkeypatch.setattr(clock, "now", lambda: morning.at(400))
    leader, address = client_as("leader"), f"/attendances/{row.public_id}/correction/"
    shown = re.search(r'name="as_shown" value="([^"]+)"', leader.get(address).content.decode())
    assert shown is not None
    old = {
        "what": "times",
        "starts_at": f"{clock.local(morning.at(0)):%H:%M}",
        "words": "纸质表上是这样",
        "as_shown": shown[1],
    }
    one, two = (old | {"ends_at": f"{clock.local(morning.at(n)):%H:%M}"} for n in (60, 90))
    assert leader.post(address, one).status_code == 303
    assert leader.post(address, one).status_code == 303, "the same press again"
    refused = leader.post(address, two)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "您自己" in page
    assert "这次还没有保存" in page
    assert [one.minutes for one in waiting(row)] == [60]
    fresh = re.search(r'name="as_shown" value="([^"]+)"', page)
    assert fresh is not None
    assert leader.post(address, two | {"as_shown": fresh[1]}).status_code == 303
    assert [one.minutes for one in waiting(row)] == [90]
