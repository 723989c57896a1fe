"""Minor edits hold at once; major ones are reviewed while the old values go on working (R023, R021)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from baiying.accounts import identity
from baiying.accounts.models import Identity
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.teams import actions, queries, rules
from baiying.teams.models import Body, Change, Past, Team
from tests.activities.makers import Town, account, actor, log_in, office
from tests.own_database import at_once


def sent(team: Team, **more: str) -> dict[str, str]:
    given = {
        "name": team.name, "category": team.category.code, "parent": "", "introduction": team.introduction,
        "founded_on": "", "area": team.area.public_id,
    }  # fmt: skip
    return given | more


def rename(town: Town, name: str = "新名字队", **more: str) -> Change:
    """The unit's administrator asks for another name of the team."""
    admin = log_in(town.admin, town.admin_person)
    answer = admin.post(f"/desk/teams/{town.team.public_id}/edit/", sent(town.team, name=name, **more))
    assert answer.status_code == 303
    return Change.objects.latest("id")


def seen(client: Any, row: Change) -> dict[str, str]:
    page = client.get(f"/desk/changes/{row.public_id}/")
    return {"seen": page.context["seen"]}


@pytest.mark.parametrize(
    ("new", "now", "waits"),
    [
        ({"consenting_contact": "周敏"}, ["consenting_contact"], []),
        ({"name": "甲", "consenting_contact": "周敏"}, ["consenting_contact"], ["name"]),
        ({"credit_code": "9", "credit_code_note": "看过"}, [], ["credit_code", "credit_code_note"]),
        ({"credit_code_note": "看过"}, ["credit_code_note"], []),
        ({"kind": "legal_entity", "consenting_contact": ""}, [], ["consenting_contact", "kind"]),
        ({}, [], []),
    ],
)
def test_what_of_a_body_waits(new: dict[str, object], now: list[str], waits: list[str]) -> None:
    found = rules.at_once_of_body(new)
    assert (sorted(found[0]), sorted(found[1])) == (now, waits)


@pytest.mark.django_db
def test_r023_minor_holds_at_once_and_major_waits_while_the_old_goes_on(town: Town, client: Any) -> None:
    row = rename(town, introduction="周六在村口")
    town.team.refresh_from_db()
    assert (town.team.name, town.team.introduction) == ("柳树村暖心队", "周六在村口")
    assert (row.before, row.after) == ({"name": "柳树村暖心队"}, {"name": "新名字队"})
    admin = log_in(town.admin, town.admin_person)
    assert "有一项修改在等审核" in admin.get(f"/desk/teams/{town.team.public_id}/").content.decode()
    assert "新名字队" not in client.get(f"/teams/{town.team.public_id}/").content.decode()
    county = log_in(office("county_office", town.county))
    assert "等审核的单位和队伍修改" in county.get("/desk/").content.decode()
    page = county.get(f"/desk/changes/{row.public_id}/").content.decode()
    for words in ("柳树村暖心队", "新名字队", "现在是", "要改成", "通过，改成新的"):
        assert words in page
    # The unit reads it and cannot decide; others find nothing.
    own = admin.get(f"/desk/changes/{row.public_id}/").content.decode()
    assert "收回这项修改" in own
    assert "通过，改成新的" not in own
    assert admin.post(f"/desk/changes/{row.public_id}/approval/", {}).status_code == 404
    for stranger in (log_in(account("外人")), log_in(office("county_office", town.other_county))):
        assert stranger.get(f"/desk/changes/{row.public_id}/").status_code == 404
    url = f"/desk/changes/{row.public_id}/approval/"
    assert county.post(url, seen(county, row)).status_code == 303
    assert county.post(url, {"seen": "old"}).status_code == 303
    town.team.refresh_from_db()
    assert town.team.name == "新名字队"
    assert "新名字队" in client.get(f"/teams/{town.team.public_id}/").content.decode()
    assert "新名字队" in [team.name for team in queries.public_teams(queries.TeamFilters())]
    assert AuditEvent.objects.filter(action="ChangeApplied").count() == 1
    assert Message.objects.filter(kind="change_decided", inbox=town.admin_person.public_id).count() == 1


