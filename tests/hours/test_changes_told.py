"""Whose record was changed reads what it said before, what it says now, why, and which two people did it."""

import pytest

from baiying.hours import actions, queries
from baiying.hours.models import Attendance, Proposal
from tests.hours.conftest import Morning, serve
from tests.hours.test_leaders_corrections import correct

pytestmark = pytest.mark.django_db


def changed(morning: Morning, row: Attendance, minutes: int | None) -> queries.Change:
    correct(morning, row, minutes)
    proposal = Proposal.objects.get(attendance=row, decided_by_id__isnull=True)
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=morning.at(402))
    [change] = queries.changes_of(queries.entries_of_attendance(row.pk))
    return change


@pytest.mark.law("O67-13")
@pytest.mark.parametrize(("served", "minutes", "after"), [(150, 60, 60), (60, 150, 150)])
def test_before_and_after_with_both_hands(morning: Morning, served: int, minutes: int, after: int) -> None:
    change = changed(morning, serve(morning, served), minutes)
    assert (change.before, change.after) == (served, after)
    assert change.after_span == (morning.at(0), morning.at(minutes))
    assert change.words == "点错了人"
    names = [morning.cast[who].account.display_name for who in ("leader", "reviewer")]
    assert [change.asked_by, change.decided_by] == names


def test_what_was_taken_back_whole_is_followed_by_nothing(morning: Morning) -> None:
    change = changed(morning, serve(morning), None)
    assert (change.before, change.after, change.after_span) == (150, 0, None)


def test_the_volunteers_page_says_it_and_only_where_there_was_a_change(morning: Morning, client_as: object) -> None:
    row = serve(morning)
    volunteer = client_as("volunteer")  # type: ignore[operator]
    address = f"/attendances/{row.public_id}/"
    assert "改过什么" not in volunteer.get(address).content.decode()
    changed(morning, row, 60)
    page = volunteer.get(address).content.decode()
    for words in ("改过什么", "2 小时 30 分钟", "→", "点错了人", morning.cast["reviewer"].account.display_name):
        assert words in page
