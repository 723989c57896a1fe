"""A plan that was left while its writer chose an area is found where one writes plans, and is given back as typed."""

import pytest

from tests.activities.makers import Town, log_in

pytestmark = pytest.mark.django_db


def test_what_was_left_is_listed_where_plans_are_written_and_goes_on_there(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    address = f"/desk/activities/plans/?team={town.team.public_id}"
    away = leader.post(address, {"title": "河边清理", "posts": "1", "shifts": "1", "choose_area": "1"})
    assert away.status_code == 303
    page = leader.get(address).content.decode()
    assert "还没写完的" in page
    assert "河边清理" in page
    start = page.index("/desk/activities/plans/drafts/")
    draft = page[start : page.index('"', start)]
    kept = leader.get(draft).content.decode()
    assert 'value="河边清理"' in kept
    assert "还没写完的" not in kept


def test_what_was_typed_is_given_back_unchecked_for_the_page_that_puts_it_back(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    address = f"/desk/activities/plans/?team={town.team.public_id}"
    sent = {"title": "河边清理", "posts": "1", "shifts": "3", "shift-2-day": "2026-12-20", "again": "1"}
    answer = leader.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2026-12-20" in page
    assert "还不能保存" not in page
