"""Offices of units and teams by the same spreadsheet as appointments (U33): nobody is picked by a name alone, nothing
holds before it is accepted, twice is nothing new."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baiying.accounts import actions
from baiying.accounts.list_models import AppointmentInvitation, AppointmentList
from baiying.accounts.models import Account
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices import queries as notices
from baiying.people.models import Person
from baiying.teams.models import Body, Office, OfficeKind, Team
from tests.accounts.test_lists import bring, cures, give, lived, page, send
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

HEADS = ("单位", "队伍", "职务", "姓名", "手机号后四位", "从", "至")
ADMIN, LEADER = "单位管理员", "队长"


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


@pytest.fixture
def office(area: Area) -> Client:
    return world.staff("county_office", area.county, "19900000501")


@pytest.fixture
def school(area: Area) -> Body:
    body = builders.body("许州市第一中学", area=area.township)
    Body.objects.filter(pk=body.pk).update(credit_code="12419900MB0A0001XA"[:18])
    body.refresh_from_db()
    return body


@pytest.fixture
def team(school: Body, area: Area) -> Team:
    return builders.team(school, "红马甲服务队", area=area.township)


def held(account: Account) -> list[tuple[str, bool]]:
    rows = Office.objects.filter(account=account, ends_at=None).order_by("id")
    return [(one.kind, one.accepted_at is not None) for one in rows]


def test_u33_a_unit_and_its_team_get_their_people_who_accept_themselves(
    area: Area, office: Client, school: Body, team: Team
) -> None:
    admin, leader = lived(area, "李小甲", "19900000611"), lived(area, "李小乙", "19900000612")
    rows = [
        (school.name, "", ADMIN, "李小甲", "", "", "2199-12-31"),
        (school.credit_code, "", ADMIN, "李小乙", "0612", "", ""),
        (school.name, team.name, LEADER, "李小乙", "", "", ""),
    ]
    row = bring(office, rows, HEADS)
    html = page(office, row)
    assert "任命 3 行" in html
    assert "许州市第一中学 红马甲服务队" in html
    assert send(office, row).status_code == 303
    give(row)
    assert row.outcome["fates"] == {"offered": 3, "invited": 0, "already": 0}
    assert held(admin) == [("unit_admin", False)]
    assert held(leader) == [("unit_admin", False), ("team_leader", False)]
    assert Office.objects.get(account=admin).last_day == date(2199, 12, 31)
    # Nothing holds before it is accepted, by whom it was given to.
    client = Client()
    world.log_in(client, "19900000611")
    assert client.get(f"/bodies/{school.public_id}/members/").status_code in {403, 404}
    offer = Office.objects.get(account=admin)
    assert client.post(f"/mine/offices/{offer.public_id}/acceptance/").status_code == 303
    assert held(admin) == [("unit_admin", True)]
    assert "已接受" in page(office, row)
    # The same file again is nothing new.
    again = bring(office, rows, HEADS)
    assert "没有新的：3 行都已经任命过" in page(office, again)


def test_u33_what_cannot_be_is_said_at_its_line_and_column(
    area: Area, office: Client, school: Body, team: Team
) -> None:
    lived(area, "李小甲", "19900000611")
    lived(area, "王伟", "19900000621")
    lived(area, "王伟", "19900000622")
    closed = builders.body("旧单位", area=area.township)
    Body.objects.filter(pk=closed.pk).update(closed_at=clock.now())
    builders.body("外县单位", area=area.other_county)
    twice = [builders.body("同名单位", area=where) for where in (area.township, area.village)]
    merged = builders.team(school, "老队", area=area.township)
    Team.objects.filter(pk=merged.pk).update(closed_at=clock.now())
    tomorrow = (clock.local_date(clock.now()) + timedelta(days=1)).isoformat()
    rows: list[tuple[Any, ...]] = [
        ("没有这家", "", ADMIN, "李小甲", "", "", ""),
        ("旧单位", "", ADMIN, "李小甲", "", "", ""),
        ("外县单位", "", ADMIN, "李小甲", "", "", ""),
        ("同名单位", "", ADMIN, "李小甲", "", "", ""),
        (school.name, "老队", LEADER, "李小甲", "", "", ""),
        (school.name, team.name, LEADER, "李小甲", "", "", "2199-12-31"),
        (school.name, "", ADMIN, "李小甲", "", tomorrow, ""),
        (school.name, "", ADMIN, "王伟", "", "", ""),
        ("别的学校", team.name, LEADER, "李小甲", "", "", ""),
        (twice[1].credit_code, "", ADMIN, "李小甲", "", "", ""),
    ]
    said = cures(page(office, bring(office, rows, HEADS)))
    wanted = {
        2: "没有叫“没有这家”", 3: "已经关闭", 4: "不在您的工作地区内", 5: "几个都叫", 6: "队伍（B 列）",
        7: "队长没有任期", 8: "从本人接受时开始", 9: "2 位同名的人", 10: "没有叫“红马甲服务队”",
    }  # fmt: skip
    assert set(said) == set(wanted)
    for line, words in wanted.items():
        assert words in said[line], (line, said[line])
    assert "已经关闭" in said[6]


def test_who_has_no_log_in_is_invited_and_comes_into_the_unit_by_the_own_code(
    area: Area, office: Client, school: Body
) -> None:
    rows = [(school.name, "", ADMIN, "新人", "19900000699", "", "")]
    row = bring(office, rows, HEADS)
    send(office, row)
    give(row)
    assert not Account.objects.filter(display_name="新人").exists()
    assert not Office.objects.filter(body=school).exists()
    assert "请您担任许州市第一中学单位管理员" in notices.on_screen("19900000699", limit=1)[0].wording
    assert "没有新的" in page(office, bring(office, rows, HEADS))
    invitation = AppointmentInvitation.objects.get()
    client, url = Client(), f"/appointments/invited/{invitation.public_id}/"
    client.post(url, {"send": "1"})
    code = re.search(r"(?<!\d)\d{6}(?!\d)", notices.on_screen("19900000699", limit=1)[0].wording)
    assert code is not None
    assert client.post(url, {"code": code[0]})["Location"] == "/mine/appointments/"
    made = Office.objects.get(body=school)
    assert (made.account.display_name, made.accepted_at, made.listing_id) == ("新人", None, row.pk)
    assert client.post(f"/mine/offices/{made.public_id}/acceptance/").status_code == 303
    invitation.refresh_from_db()
    assert (invitation.phone_hash, invitation.taken_by_id) == (None, made.account_id)


def test_undoing_withdraws_what_nobody_has_answered_and_tells(area: Area, office: Client, school: Body) -> None:
    kept, left = lived(area, "李小甲", "19900000611"), lived(area, "李小乙", "19900000612")
    row = bring(office, [(school.name, "", ADMIN, one.display_name, "", "", "") for one in (kept, left)], HEADS)
    send(office, row)
    give(row)
    client = Client()
    world.log_in(client, "19900000611")
    client.post(f"/mine/offices/{Office.objects.get(account=kept).public_id}/acceptance/")
    url = f"/desk/appointments/lists/{row.public_id}/undoing/"
    assert office.post(url).status_code == 303
    assert office.post(url).status_code == 303
    assert "收回了 1 项" in page(office, row)
    assert held(kept) == [("unit_admin", True)]
    assert held(left) == []
    assert actions.tell_undone(list_id=row.pk, at=clock.now()) == 1
    other = Client()
    world.log_in(other, "19900000612")
    other.post(f"/mine/offices/{Office.objects.get(account=left).public_id}/acceptance/")
    assert held(left) == []


def test_nobody_under_age_administers_a_unit(area: Area, office: Client, school: Body) -> None:
    child = builders.person("小石", residence=area.village, account=world.make_account("19900000631", "小石"))
    Person.objects.filter(pk=child.pk).update(birth_date=clock.local_date(clock.now()) - timedelta(days=365 * 15))
    rows = [(school.name, "", ADMIN, "小石", "", "", "")]
    row = bring(office, rows, HEADS)
    send(office, row)
    give(row)
    assert row.outcome["refused"] == [[2, "unit_admin_under_age"]]
    assert "未满 18 周岁" in page(office, row)


def test_what_closed_or_moved_between_the_press_and_the_job_is_not_given(
    area: Area, office: Client, school: Body, team: Team
) -> None:
    lived(area, "李小甲", "19900000611")
    other = builders.body("迁走的单位", area=area.township)
    rows = [
        (school.name, "", ADMIN, "李小甲", "", "", ""),
        (other.name, "", ADMIN, "李小甲", "", "", ""),
        (school.name, team.name, LEADER, "李小甲", "", "", ""),
    ]
    row = bring(office, rows, HEADS)
    send(office, row)
    Body.objects.filter(pk=other.pk).update(area=area.other_county)
    Body.objects.filter(pk=school.pk).update(closed_at=clock.now())
    Team.objects.filter(pk=team.pk).update(closed_at=clock.now())
    give(row)
    assert sorted(row.outcome["refused"]) == [[2, "unit_gone"], [3, "unit_elsewhere"], [4, "team_gone"]]
    assert not Office.objects.filter(listing_id=row.pk).exists()
    assert "已经关闭" in page(office, row)


def test_who_appoints_but_manages_no_units_gives_no_offices_of_units(area: Area, school: Body) -> None:
    """The security administrator appoints, and does not manage units."""
    lived(area, "李小甲", "19900000611")
    keeper = world.staff("secadmin", None, "19900000509")
    row = bring(keeper, [(school.name, "", ADMIN, "李小甲", "", "", "")], HEADS)
    assert "不由您任免" in cures(page(keeper, row))[2]


def test_the_preview_of_many_units_asks_as_often_as_that_of_few(area: Area, office: Client) -> None:
    counts = []
    # The first one finds the rules of the day, which are kept.
    for n in (2, 3, 30):
        rows: list[tuple[Any, ...]] = []
        for i in range(n):
            body = builders.body(f"单位{n}号{i}", area=area.township)
            lived(area, f"赵{chr(0x4E00 + n * 40 + i)}", f"1990001{n:02d}{i:02d}"[:11].ljust(11, "0"))
            rows.append((body.name, "", ADMIN, f"赵{chr(0x4E00 + n * 40 + i)}", "", "", ""))
        row: AppointmentList = bring(office, rows, HEADS)
        with CaptureQueriesContext(connection) as asked:
            assert f"任命 {n} 行" in page(office, row)
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_places_and_units_stand_in_one_list(area: Area, office: Client, school: Body) -> None:
    lived(area, "李小甲", "19900000611")
    rows = [
        (area.village.code, "", "站所工作人员", "李小甲", "", "", ""),
        (school.name, "", ADMIN, "李小甲", "", "", ""),
    ]
    row = bring(office, rows, HEADS)
    html = page(office, row)
    assert "任命 2 行" in html
    assert "柳林社区" in html
    send(office, row)
    give(row)
    assert row.outcome["fates"]["offered"] == 2
    assert OfficeKind.UNIT_ADMIN in {one.kind for one in Office.objects.filter(listing_id=row.pk)}
