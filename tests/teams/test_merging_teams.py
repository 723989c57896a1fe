"""Two teams become one: proposed by one side, signed by the other, both histories kept, nothing counted twice."""

from datetime import timedelta
from typing import Any

import pytest

from baiying.activities.models import Activity, Listed
from baiying.demo import builders
from baiying.hours.models import HourEntry
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from baiying.teams import actions, queries, rules
from baiying.teams.models import Change, Exit, HandOver, Membership, Office, Team, TeamMerge
from baiying.teams.rules import merging
from tests.activities.makers import LONG_AGO, account, actor, log_in, office, volunteer
from tests.teams.merging import DAY, Two

NOW = clock.now()


@pytest.fixture
def two(db: None) -> Two:
    return Two()


@pytest.mark.parametrize(
    ("proposed_for", "needed"),
    [
        ({"survivor"}, {"loser"}),
        ({"loser"}, {"survivor"}),
        ({"survivor", "loser"}, {"office"}),
        (set(), {"survivor", "loser"}),
    ],
)
def test_who_signs_follows_from_who_proposes(proposed_for: set[str], needed: set[str]) -> None:
    assert merging.needed(frozenset(proposed_for)) == needed


@pytest.mark.parametrize(
    ("survivor", "loser", "same", "parents", "said"),
    [
        (1, 2, True, {1: None, 2: None}, ""),
        (1, 2, True, {1: 2, 2: None}, "below"),
        (1, 2, True, {1: 3, 3: 2, 2: None}, "below"),
        (1, 2, True, {1: None, 2: 1, 3: 2}, ""),
        (1, 2, False, {2: None}, ""),
        (1, 2, False, {2: None, 3: 2}, "elsewhere"),
        # The one that stays is on the third level: one more may hang below it, not two.
        (1, 2, True, {8: None, 9: 8, 1: 9, 2: None, 3: 2}, ""),
        (1, 2, True, {8: None, 9: 8, 1: 9, 2: None, 3: 2, 4: 3}, "deep"),
    ],
)
def test_r021_what_of_the_tree_stands_in_the_way(
    survivor: int, loser: int, same: bool, parents: dict[int, int | None], said: str
) -> None:
    assert merging.tree_hindrance(survivor, loser, same_body=same, parents=parents) == said
    assert rules.DEEPEST == 4


def members(two: Two) -> tuple[Any, Any, Any, Any]:
    """One in both, earlier in the one that ends; one in each alone; one who asks at the one that ends."""
    both, own, others, asks = (volunteer(name, two.village) for name in ("在两队", "在这队", "在那队", "在申请"))
    two.member(own)
    two.member(both)
    early = LONG_AGO - 300 * DAY
    Membership.objects.create(team=two.other, person=both, asked_at=early, joined_at=early, decided_by_id=1)
    two.member(others, two.other)
    Membership.objects.create(team=two.other, person=asks, asked_at=LONG_AGO)
    return both, own, others, asks


def test_by_the_pages_one_proposes_and_the_other_signs(two: Two) -> None:
    both, _own, others, _asks = members(two)
    admin, other = log_in(two.admin, two.admin_person), log_in(two.other_admin, two.other_admin_person)
    assert "和另一支队伍合并" in admin.get(f"/desk/teams/{two.team.public_id}/").content.decode()
    url = f"/desk/teams/{two.team.public_id}/merging/"
    wrong = admin.post(url, {"other": "没有这支队", "stays": "own", "words": "一起巡村"})
    assert wrong.status_code == 422
    assert "没有找到叫这个名字的队伍" in wrong.content.decode()
    assert "一起巡村" in wrong.content.decode()
    answer = admin.post(url, {"other": two.other.name, "stays": "own", "words": "一起巡村"})
    row = TeamMerge.objects.get()
    page = f"/desk/team-merges/{row.public_id}/"
    assert (answer.status_code, answer["Location"]) == (303, page)
    assert (row.survivor, row.loser, row.proposed_for) == (two.team, two.other, ["survivor"])
    # Nothing was moved, and who proposed it cannot sign.
    assert Team.objects.get(pk=two.other.pk).closed_at is None
    own = admin.get(page).content.decode()
    assert "等别人签字" in own
    assert "数字看过了，签字" not in own
    assert Message.objects.filter(kind="team_merge_proposed", inbox=two.other_admin_person.public_id).count() == 1
    assert "等您签字的队伍合并" in other.get("/desk/").content.decode()
    seen = other.get(page)
    numbers = dict(seen.context["preview"].lines)
    assert numbers["两支队伍里都有的队员，合为一个"] == 1
    assert numbers["合并以后的队员"] == 3
    assert numbers["等答复的入队申请，转到留下的队伍"] == 1
    assert numbers["合并以后的队长"] == 2
    mark = seen.context["preview"].mark
    assert other.post(f"{page}signature/", {"seen": "old"}).status_code == 409
    assert other.post(f"{page}signature/", {"seen": mark}).status_code == 303
    assert other.post(f"{page}signature/", {"seen": mark}).status_code == 303
    assert AuditEvent.objects.filter(action="TeamsMerged").count() == 1
    assert Message.objects.filter(kind="team_merge_member", inbox=both.public_id).count() == 1
    assert Message.objects.filter(kind="team_merge_member", inbox=others.public_id).count() == 1
    assert queries.members_of(two.team.pk).count() == 3
    kept = Membership.objects.get(team=two.team, person=both, left_at=None)
    assert kept.joined_at == LONG_AGO - 300 * DAY
    ended = Membership.objects.get(team=two.other, person=both)
    assert ended.left_at is not None
    assert "合并" in ended.leave_reason


