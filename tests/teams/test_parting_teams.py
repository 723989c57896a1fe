"""A merge of teams is undone: what was there is there again to the byte, what is newer goes where somebody says."""

from typing import Any

import pytest

from baiying.activities.models import Activity
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.db import transaction
from baiying.notices.models import Message
from baiying.teams import actions, locked, queries
from baiying.teams.models import Membership, Office, Team, TeamMerge
from tests.activities.makers import LONG_AGO, account, actor, log_in, office, volunteer
from tests.own_database import at_once
from tests.teams.merging import DAY, Two, acting, everything
from tests.teams.test_merging_teams import members

SECOND = DAY / 86400


@pytest.fixture
def two(db: None) -> Two:
    return Two()


def full(two: Two) -> None:
    """Both have of everything: members in both and in one, activities over and coming, drafts."""
    members(two)
    two.activity("去年的巡夜", team=two.other, starts_on=LONG_AGO.date(), ends_on=LONG_AGO.date())
    two.activity("下周的巡夜", team=two.other)
    two.activity("没发布的", "draft", team=two.other)


def test_with_nothing_since_all_is_to_the_byte_what_it_was(two: Two) -> None:
    full(two)
    at = clock.now()
    before = everything()
    row = two.merge(at)
    assert everything() != before
    two.undo(row, at + 29 * DAY)
    after = everything()
    offices = set(after.pop("teams_office")), set(before.pop("teams_office"))
    assert {table: rows for table, rows in after.items() if rows != before[table]} == {}
    # The offices of then hold again; the one that the merge gave is a record and has ended.
    assert offices[1] < offices[0]
    made = Office.objects.get(team=two.team, account=two.other_leader)
    assert made.ends_at == at + 29 * DAY
    assert queries.leaders_of_team(two.other.pk, at + 30 * DAY) == [two.other_leader.pk]
    assert queries.leaders_of_team(two.team.pk, at + 30 * DAY) == [two.leader.pk]


def test_what_is_since_goes_where_somebody_says(two: Two) -> None:
    full(two)
    at = clock.now() - DAY
    row = two.merge(at)
    new, stays = (volunteer(name, two.village) for name in ("新来的", "也是新来的"))
    theirs, own = two.member(new), two.member(stays)
    activity = two.activity("合并以后的活动")
    county = log_in(two.office)
    url = f"/desk/team-merges/{row.public_id}/undoing/"
    page = county.get(url).content.decode()
    for words in ("新来的", "合并以后的活动", "柳树村夜巡队（并入的队伍）"):
        assert words in page
    half = {"words": "分错了", f"teams_Membership_{theirs.pk}": "loser"}
    answer = county.post(url, half)
    assert answer.status_code == 422
    assert "请说明这一项归哪一支队伍" in answer.content.decode()
    assert "分错了" in answer.content.decode()
    given = half | {f"teams_Membership_{own.pk}": "survivor", f"activities_Activity_{activity.pk}": "loser"}
    assert county.post(url, given).status_code == 303
    assert Membership.objects.get(pk=theirs.pk).team_id == two.other.pk
    assert Membership.objects.get(pk=own.pk).team_id == two.team.pk
    assert Activity.objects.get(pk=activity.pk).team_id == two.other.pk
    assert Message.objects.filter(kind="team_merge_parted_member", inbox=new.public_id).count() == 1
    assert Team.objects.get(pk=two.other.pk).closed_at is None
    with pytest.raises(actions.TeamsApart):
        actions.undo_team_merge(
            merge_id=row.pk, said={}, chosen={}, words="再来", actor=two.by_office(), at=clock.now()
        )


def test_who_left_since_is_not_brought_back_by_the_undoing(two: Two) -> None:
    """Left once, of both: nobody is made a member again against the own word."""
    both, _own, others, _asks = members(two)
    at = clock.now()
    row = two.merge(at)
    for person in (both, others):
        kept = Membership.objects.get(team=two.team, person=person, left_at=None)
        actions.leave(membership_id=kept.pk, reason="搬走了", actor=two.by_office(), at=at + DAY)
    two.undo(row, at + 2 * DAY)
    assert not Membership.objects.filter(person__in=[both, others], left_at=None).exists()
    assert set(Membership.objects.filter(person=both).values_list("leave_reason", flat=True)) == {"搬走了"}


