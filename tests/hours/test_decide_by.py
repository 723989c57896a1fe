"""By when a second person decides counts from the day it was asked; the leader's list shows what waits."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.hours import actions, queries, rules
from baiying.kit import clock
from baiying.notices import queries as notices
from baiying.places import queries as places
from baiying.ui import formats
from tests.hours.conftest import Morning, serve
from tests.hours.test_leaders_corrections import correct, waiting

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]

# Three weeks after the shift: its own ten working days are long over.
LATER = 21 * 24 * 60


@pytest.fixture(autouse=True)
def _three_weeks_on(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: morning.at(LATER))


def ten_days_from(asked_on: date) -> date:
    return places.working_day_after(asked_on, 10)[0]


@pytest.mark.parametrize(
    ("asked_on", "since"),
    [
        (date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 12, 15), date(2026, 12, 15)),
        # Gone before the midnight after which the shift begins.
        (date(2026, 11, 23), date(2026, 11, 24)),
    ],
)
def test_the_clock_begins_when_it_is_asked(asked_on: date, since: date) -> None:
    assert rules.review_since(date(2026, 11, 24), asked_on) == since


def test_of_what_was_asked_before_this_was_the_rule_only_the_day_is_said(morning: Morning, client_as: ClientAs) -> None:
    """Its deadline counted from the shift: the page does not say that it counts from the day it was asked."""
    row = serve(morning)
    correct(morning, row, 60, at=LATER)
    from_the_shift = ten_days_from(morning.shift.starts_at.date()) + timedelta(days=14)
    waiting(row)[0].__class__.objects.update(due_on=from_the_shift)
    for who, path in [
        ("leader", f"/attendances/{row.public_id}/correction/"),
        ("volunteer", f"/attendances/{row.public_id}/"),
        ("reviewer", f"/desk/hours/reviews/{waiting(row)[0].public_id}/"),
    ]:
        page = client_as(who).get(path).content.decode()
        assert f"最晚 {formats.date_text(from_the_shift)}" in page, who
        assert "提交时算起" not in page, who


def test_a_correction_is_not_late_on_the_day_it_is_asked(morning: Morning, client_as: ClientAs) -> None:
    row = serve(morning)
    correct(morning, row, 60, at=LATER)
    [asked] = waiting(row)
    assert asked.due_on == ten_days_from(clock.local_date(morning.at(LATER)))
    case = queries.case_of_attendance(asked.attendance, morning.at(LATER))
    assert (case.due_on, case.asked_on, case.late) == (asked.due_on, clock.local_date(morning.at(LATER)), False)
    said = f"最晚 {formats.date_text(asked.due_on)}（从 {formats.date_text(case.asked_on)} 提交时算起）"  # type: ignore[arg-type]
    for who, path in [
        ("leader", f"/attendances/{row.public_id}/correction/"),
        ("volunteer", f"/attendances/{row.public_id}/"),
        ("reviewer", f"/desk/hours/reviews/{asked.public_id}/"),
    ]:
        assert said in client_as(who).get(path).content.decode(), who
    texts = [one.text for one in notices.inbox_of(row.person.public_id)]
    assert any("决定。在那之前" in text and "原因：点错了人" in text for text in texts)


def test_an_end_that_is_confirmed_late_leaves_the_reviewer_the_whole_time(morning: Morning) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    row = builders.attendance(morning.shift, person, source="roll", left_at=morning.at(300), forced=True)
    actions.confirm_end(
        attendance=row, ends_at=morning.at(60), actor=morning.actor("leader"), at=morning.at(LATER - 60)
    )
    [asked] = waiting(row)
    assert asked.due_on == ten_days_from(clock.local_date(morning.at(LATER - 60)))


def test_the_answer_says_by_when(morning: Morning, client_as: ClientAs) -> None:
    row = serve(morning)
    sent = {"what": "times", "starts_at": "09:00", "ends_at": "10:00", "words": "早走了"}
    answer = client_as("leader").post(f"/attendances/{row.public_id}/correction/", sent, follow=True)
    [asked] = waiting(row)
    assert f"最晚 {formats.date_text(asked.due_on)} 决定" in answer.content.decode()


def test_the_leaders_list_marks_what_waits_and_leads_to_it(morning: Morning, client_as: ClientAs) -> None:
    row = serve(morning)
    path, link = f"/shifts/{morning.shift.public_id}/field/", f'href="/attendances/{row.public_id}/correction/"'
    before = client_as("leader").get(path).content.decode()
    assert "更正待复核" not in before
    assert link in before
    correct(morning, row, 60, at=LATER)
    page = client_as("leader").get(path).content.decode()
    assert "更正待复核" in page.split(link)[1].split("</a>")[0]
    desk = client_as("county").get(f"/desk/hours/shifts/{morning.shift.public_id}/").content.decode()
    assert "更正待复核" in desk
    [asked] = waiting(row)
    actions.refuse(proposal=asked, words="时间没有错", actor=morning.actor("reviewer"), at=morning.at(LATER + 60))
    assert "更正待复核" not in client_as("leader").get(path).content.decode()


def test_the_record_itself_stays_due_from_the_shift(morning: Morning) -> None:
    due, _known = queries.record_due(queries.occasion_of_shift(morning.shift))
    assert due == ten_days_from(clock.local_date(morning.shift.starts_at))
    assert due < clock.local_date(morning.at(0) + timedelta(days=21))