def test_the_public_page_of_the_one_that_went_leads_to_the_other(two: Two, client: Any) -> None:
    two.merge(clock.now())
    gone = client.get(f"/teams/{two.other.public_id}/")
    words = gone.content.decode()
    assert gone.status_code == 200
    assert "起并入“柳树村暖心队”" in words
    assert f"/teams/{two.team.public_id}/" in words
    stays = client.get(f"/teams/{two.team.public_id}/").content.decode()
    assert "柳树村夜巡队" in stays
    assert two.other.name not in [team.name for team in queries.public_teams(queries.TeamFilters())]
    desk = log_in(two.other_leader, two.other_leader_person).get(f"/desk/teams/{two.other.public_id}/")
    assert (desk.status_code, desk["Location"]) == (303, f"/desk/teams/{two.team.public_id}/")


def test_leaders_of_both_lead_and_administrators_of_both_stay(two: Two) -> None:
    at = clock.now()
    two.merge(at)
    later = at + timedelta(seconds=1)
    assert set(queries.leaders_of_team(two.team.pk, later)) == {two.leader.pk, two.other_leader.pk}
    # What was left behind is looked after by whoever leads now; offices of then stay as records.
    assert set(queries.led_team_ids(two.other_leader.pk, later)) == {two.team.pk, two.other.pk}
    assert set(queries.leaders_of_teams([two.other.pk], later)[two.other.pk]) == {two.leader.pk, two.other_leader.pk}
    assert Office.objects.get(team=two.other, account=two.other_leader).ends_at == at
    assert queries.admins_of_body(two.other_body.pk, later) == [two.other_admin.pk]
    assert queries.admins_of_body(two.body.pk, later) == [two.admin.pk]


def test_what_is_over_stays_where_it_was_served_and_what_is_not_goes_on(two: Two) -> None:
    at = clock.now()
    today = clock.local_date(at)
    held = two.activity("去年的巡夜", team=two.other, starts_on=today - 90 * DAY, ends_on=today - 90 * DAY)
    coming = two.activity("下周的巡夜", team=two.other, leader=two.other_leader)
    draft = two.activity("没发布的", "draft", team=two.other)
    before = list(HourEntry.objects.values())
    two.merge(at)
    teams = {row.title: row.team_id for row in Activity.objects.all()}
    assert teams == {"去年的巡夜": two.other.pk, "下周的巡夜": two.team.pk, "没发布的": two.team.pk}
    assert Listed.objects.get(activity=coming).team_id == two.team.pk
    assert list(HourEntry.objects.values()) == before
    # A shift that began before the merge was served with the team of then, whenever it is posted.
    then = queries.team_of_then("activities.Activity", coming.pk, two.team.pk, at - DAY)
    assert then is not None
    assert then.pk == two.other.pk
    assert queries.team_of_then("activities.Activity", coming.pk, two.team.pk, at + DAY) is None
    assert queries.team_of_then("activities.Activity", held.pk, two.other.pk, at - DAY) is None
    assert draft.pk


def test_same_person_of_both_needs_the_office_above(two: Two) -> None:
    at = clock.now()
    second = two.a_team("柳树村巧手队")
    row = two.propose(at, loser=second)
    assert sorted(row.proposed_for) == ["loser", "survivor"]
    with pytest.raises(actions.NotYoursToSign):
        two.sign(row, at, actor(two.other_admin))
    with pytest.raises(actions.NotYoursToSign):
        two.sign(row, at, actor(two.admin, two.admin_person))
    assert two.sign(row, at, two.by_office()).done_at == at
    assert Team.objects.get(pk=second.pk).merged_into_id == two.team.pk


def test_the_office_proposes_and_both_sides_sign(two: Two) -> None:
    at, by = clock.now(), two.by_office()
    row = actions.propose_team_merge(survivor_id=two.team.pk, loser_id=two.other.pk, words="两队一家", actor=by, at=at)
    assert row.proposed_for == []
    assert two.sign(row, at).done_at is None
    assert two.sign(row, at, actor(two.admin, two.admin_person)).done_at == at


