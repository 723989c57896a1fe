"""What changed while two teams were one, and who changed: the undoing and the signing bear it."""

from datetime import datetime
from typing import Any

import pytest

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.teams import actions, queries, rules
from baiying.teams.actions.teams import TeamFacts
from baiying.teams.models import Office, OfficeKind, Team, TeamMerge
from baiying.teams.queries.teams import open_parents
from tests.activities.makers import LONG_AGO, account, actor, log_in
from tests.teams.merging import DAY, Two


@pytest.fixture
def two(db: None) -> Two:
    return Two()


def admin(two: Two) -> Actor:
    return actor(two.admin, two.admin_person)


def below(team: Team, parent: Team) -> Team:
    Team.objects.filter(pk=team.pk).update(parent=parent)
    return team


def moved(two: Two, team: Team, parent: Team | None, at: datetime) -> None:
    team.refresh_from_db()
    given = {name: getattr(team, name) for name in TeamFacts.__slots__}
    wanted = TeamFacts(**{**given, "parent_id": parent.pk if parent else None})
    actions.amend_team(team_id=team.pk, team=wanted, actor=admin(two), at=at)


def merged(two: Two, survivor: Team, loser: Team, at: datetime) -> TeamMerge:
    row = actions.propose_team_merge(survivor_id=survivor.pk, loser_id=loser.pk, words="", actor=admin(two), at=at)
    done = two.sign(row, at, two.by_office())
    assert done.done_at is not None
    return done


def circles(two: Two) -> list[int]:
    parents = open_parents(two.body.pk)
    return [pk for pk, parent in parents.items() if parent and rules.closes_circle(pk, parent, parents)]


def test_an_undoing_that_would_close_a_circle_says_what_to_do_first(two: Two) -> None:
    at = clock.now() - 3 * DAY
    above, child = two.a_team("甲上级"), two.a_team("丙下级")
    loser = below(two.a_team("乙队"), above)
    below(child, loser)
    row = merged(two, two.team, loser, at)
    moved(two, above, child, at + DAY)
    desk, url = log_in(two.office), f"/desk/team-merges/{row.public_id}/undoing/"
    answer = desk.post(url, {"words": "弄错了"})
    assert answer.status_code == 409
    assert "请先改那些队伍的上级" in answer.content.decode()
    assert circles(two) == []
    assert TeamMerge.objects.get(pk=row.pk).state == "done"
    moved(two, above, None, at + DAY)
    assert desk.post(url, {"words": "弄错了"}).status_code == 303
    assert circles(two) == []
    child.refresh_from_db()
    assert child.parent_id == loser.pk


def test_an_undoing_that_would_be_too_deep_is_refused(two: Two) -> None:
    at = clock.now() - 3 * DAY
    above = two.a_team("一级")
    loser = below(two.a_team("二级"), above)
    child = below(two.a_team("三级"), loser)
    row = merged(two, two.team, loser, at)
    third = two.a_team("后来三级")
    moved(two, third, child, at + DAY)
    moved(two, two.a_team("后来四级"), third, at + DAY)
    with pytest.raises(Refused) as refused:
        two.undo(row, at + 2 * DAY)
    assert refused.value.code == "tree_grown_since"


def test_what_comes_back_hangs_below_nothing_that_was_merged_away(two: Two) -> None:
    at = clock.now() - 3 * DAY
    above, goes_on = two.a_team("甲上级"), two.a_team("丁队")
    loser = below(two.a_team("乙队"), above)
    row = merged(two, two.team, loser, at)
    merged(two, goes_on, above, at + DAY)
    two.undo(row, at + 2 * DAY)
    loser.refresh_from_db()
    assert loser.closed_at is None
    assert loser.parent_id == goes_on.pk


@pytest.mark.parametrize("both", [False, True])
def test_who_was_taken_off_while_they_were_one_does_not_lead_again(two: Two, both: bool) -> None:
    if both:
        builders.office(two.other_leader, two.body, two.team, starts_at=LONG_AGO)
    at = clock.now() - 3 * DAY
    row = two.merge(at)
    office = Office.objects.get(team=two.team, account=two.other_leader)
    actions.end_office(office_id=office.pk, actor=two.by_office(), at=at + DAY)
    two.undo(row, at + 2 * DAY)
    assert queries.leaders_of_team(two.other.pk, at + 3 * DAY) == []
    assert queries.leaders_of_team(two.team.pk, at + 3 * DAY) == [two.leader.pk]


def handed_over(two: Two, at: datetime) -> Any:
    """Another administers the unit; who did before does no longer."""
    successor = account("新管理员")
    builders.office(successor, two.body, starts_at=LONG_AGO)
    office = Office.objects.get(body=two.body, account=two.admin, kind=OfficeKind.UNIT_ADMIN)
    actions.end_office(office_id=office.pk, actor=two.by_office(), at=at)
    return successor


def test_what_a_former_administrator_proposed_the_successor_has_to_want(two: Two) -> None:
    at = clock.now() - 3 * DAY
    row = two.propose(at)
    successor = handed_over(two, at + DAY)
    assert two.sign(row, at + 2 * DAY).done_at is None, "the other unit alone does not make them one"
    client = log_in(successor)
    page = client.get(f"/desk/team-merges/{row.public_id}/").content.decode()
    assert "留下的队伍的单位管理员" in page
    assert two.sign(row, at + 2 * DAY, actor(successor)).done_at is not None