def test_too_late_not_ones_own_and_a_later_merge_are_refused(two: Two) -> None:
    at = clock.now()
    row = two.merge(at)
    by = {"said": {}, "chosen": {}, "words": "弄错了"}
    for who in (two.admin, two.other_admin):
        client = log_in(who)
        assert client.get(f"/desk/team-merges/{row.public_id}/undoing/").status_code == 404
    with pytest.raises(actions.TooLateToPart, match="新建一支队伍"):
        two.undo(row, at + 31 * DAY)
    third = two.a_team("柳树村巧手队")
    again = actions.propose_team_merge(
        survivor_id=third.pk, loser_id=two.team.pk, words="再合", actor=two.by_office(), at=at + SECOND
    )
    two.sign(again, at + SECOND, actor(two.admin, two.admin_person))
    # The one that went first leads on to the last.
    assert Team.objects.get(pk=two.other.pk).merged_into_id == third.pk
    with pytest.raises(actions.LaterTeamMerge):
        actions.undo_team_merge(merge_id=row.pk, actor=two.by_office(), at=at + DAY, **by)  # type: ignore[arg-type]
    two.undo(again, at + DAY)
    assert Team.objects.get(pk=two.other.pk).merged_into_id == two.team.pk
    assert two.undo(row, at + 2 * DAY).undone_at == at + 2 * DAY


def test_an_office_that_is_above_one_of_the_two_alone_neither_proposes_nor_undoes(two: Two) -> None:
    type(two.body).objects.filter(pk=two.other_body.pk).update(area=two.other_village)
    at, west, city = clock.now(), office("county_office", two.other_county), office("city_office", two.city)
    for one in (two.office, west):
        with pytest.raises(actions.NotYourTeams):
            actions.propose_team_merge(
                survivor_id=two.team.pk, loser_id=two.other.pk, words="并过来", actor=acting(one), at=at
            )
    row = two.merge(at)
    url = f"/desk/team-merges/{row.public_id}/undoing/"
    for one in (two.office, west):
        assert log_in(one).get(url).status_code == 404
        with pytest.raises(actions.NotYourTeams):
            actions.undo_team_merge(merge_id=row.pk, said={}, chosen={}, words="分", actor=acting(one), at=at + DAY)
    assert log_in(city).get(url).status_code == 200
    actions.undo_team_merge(merge_id=row.pk, said={}, chosen={}, words="分", actor=acting(city), at=at + DAY)
    assert Team.objects.get(pk=two.other.pk).merged_into_id is None


def test_an_office_that_administers_one_of_the_two_units_undoes_nothing(two: Two) -> None:
    """By whichever of the own log-ins it does so: the unit that lost its team would take it back by itself."""
    at = clock.now()
    row = two.merge(at)
    twin = account("主管的另一个账号")
    builders.office(twin, two.other_body, starts_at=LONG_AGO)
    person = volunteer("主管", two.village, account=two.office)
    second = volunteer("主管", two.village, account=twin)
    type(second).objects.filter(pk=second.pk).update(closed_at=at, merged_into=person)
    assert log_in(two.office).get(f"/desk/team-merges/{row.public_id}/undoing/").status_code == 404
    with pytest.raises(actions.NotYourTeams):
        two.undo(row, at + DAY)
    assert Team.objects.get(pk=two.other.pk).merged_into_id == two.team.pk


def test_who_closed_the_account_since_leads_no_team_again_and_the_others_do(two: Two) -> None:
    at = clock.now()
    builders.office(two.other_admin, two.other_body, two.other, starts_at=LONG_AGO)
    row = two.merge(at)
    type(two.other_leader).objects.filter(pk=two.other_leader.pk).update(closed_at=at + DAY)
    two.undo(row, at + 2 * DAY)
    assert queries.leaders_of_team(two.other.pk, at + 3 * DAY) == [two.other_admin.pk]
    led = Office.objects.filter(account=two.other_leader, team__isnull=False, ends_at__isnull=True)
    assert not led.exists()