@pytest.mark.django_db
def test_r023_what_was_true_then_stays_findable(town: Town) -> None:
    county, at = actor(office("county_office", town.county)), clock.now()
    names = ["二名队", "三名队"]
    for number, name in enumerate(names, start=1):
        change = rename(town, name)
        team = Team.objects.get(pk=town.team.pk)
        mark = queries.mark_of(change, team)
        actions.approve_change(change_id=change.pk, seen=mark, actor=county, at=at + timedelta(days=number))
        town.team.refresh_from_db()
    said = [queries.team_then(town.team.pk, at + timedelta(days=days))["name"] for days in (0.5, 1, 1.5, 2, 3)]
    assert said == ["柳树村暖心队", "二名队", "二名队", "三名队", "三名队"]
    page = log_in(town.admin, town.admin_person).get(f"/desk/teams/{town.team.public_id}/").content.decode()
    for words in ("以前的登记", "柳树村暖心队", "二名队"):
        assert words in page
    with pytest.raises(DatabaseError), transaction.atomic():
        Past.objects.update(values={})


@pytest.mark.django_db
def test_r023_nothing_is_applied_to_what_has_changed_since_it_was_shown(town: Town) -> None:
    row = rename(town)
    county = log_in(office("county_office", town.county))
    shown = seen(county, row)
    other = log_in(office("county_office", town.county))
    team = Team.objects.get(pk=town.team.pk)
    assert other.post(f"/desk/teams/{team.public_id}/edit/", sent(team, name="县里改的名")).status_code == 303
    answer = county.post(f"/desk/changes/{row.public_id}/approval/", shown, follow=True)
    assert "资料刚刚又变了" in answer.content.decode()
    assert Team.objects.get(pk=team.pk).name == "县里改的名"
    assert "县里改的名" in answer.content.decode()
    assert county.post(f"/desk/changes/{row.public_id}/approval/", seen(county, row)).status_code == 303
    assert Team.objects.get(pk=team.pk).name == "新名字队"


@pytest.mark.django_db
def test_refused_with_a_reason_withdrawn_and_one_at_a_time(town: Town) -> None:
    row = rename(town)
    admin, county = log_in(town.admin, town.admin_person), log_in(office("county_office", town.county))
    # The same again is the same; another waits until the first is done.
    assert rename(town).pk == row.pk
    again = admin.post(f"/desk/teams/{town.team.public_id}/edit/", sent(town.team, name="别的名字"))
    assert again.status_code == 422
    assert "已有一项修改在等审核" in again.content.decode()
    assert "别的名字" in again.content.decode()
    url = f"/desk/changes/{row.public_id}/refusal/"
    assert county.post(url, {"reason": ""}).status_code == 422
    assert county.post(url, {"reason": "与证书不符"}).status_code == 303
    assert county.post(url, {"reason": "与证书不符"}).status_code == 303
    assert "与证书不符" in admin.get(f"/desk/changes/{row.public_id}/").content.decode()
    assert Team.objects.get(pk=town.team.pk).name == "柳树村暖心队"
    second = rename(town, "第二个名字")
    withdrawn = f"/desk/changes/{second.public_id}/withdrawal/"
    assert admin.post(withdrawn).status_code == 303
    assert admin.post(withdrawn).status_code == 303
    late = county.post(f"/desk/changes/{second.public_id}/approval/", {"seen": "x"}, follow=True)
    assert "已经处理过了" in late.content.decode()
    assert not Past.objects.exists()


