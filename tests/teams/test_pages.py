"""Bodies, teams, memberships and offices through their pages."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from baiying.accounts.models import Account
from baiying.activities.models import Activity
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.teams import actions
from baiying.teams.models import Body, Membership, Office, Team
from baiying.teams.views.listed import members_list
from tests.activities.makers import OTHER_CREDIT_CODE, Town, account, log_in, office, volunteer


def body_data(**more: str) -> dict[str, Any]:
    return {
        "kind": "legal_entity", "name": "东区图书馆", "credit_code": OTHER_CREDIT_CODE, "competent_unit": "东区文旅局",
        "consenting_name": "", "consenting_credit_code": "", "consenting_contact": "",
    } | more  # fmt: skip


@pytest.mark.law("R685-41")
def test_county_office_enters_a_body_and_its_administrator(town: Town) -> None:
    browser = log_in(office("county_office", town.county))
    answer = browser.post("/desk/teams/bodies/", body_data(credit_code="９１４４０３００７１５２６７２６ｘｇ"))
    body = Body.objects.get(name="东区图书馆")
    assert answer["Location"] == f"/desk/teams/bodies/{body.public_id}/"
    assert (body.credit_code, body.area_id) == (OTHER_CREDIT_CODE, town.county.pk)
    url = f"/desk/teams/bodies/{body.public_id}/offices/"
    assert "请填姓名" in browser.post(url, {"phone": "13812345678", "name": ""}).content.decode()
    assert not Account.objects.filter(display_name="周馆长").exists()
    assert browser.post(url, {"phone": "138 1234 5678", "name": "周馆长"}).status_code == 303
    made = Office.objects.get(body=body)
    assert (made.kind, made.account.display_name) == ("unit_admin", "周馆长")
    assert "正在等本人答复" in browser.post(url, {"phone": "13812345678", "name": ""}).content.decode()
    actions.accept_office(office_id=made.pk, actor=Actor(account_id=made.account_id), at=clock.now())
    assert "已经担任" in browser.post(url, {"phone": "13812345678", "name": ""}).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"credit_code": "914403007152672"}, "18 位"),
        ({"credit_code": "91440300715267260O"}, "没有 I、O、S、V、Z"),
        ({"credit_code": "91350100M000100Y44"}, "最后一位对不上"),
        ({"credit_code": ""}, "这类单位要填这一项"),
        ({"competent_unit": ""}, "这类单位要填这一项"),
        ({"kind": "internal_group"}, "这类单位要填这一项"),
        ({"kind": ""}, "请选一种"),
        ({"credit_code": "91350100M000100Y43"}, "已经登记过一家单位"),
    ],
)
def test_wrong_bodies_are_met_kindly(town: Town, wrong: dict[str, str], words: str) -> None:
    answer = log_in(office("county_office", town.county)).post("/desk/teams/bodies/", body_data(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "东区图书馆" in page
    assert Body.objects.count() == 1


@pytest.mark.law("R685-6")
@pytest.mark.law("R685-42")
def test_internal_group_needs_a_consenting_unit_with_its_code(town: Town) -> None:
    browser = log_in(office("county_office", town.county))
    data = body_data(
        kind="internal_group",
        consenting_name="柳树村村委会",
        consenting_credit_code=OTHER_CREDIT_CODE,
        consenting_contact="赵主任",
    )
    assert browser.post("/desk/teams/bodies/", data).status_code == 303
    body = Body.objects.get(kind="internal_group")
    assert (body.credit_code, body.consenting_credit_code) == ("", OTHER_CREDIT_CODE)


def test_bodies_outside_the_area_cannot_be_made_or_seen(town: Town) -> None:
    browser = log_in(office("county_office", town.other_county))
    answer = browser.post("/desk/teams/bodies/", body_data(area=town.county.public_id))
    assert (answer.status_code, Body.objects.count()) == (422, 1)
    assert "不在您的工作地区内" in answer.content.decode()
    assert browser.get(f"/desk/teams/bodies/{town.body.public_id}/").status_code == 404
    assert browser.get(f"/desk/teams/{town.team.public_id}/").status_code == 404
    clerk = log_in(office("place_staff", town.township))
    assert clerk.get(f"/desk/teams/bodies/{town.body.public_id}/").status_code == 200
    assert clerk.post(f"/desk/teams/bodies/{town.body.public_id}/edit/", body_data()).status_code == 404
    assert clerk.get("/desk/teams/bodies/").status_code == 403


def team_data(**more: str) -> dict[str, str]:
    given = {"name": "柳树村小队", "category": "culture", "parent": "", "introduction": "", "founded_on": ""}
    return given | more


def test_administrator_makes_a_tree_of_teams_without_circles(town: Town) -> None:
    browser = log_in(town.admin, town.admin_person)
    url = f"/desk/teams/bodies/{town.body.public_id}/teams/"
    assert browser.get(url).status_code == 200
    assert browser.post(url, team_data(parent=town.team.public_id)).status_code == 303
    child = Team.objects.get(name="柳树村小队")
    assert (child.parent_id, child.category.code) == (town.team.pk, "culture")
    answer = browser.post(
        f"/desk/teams/{town.team.public_id}/edit/", team_data(name=town.team.name, parent=child.public_id)
    )
    assert answer.status_code == 422
    assert "上级队伍不能是本队" in answer.content.decode()
    third = town.a_team("三级", parent=child)
    fourth = town.a_team("四级", parent=third)
    assert "最多分四级" in browser.post(url, team_data(name="五级", parent=fourth.public_id)).content.decode()
    assert "还没有到" in browser.post(url, team_data(founded_on="2099-01-01")).content.decode()
    leader = log_in(town.leader, town.leader_person)
    assert leader.post(url, team_data()).status_code == 404


def test_public_finds_a_team_and_asks_to_join(town: Town, client: Any) -> None:
    page = client.get("/teams/?q=暖心").content.decode()
    assert town.team.name in page
    assert town.team.name in client.get(f"/teams/?area={town.county.public_id}&category=theory").content.decode()
    assert town.team.name not in client.get(f"/teams/?area={town.other_county.public_id}").content.decode()
    person = volunteer("想加入的人", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    for _ in range(2):
        assert browser.post(f"/teams/{town.team.public_id}/memberships/", {"words": "会写字"}).status_code == 303
    asked = Membership.objects.get()
    assert "等队长答复" in browser.get(f"/teams/{town.team.public_id}/").content.decode()
    assert Message.objects.filter(inbox=town.leader_person.public_id, text__contains="想加入的人").count() == 1
    leader = log_in(town.leader, town.leader_person)
    assert "会写字" in leader.get("/desk/teams/").content.decode()
    assert browser.post(f"/memberships/{asked.public_id}/approval/").status_code == 404
    for _ in range(2):
        assert leader.post(f"/memberships/{asked.public_id}/approval/").status_code == 303
    assert AuditEvent.objects.filter(action="MemberJoined").count() == 1
    assert "您在这支队伍里" in browser.get(f"/teams/{town.team.public_id}/").content.decode()
    assert Message.objects.filter(inbox=person.public_id, kind="membership_joined").exists()
    away = f"/memberships/{asked.public_id}/departure/"
    assert browser.post(away, {"reason": ""}).status_code == 422
    assert browser.post(away, {"reason": "搬家了"}).status_code == 303
    assert browser.post(f"/teams/{town.team.public_id}/memberships/").status_code == 303
    assert Membership.objects.count() == 2


def test_refusal_has_a_reason_that_the_person_reads(town: Town) -> None:
    person = volunteer("申请人", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    browser.post(f"/teams/{town.team.public_id}/memberships/")
    asked = Membership.objects.get()
    leader = log_in(town.leader, town.leader_person)
    url = f"/memberships/{asked.public_id}/refusal/"
    assert leader.post(url, {"reason": " "}).status_code == 422
    assert leader.post(url, {"reason": "本队只收医生"}).status_code == 303
    assert "本队只收医生" in browser.get(f"/teams/{town.team.public_id}/").content.decode()
    assert Message.objects.filter(inbox=person.public_id, text__contains="本队只收医生").exists()


def test_who_is_not_registered_is_sent_to_register(town: Town) -> None:
    stranger = log_in(account("路人"))
    assert stranger.post(f"/teams/{town.team.public_id}/memberships/")["Location"].startswith("/register/?next=")
    former = volunteer("注销的人", town.village, registered=False)
    answer = log_in(former.account, former).post(f"/teams/{town.team.public_id}/memberships/")  # type: ignore[arg-type]
    assert answer.status_code == 409


def test_last_administrator_cannot_end_the_own_office(town: Town) -> None:
    browser = log_in(town.admin, town.admin_person)
    own = Office.objects.get(kind="unit_admin")
    answer = browser.post(f"/offices/{own.public_id}/end/")
    assert answer.status_code == 409
    assert "最后一位管理员" in answer.content.decode()
    phone = {"phone": "13712345678", "name": "接任的人"}
    assert browser.post(f"/desk/teams/bodies/{town.body.public_id}/offices/", phone).status_code == 303
    # Who was only asked keeps nothing.
    assert browser.post(f"/offices/{own.public_id}/end/").status_code == 409
    asked = Office.objects.get(account__display_name="接任的人")
    actions.accept_office(office_id=asked.pk, actor=Actor(account_id=asked.account_id), at=clock.now())
    assert browser.post(f"/offices/{own.public_id}/end/").status_code == 303
    assert browser.get(f"/desk/teams/bodies/{town.body.public_id}/").status_code == 404
    leader = log_in(town.leader, town.leader_person)
    assert leader.post(f"/offices/{Office.objects.get(kind='team_leader').public_id}/end/").status_code == 404


def test_administrator_appoints_a_leader_by_phone(town: Town) -> None:
    browser = log_in(town.admin, town.admin_person)
    person = volunteer("新队长", town.village, account=account("新队长", "13600000001"))
    url = f"/desk/teams/{town.team.public_id}/offices/"
    assert browser.post(url, {"phone": "13600000001"}).status_code == 303
    assert Office.objects.filter(account=person.account, team=town.team, ends_at__isnull=True).exists()
    account("同号的人", "13600000001")
    other = town.a_team("另一支队")
    url = f"/desk/teams/{other.public_id}/offices/"
    answer = browser.post(url, {"phone": "13600000001"})
    assert answer.status_code == 422
    assert "同***" in answer.content.decode()
    chosen = {"phone": "13600000001", "account": person.account.public_id}  # type: ignore[union-attr]
    assert browser.post(url, chosen).status_code == 303


def test_what_is_refused_makes_and_renames_no_account(town: Town) -> None:
    """An own phone gave three new accounts; an office held already renamed its holder."""
    admin = account("吴志强", "13600000009")
    builders.office(admin, town.body, starts_at=clock.now())
    browser = log_in(admin)
    url = f"/desk/teams/bodies/{town.body.public_id}/offices/"
    own = {"phone": "13600000009", "name": "别人", "account": "another"}
    before = Account.objects.count()
    assert browser.post(url, own).status_code == 422
    masked = account("136****0008", "13600000008")
    builders.office(masked, town.body, starts_at=clock.now())
    assert browser.post(url, {"phone": "13600000008", "name": "改名"}).status_code == 422
    masked.refresh_from_db()
    assert (masked.display_name, Account.objects.count()) == ("136****0008", before + 1)


@pytest.mark.law("R685-20")
def test_names_are_masked_for_who_may_not_see_persons_and_export_shows_the_same(town: Town) -> None:
    town.member(volunteer("=HYPERLINK（坏人）", town.village))
    town.member(volunteer("王小丫", town.village))
    reviewer = log_in(office("hours_reviewer", town.county))
    assert reviewer.get(f"/desk/teams/{town.team.public_id}/").status_code == 404
    leader = log_in(town.leader, town.leader_person)
    assert "王小丫" in leader.get(f"/desk/teams/{town.team.public_id}/").content.decode()
    address = f"/desk/teams/{town.team.public_id}/"
    assert leader.post(address, {"file": "1", "reason": "带走"}).status_code == 403
    admin = log_in(town.admin, town.admin_person)
    assert "请写一句用途" in admin.post(address, {"file": "1"}).content.decode()
    answer = admin.post(address, {"file": "1", "reason": "年度登记"})
    rows = list(load_workbook(BytesIO(answer.getvalue())).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["姓名", "'=HYPERLINK（坏人）", "王小丫"]
    (taken,) = AuditEvent.objects.filter(action="ListTaken", account_id=town.admin.pk)
    assert (taken.detail["list"], taken.detail["reason"]) == ("members", "年度登记")


def test_who_reads_masked_names_cannot_seek_by_them(town: Town) -> None:
    """One sign after the other would tell the name. No role of today sees teams and not persons: asked of the list."""
    town.member(volunteer("王小丫", town.village))
    assert members_list("队", full=False).search is None
    address = f"/desk/teams/{town.team.public_id}/"
    leader = log_in(town.leader, town.leader_person)
    assert "王小丫" in leader.get(f"{address}?q=小丫").content.decode()
    assert "没有找到" in leader.get(f"{address}?q=别人").content.decode()


def test_office_exports_only_its_area(town: Town) -> None:
    elsewhere = Body.objects.create(
        kind="legal_entity", name="西区单位", credit_code=OTHER_CREDIT_CODE, competent_unit="x", area=town.other_county,
        created_at=town.body.created_at,
    )  # fmt: skip
    town.a_team("西区队", body=elsewhere, area=town.other_village)
    county = log_in(office("county_office", town.county))
    answer = county.post("/desk/teams/", {"file": "1"})
    rows = list(load_workbook(BytesIO(answer.getvalue())).worksheets[0].iter_rows(values_only=True))
    assert AuditEvent.objects.get(action="ListTaken").detail["list"] == "teams"
    assert [row[0] for row in rows] == ["队伍", town.team.name]
    assert "西区队" not in county.get("/desk/teams/").content.decode()
    # Who may read and not take away is neither offered the file nor given it.
    clerk = log_in(office("place_staff", town.township))
    assert 'name="file"' not in clerk.get("/desk/teams/").content.decode()
    assert clerk.post("/desk/teams/", {"file": "1"}).status_code == 403


def test_teams_and_bodies_are_searched_narrowed_and_ordered(town: Town) -> None:
    town.a_team("阿姨合唱队", body=town.body, area=town.village)
    county = log_in(office("county_office", town.county))
    rows = county.get("/desk/teams/?sort=-size").content.decode().partition("<tbody>")[2]
    assert rows.index(town.team.name) < rows.index("阿姨合唱队") or "阿姨合唱队" in rows
    page = county.get("/desk/teams/?q=合唱").content.decode().partition("<tbody>")[2]
    assert "阿姨合唱队" in page
    assert town.team.name not in page
    bodies = county.get(f"/desk/teams/?show=bodies&q={town.body.credit_code}").content.decode()
    assert town.body.name in bodies.partition("<tbody>")[2]
    assert "没有找到" in county.get("/desk/teams/?show=bodies&kind=no-such&q=没有这个").content.decode()


def test_volunteers_have_no_desk_of_teams(town: Town) -> None:
    person = volunteer("普通人", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    assert browser.get("/desk/teams/").status_code == 403
    assert browser.get(f"/desk/teams/{town.team.public_id}/").status_code == 404
    assert browser.get(f"/desk/teams/bodies/{town.body.public_id}/").status_code == 404


def test_a_team_page_links_to_its_unit_only_for_whom_that_page_opens(town: Town) -> None:
    address = f"/desk/teams/bodies/{town.body.public_id}/"
    for browser in (log_in(town.leader, town.leader_person), log_in(town.admin)):
        page = browser.get(f"/desk/teams/{town.team.public_id}/").content.decode()
        assert (f'href="{address}"' in page) == (browser.get(address).status_code == 200)
        assert town.body.name in page
    assert log_in(town.leader, town.leader_person).get(address).status_code == 404


def test_ending_a_leaders_office_says_what_they_still_lead(town: Town) -> None:
    town.activity("敬老饭桌")
    town.activity("早已结束", starts_on=date(2025, 1, 1), ends_on=date(2025, 1, 1))
    town.activity("取消了的", state="draft")
    town.activity("别人带的", leader=town.admin)
    admin = log_in(town.admin, town.admin_person)
    office = Office.objects.get(kind="team_leader")
    page = admin.get(f"/offices/{office.public_id}/end/").content.decode()
    assert "1 个：“敬老饭桌”" in page
    assert "仍由此人带队" in page
    Activity.objects.all().update(leader=town.admin)
    assert "还在带队的活动" not in admin.get(f"/offices/{office.public_id}/end/").content.decode()