def test_a_unit_that_was_closed_since_is_opened_first(two: Two) -> None:
    at = clock.now()
    row = two.merge(at)
    type(two.body).objects.filter(pk=two.other_body.pk).update(closed_at=at + DAY)
    with pytest.raises(actions.TeamClosedSince):
        two.undo(row, at + 2 * DAY)
    assert Team.objects.get(pk=two.other.pk).merged_into_id == two.team.pk


@pytest.mark.race
def test_somebody_who_asks_to_join_at_that_moment_is_with_the_one_that_stays_or_refused(own_database: str) -> None:
    two = Two()
    person, at = volunteer("来人", two.village), clock.now()
    row, columns = two.propose(at), plan(two)
    said = at_once(
        lambda: two.sign(row, at),
        lambda: actions.ask_to_join(team_id=two.other.pk, person_id=person.pk, actor=two.by_office(), at=at),
        lambda: Membership.objects.create(team=two.other, person=two.admin_person, asked_at=at),
        lambda: Activity.objects.create(**columns),
    )
    assert said[0] in {"done", "merge_numbers_changed"}
    if said[0] != "done":
        two.sign(row, at)
    assert said[1] in {"done", "team_gone", "busy"}
    assert not Membership.objects.filter(team=two.other, left_at=None, refused_at=None).exists()
    assert Membership.objects.filter(team=two.team, person=person).count() == (1 if said[1] == "done" else 0)
    assert not Activity.objects.filter(team=two.other).exists()


def plan(two: Two) -> dict[str, Any]:
    """The columns of a plan of the team that goes, as it would be saved now."""
    made = two.activity("正在写的", "draft", team=two.team)
    columns = {field.attname: getattr(made, field.attname) for field in Activity._meta.concrete_fields}
    for name in ("id", "public_id"):
        del columns[name]
    made.delete()
    return columns | {"team_id": two.other.pk}


@pytest.mark.race
def test_two_merges_in_opposite_directions_leave_one_team(own_database: str) -> None:
    two = Two()
    at = clock.now()
    one = two.propose(at)
    other = TeamMerge.objects.create(
        survivor=two.other, loser=two.team, area=two.township, proposed_at=at, proposed_by_id=two.other_admin.pk,
        proposed_for=["survivor"], due_on=clock.local_date(at),
    )  # fmt: skip
    # Each alone is hindered by the other; with both open nothing is merged before one of them has ended.
    with pytest.raises(actions.TeamsHindered, match="另一件合并"):
        two.sign(one, at)
    by = actor(two.admin, two.admin_person)
    said = at_once(
        lambda: actions.end_team_merge(merge_id=other.pk, words="按另一份办", actor=by, at=at),
        lambda: two.sign(one, at),
        lambda: two.sign(other, at, by),
    )
    assert said.count("done") >= 1
    closed = Team.objects.filter(pk__in=[two.team.pk, two.other.pk], closed_at__isnull=False)
    assert closed.count() <= 1
    assert TeamMerge.objects.filter(done_at__isnull=False).count() == closed.count()


@pytest.mark.race
def test_an_undoing_while_a_unit_is_closed_leaves_no_open_team_in_a_closed_unit(own_database: str) -> None:
    two = Two()
    at = clock.now()
    row = two.merge(at)

    def close() -> None:
        with transaction.atomic():
            body = locked.body(two.other_body.pk)
            body.closed_at = at
            body.save(update_fields=["closed_at"])
            Team.objects.filter(body=body, closed_at__isnull=True).update(closed_at=at)

    said = at_once(close, lambda: two.undo(row, at + SECOND))
    assert said[0] == "done"
    assert said[1] in {"done", "team_closed_since", "busy"}
    assert not Team.objects.filter(body_id=two.other_body.pk, closed_at__isnull=True).exists()


@pytest.mark.race
def test_two_who_sign_at_once_merge_once(own_database: str) -> None:
    two = Two()
    at = clock.now()
    row = two.propose(at)
    said = at_once(lambda: two.sign(row, at), lambda: two.sign(row, at))
    assert said == ["done", "done"]
    assert Office.objects.filter(team=two.team, account=two.other_leader).count() == 1