@pytest.mark.django_db
def test_r023_of_a_body_and_its_code_is_taken_once(town: Town) -> None:
    admin = log_in(town.admin, town.admin_person)
    body = town.body
    given = {
        "kind": body.kind, "name": "河畔镇志愿者联合会", "credit_code": body.credit_code,
        "competent_unit": "东区民政局", "area": body.area.public_id,
    }  # fmt: skip
    assert admin.post(f"/desk/teams/bodies/{body.public_id}/edit/", given).status_code == 303
    body.refresh_from_db()
    assert body.name == "河畔镇志愿服务协会"
    row = Change.objects.get(team=None)
    assert sorted(row.after) == ["competent_unit", "name"]
    county = office("county_office", town.county)
    mark = queries.mark_of(row, body)
    at = clock.now()
    actions.approve_change(change_id=row.pk, seen=mark, actor=actor(county), at=at)
    assert Body.objects.get(pk=body.pk).name == "河畔镇志愿者联合会"
    assert queries.body_then(body.pk, at - timedelta(days=1))["name"] == "河畔镇志愿服务协会"
    assert queries.body_then(body.pk, at)["name"] == "河畔镇志愿者联合会"


@pytest.mark.django_db
def test_r021_a_team_is_moved_with_review_and_no_circle_is_closed_meanwhile(town: Town) -> None:
    upper, lower = town.a_team("支队"), town.a_team("分队")
    admin = log_in(town.admin, town.admin_person)
    for team, parent in ((upper, lower), (lower, upper)):
        url = f"/desk/teams/{team.public_id}/edit/"
        assert admin.post(url, sent(team, parent=parent.public_id)).status_code == 303
    first, second = Change.objects.order_by("id")
    county = actor(office("county_office", town.county))
    mark = queries.mark_of(first, upper)
    actions.approve_change(change_id=first.pk, seen=mark, actor=county, at=clock.now())
    with pytest.raises(actions.ParentCircle):
        actions.approve_change(change_id=second.pk, seen=queries.mark_of(second, lower), actor=county, at=clock.now())
    assert Team.objects.get(pk=lower.pk).parent_id is None


@pytest.mark.django_db
def test_nobody_reviews_the_own_unit(town: Town) -> None:
    row = rename(town)
    who, mark = actor(town.admin), queries.mark_of(row, town.team)
    with pytest.raises(actions.OwnChange):
        actions.approve_change(change_id=row.pk, seen=mark, actor=who, at=clock.now())
    with pytest.raises(actions.OwnChange):
        actions.refuse_change(change_id=row.pk, reason="不", actor=who, at=clock.now())


@pytest.mark.race
def test_two_reviewers_in_one_second_leave_one_answer(own_database: str) -> None:
    town = Town()
    row = rename(town)
    one, other = (actor(office("county_office", town.county)) for _ in range(2))
    mark = queries.mark_of(row, town.team)
    said = at_once(
        lambda: actions.approve_change(change_id=row.pk, seen=mark, actor=one, at=clock.now()),
        lambda: actions.refuse_change(change_id=row.pk, reason="与证书不符", actor=other, at=clock.now()),
    )
    assert sorted(said) == ["change_decided", "done"]
    row.refresh_from_db()
    assert (Team.objects.get(pk=town.team.pk).name == "新名字队") == (row.outcome == "applied")


@pytest.mark.django_db
def test_nobody_reviews_what_the_own_unit_asks_by_another_log_in_of_the_same_phone(town: Town) -> None:
    other, second = office("county_office", town.county), account("同一人")
    made = actions.appoint_admin(body_id=town.body.pk, account_id=second.pk, actor=actor(town.admin), at=clock.now())
    actions.accept_office(office_id=made.pk, actor=actor(second), at=clock.now())
    for one in (other, second):
        Identity.objects.filter(account=one, kind="phone").delete()
        since = clock.now() - timedelta(days=30)
        Identity.objects.create(account=one, since=since, **identity.of_phone("19900000888"))
    row = rename(town)
    client = log_in(other)
    client.post(f"/desk/changes/{row.public_id}/approval/", seen(client, row))
    row.refresh_from_db()
    assert row.outcome == ""
    by_hand = Actor(account_id=other.pk, acting=actor(other).acting)
    with pytest.raises(actions.OwnChange):
        actions.approve_change(change_id=row.pk, seen="", actor=by_hand, at=clock.now())
