"""A correction or reversal that waits: the old value stands, in question, and comes back if it is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.hours import actions, queries
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.notices import queries as notices
from baiying.ui import formats
from tests.hours.conftest import Morning, serve
from tests.hours.test_leaders_corrections import correct, lines, ticked, waiting

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]
HOURS = "2 小时 30 分钟"


@pytest.fixture(autouse=True)
def _soon_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: builders.NOW.replace(hour=8))


def told(row: Attendance) -> str:
    """The newest message to the volunteer."""
    return notices.inbox_of(row.person.public_id)[0].text


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("record", [serve, ticked])
def test_did_not_come_is_told_as_that_with_what_stands_until_when_and_how_one_objects(
    morning: Morning, record: Callable[[Morning], Attendance]
) -> None:
    row = record(morning)
    correct(morning, row, None)
    [asked] = waiting(row)
    text = told(row)
    assert "领队提出记为“没有来”，不计时长" in text
    assert f"原来的 {HOURS} 不动" in text
    assert f"最晚{formats.date_text(asked.due_on)}决定" in text
    assert "点“这条不对”" in text
    assert "点错了人。" in text


@pytest.mark.parametrize("record", [serve, ticked])
def test_the_old_value_stands_on_the_own_pages(
    morning: Morning, client_as: ClientAs, record: Callable[[Morning], Attendance]
) -> None:
    row = record(morning)
    correct(morning, row, None)
    client = client_as("volunteer")
    for address in (f"/attendances/{row.public_id}/", "/mine/hours/", "/mine/"):
        shown = page(client, address)
        assert "领队提出记为“没有来”，不计时长。" in shown, address
        assert f"在那之前原来的 {HOURS} 不动" in shown, address
    own = page(client, f"/attendances/{row.public_id}/")
    assert f"<b>{HOURS}</b>" in own
    assert "有人申请更正" in own
    assert "点下面的“这条不对”" in own
    assert f"?attendance={row.public_id}" in own


def test_other_times_are_told_with_what_they_would_count(morning: Morning, client_as: ClientAs) -> None:
    row = serve(morning)
    correct(morning, row, 60)
    assert "09:00–10:00 在场，计 1 小时。" in told(row)
    own = page(client_as("volunteer"), f"/attendances/{row.public_id}/")
    assert "09:00–10:00 在场，计 1 小时。" in own
    # What the record would say afterwards is not said of it as if it were so.
    assert "领队更正：" not in own


def test_what_waited_comes_back_when_the_correction_is_refused(morning: Morning) -> None:
    row = ticked(morning)
    [first] = waiting(row)
    correct(morning, row, 90)
    correct(morning, row, None)
    [asked] = waiting(row)
    actions.refuse(proposal=asked, words="照片里有他", actor=morning.actor("reviewer"), at=morning.at(402))
    [again] = waiting(row)
    assert (again.part, again.minutes, again.source, again.proposed_by_id) == (
        "whole", first.minutes, first.source, first.proposed_by_id,
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.reason, row.settled_at) == (first.reason, None)
    assert "更正没有通过，原来的记录不变。说明：照片里有他。" in told(row)
    actions.approve(proposal=again, actor=morning.actor("reviewer"), at=morning.at(403))
    assert lines(row) == [150]


def test_a_refused_correction_leaves_the_posted_record_and_its_reasons(morning: Morning) -> None:
    row = serve(morning)
    before = list(row.reason)
    correct(morning, row, 60)
    actions.refuse(proposal=waiting(row)[0], words="记录清楚", actor=morning.actor("reviewer"), at=morning.at(402))
    row.refresh_from_db()
    assert (row.reason, lines(row), waiting(row)) == (before, [150], [])
    assert row.settled_at is not None


def test_saying_what_waited_takes_ones_own_correction_back(morning: Morning) -> None:
    row = ticked(morning)
    correct(morning, row, None)
    assert correct(morning, row, 150) is None
    [again] = waiting(row)
    assert (again.part, again.minutes, again.source) == ("whole", 150, "roll")


def test_an_objection_that_is_upheld_wrongly_leaves_what_waited(morning: Morning) -> None:
    row = ticked(morning)
    case = actions.file_objection(
        person_id=row.person_id, words="少记了", attendance=row, actor=morning.actor("volunteer"), at=morning.at(200)
    )
    actions.answer_objection(
        objection=case, upheld=True, answer="改为一小时", times=actions.Times(morning.at(0), morning.at(60)),
        actor=morning.actor("county"), at=morning.at(300),
    )  # fmt: skip
    [asked] = waiting(row)
    assert "答复您异议的工作人员提出改为" in "".join(m.text for m in notices.inbox_of(row.person.public_id))
    actions.refuse(proposal=asked, words="另有照片", actor=morning.actor("reviewer"), at=morning.at(402))
    assert [(one.part, one.minutes) for one in waiting(row)] == [("whole", 150)]


def test_that_nobody_came_is_told_so_once_it_is_approved(morning: Morning) -> None:
    row = ticked(morning)
    correct(morning, row, None)
    actions.approve(proposal=waiting(row)[0], actor=morning.actor("reviewer"), at=morning.at(402))
    assert "复核后记为没有来，没有时长" in told(row)
    assert queries.case_of_attendance(row, morning.at(403)).state == "absent"


def test_the_second_person_reads_what_comes_back_if_it_is_refused(morning: Morning, client_as: ClientAs) -> None:
    row = ticked(morning)
    correct(morning, row, None)
    shown = page(client_as("reviewer"), f"/desk/hours/reviews/{waiting(row)[0].public_id}/")
    assert f"原来待复核 {HOURS}" in shown
    assert "提出的是没有来" in shown


def _objects(morning: Morning, row: Attendance, at: int) -> Any:
    return actions.file_objection(
        person_id=row.person_id, words="十点到的，王师傅可以证实", attendance=row, actor=morning.actor("volunteer"),
        at=morning.at(at),
    )  # fmt: skip


@pytest.mark.parametrize("record", [serve, ticked])
def test_no_correction_is_approved_while_the_volunteer_objects_to_it(
    morning: Morning, client_as: ClientAs, record: Callable[[Morning], Attendance]
) -> None:
    row = record(morning)
    correct(morning, row, None)
    [asked] = waiting(row)
    case = _objects(morning, row, 401)
    reviewer = client_as("reviewer")
    one = f"/desk/hours/reviews/{asked.public_id}/"
    shown = page(reviewer, one)
    assert ("十点到的，王师傅可以证实" in shown, 'value="approve"' in shown, 'value="refuse"' in shown) == (
        True,
        False,
        True,
    )
    pressed = reviewer.post(one, {"decision": "approve", "words": ""})
    assert pressed.status_code == 409
    assert "先答复异议" in pressed.content.decode()
    many = page(reviewer, f"/desk/hours/reviews/decisions/?proposal={asked.public_id}")
    assert ("本人提出了异议" in many, 'value="approve"' in many) == (True, False)
    # Decided on a page from before it: it waits again when its minutes are over.
    actions.decide_together(proposals=[asked], approve=True, actor=morning.actor("reviewer"), at=morning.at(402))
    actions.carry_out(at=morning.at(410))
    assert [one.pk for one in waiting(row)] == [asked.pk]
    actions.answer_objection(
        objection=case, upheld=False, answer="照片里没有您", actor=morning.actor("county"), at=morning.at(411)
    )
    actions.approve(proposal=waiting(row)[0], actor=morning.actor("reviewer"), at=morning.at(412))
    assert queries.case_of_attendance(row, morning.at(413)).state == "absent"


def test_who_decides_many_reads_that_it_is_an_absence_and_what_stood(morning: Morning, client_as: ClientAs) -> None:
    row = ticked(morning)
    correct(morning, row, None)
    [asked] = waiting(row)
    shown = page(client_as("reviewer"), f"/desk/hours/reviews/decisions/?proposal={asked.public_id}")
    assert f"记为“没有来”，原来 {HOURS}" in shown


def test_a_correction_that_follows_an_objection_is_approved(morning: Morning) -> None:
    row = ticked(morning)
    _objects(morning, row, 200)
    correct(morning, row, 60)
    actions.approve(proposal=waiting(row)[0], actor=morning.actor("reviewer"), at=morning.at(403))
    assert lines(row) == [60]