def test_nobody_beyond_the_own_scope(two: Two) -> None:
    at = clock.now()
    for who in (two.leader, account("外人")):
        with pytest.raises(actions.NotYourTeams):
            actions.propose_team_merge(
                survivor_id=two.team.pk, loser_id=two.other.pk, words="x", actor=actor(who), at=at
            )
    row = two.propose(at)
    url = f"/desk/team-merges/{row.public_id}/"
    for stranger in (log_in(account("路人")), log_in(office("county_office", two.other_county))):
        assert stranger.get(url).status_code == 404
        assert stranger.post(f"{url}signature/", {"seen": "x"}).status_code == 404
    # The office above cannot sign in place of the other unit.
    with pytest.raises(actions.NotYoursToSign):
        two.sign(row, at, two.by_office())


def open_change(two: Two) -> None:
    Change.objects.create(
        body=two.other_body, team=two.other, before={"name": "x"}, after={"name": "y"}, asked_at=NOW, due_on=NOW.date()
    )


def idle(two: Two) -> None:
    Exit.objects.create(body=two.other_body, idle_since=NOW.date(), warned_at=NOW, suspend_on=NOW.date())


def handed(two: Two) -> None:
    own = queries.own_admin_office(two.other_admin.pk, two.other_body.pk, clock.now())
    coming = Office.objects.create(
        kind="unit_admin", body=two.other_body, account=account("接任"), starts_at=NOW, appointed_by_id=1
    )
    HandOver.objects.create(body=two.other_body, leaving=own, coming=coming, listed=[], signed_at=NOW)


def offered_leader(two: Two) -> None:
    Office.objects.create(
        kind="team_leader", body=two.other_body, team=two.other, account=account("候任"), starts_at=NOW,
        appointed_by_id=two.other_admin.pk,
    )  # fmt: skip


def child(two: Two) -> None:
    two.a_team("夜巡一组", body=two.other_body, parent=two.other)


@pytest.mark.parametrize(
    ("opens", "words"),
    [
        (open_change, "有修改在等审核"),
        (idle, "长期没有活动"),
        (handed, "正在交接管理员"),
        (offered_leader, "还没有答复"),
        (child, "下级队伍"),
    ],
)
def test_what_is_open_at_either_refuses_the_merge_in_words(two: Two, opens: Any, words: str) -> None:
    at = clock.now()
    row = two.propose(at)
    opens(two)
    with pytest.raises(actions.TeamsHindered, match=words):
        two.sign(row, at)
    page = log_in(two.other_admin, two.other_admin_person).get(f"/desk/team-merges/{row.public_id}/").content.decode()
    assert words in page
    assert "数字看过了，签字" not in page
    assert Team.objects.get(pk=two.other.pk).closed_at is None


def test_r020_r021_what_is_dropped_or_out_of_bounds_is_said_before(two: Two) -> None:
    row = two.propose(clock.now())
    parent = two.a_team("联络总队", body=two.other_body)
    Team.objects.filter(pk=two.other.pk).update(parent=parent, area=two.other_village)
    type(two.body).objects.filter(pk=two.body.pk).update(
        kind="internal_group", consenting_name="村委会", consenting_credit_code="9144030071526726XG"
    )
    page = log_in(two.other_admin, two.other_admin_person).get(f"/desk/team-merges/{row.public_id}/")
    notes = " ".join(page.context["preview"].notes)
    assert "不再挂在上级队伍“联络总队”下面" in notes
    assert "只在河畔镇服务" in notes


def test_said_no_by_one_side_and_nothing_was_moved(two: Two) -> None:
    row = two.propose(clock.now())
    other = log_in(two.other_admin, two.other_admin_person)
    url = f"/desk/team-merges/{row.public_id}/ending/"
    assert other.post(url, {"words": ""}).status_code == 422
    assert other.post(url, {"words": "队员不愿意"}).status_code == 303
    assert other.post(url, {"words": "队员不愿意"}).status_code == 303
    assert Message.objects.filter(kind="team_merge_ended", inbox=two.admin_person.public_id).count() == 1
    with pytest.raises(actions.TeamMergeOver):
        two.sign(row, clock.now())


def test_nobody_comes_into_a_team_that_was_merged(two: Two) -> None:
    at = clock.now()
    two.merge(at)
    with pytest.raises(actions.TeamGone, match="并入了别的队伍"):
        actions.ask_to_join(
            team_id=two.other.pk, person_id=two.admin_person.pk, actor=actor(two.admin, two.admin_person), at=at + DAY
        )
    with pytest.raises(actions.TeamGone):
        actions.appoint_leader(
            team_id=two.other.pk, account_id=account("新队长").pk, actor=actor(two.other_admin), at=at + DAY
        )


def test_who_proposed_it_never_signs_also_not_with_an_office_of_the_other_unit(two: Two) -> None:
    at, by = clock.now(), two.by_office()
    row = actions.propose_team_merge(survivor_id=two.team.pk, loser_id=two.other.pk, words="两队一家", actor=by, at=at)
    builders.office(two.office, two.other_body, starts_at=LONG_AGO)
    with pytest.raises(actions.NotYoursToSign):
        two.sign(row, at, actor(two.office))
