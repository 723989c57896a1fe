"""Appointments by spreadsheet (U33): nobody is picked by a name, nothing holds unaccepted, twice is nothing new."""

import io
import re
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baiying.accounts import actions, list_keeping
from baiying.accounts.list_models import AppointmentInvitation, AppointmentList
from baiying.accounts.models import Account, Appointment
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.notices import queries as notices
from baiying.places.models import Division, DivisionVersion
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

OFFICE = "19900000501"
HEADS = ("地点", "角色", "姓名", "手机号后四位", "从", "至")
STAFF = "站所工作人员"


def lived(area: Area, name: str, phone: str, home: Division | None = None) -> Account:
    """Somebody with a log-in who lives in the town, or elsewhere."""
    account = world.make_account(phone, name)
    builders.person(name, residence=home or area.village, account=account, phone=phone)
    return account


def bring(client: Client, rows: list[tuple[Any, ...]], heads: tuple[str, ...] = HEADS) -> AppointmentList:
    text = "\n".join("\t".join(map(str, row)) for row in (heads, *rows))
    answer = client.post("/desk/appointments/lists/new/", {"form_id": new_public_id(), "pasted": text})
    assert answer.status_code == 303, answer.content.decode()
    return AppointmentList.objects.get(public_id=answer["Location"].rstrip("/").rpartition("/")[2])


def page(client: Client, row: AppointmentList) -> str:
    return client.get(f"/desk/appointments/lists/{row.public_id}/").content.decode()


def send(client: Client, row: AppointmentList, **more: str) -> Any:
    return client.post(f"/desk/appointments/lists/{row.public_id}/sendings/", more)


def give(row: AppointmentList) -> None:
    actions.give_all(list_id=row.pk, at=clock.now())
    row.refresh_from_db()


def cures(html: str) -> dict[int, str]:
    """The cure of each line that has a fault, as the page says it."""
    line = r'<th scope="row">(?:<span[^>]*>)?第 (\d+) 行(?:</span>)?</th>'
    found = re.findall(line + r"<td[^>]*>([^<]*)</td><td[^>]*>([^<]*)</td></tr>", html)
    return {int(line): f"{column}|{cure}" for line, column, cure in found}


def every_fault_has_its_place_and_cure(said: dict[int, str]) -> None:
    assert set(said) == {2, 3, 4, 5, 6, 7}
    assert "2 位同名的人" in said[2]
    assert "姓名（C 列）" in said[2]
    assert "2 位同名" in said[3]
    assert "已经注销" in said[4]
    assert "柳林社区 419901001001" in said[5]
    assert "地点（A 列）" in said[5]
    assert "到期日在起始日之前" in said[6]
    assert "至（F 列）" in said[6]
    assert "不能用表格任命" in said[7]
    assert "角色（B 列）" in said[7]


def test_u33_two_of_the_same_name_stop_and_the_others_go_to_their_people(area: Area) -> None:
    """The list of the case: two 王伟, one who left, one place re-coded, one from > to, one audit role; twice."""
    office = world.staff("county_office", area.county, OFFICE)
    one, other = lived(area, "王伟", "19900000601"), lived(area, "王伟", "19900000602")
    good = [lived(area, f"李小{sign}", f"1990000061{n}") for n, sign in enumerate("甲乙丙")]
    gone = lived(area, "赵离", "19900000620")
    Account.objects.filter(pk=gone.pk).update(closed_at=clock.now())
    DivisionVersion.objects.create(
        division=area.village, code="419901001099", name="柳林村", level="village", parent=area.township,
        path=area.village.path, valid_from=date(2020, 1, 1), valid_to=date(2024, 1, 1),
    )  # fmt: skip
    code = area.village.code
    rows: list[tuple[Any, ...]] = [
        (code, STAFF, "王伟", "", "", ""),
        ("柳林社区", STAFF, "王伟", "", "", ""),
        (code, STAFF, "赵离", "", "", ""),
        ("419901001099", STAFF, "李小甲", "", "", ""),
        (code, STAFF, "李小乙", "", "2027-06-30", "2027-01-01"),
        (code, "审计员", "李小丙", "", "", ""),
        *((code, STAFF, account.display_name, "", "2026-12-01", "2199-12-31") for account in good),
    ]
    row = bring(office, rows)
    html = page(office, row)
    every_fault_has_its_place_and_cure(cures(html))
    assert "任命 3 行" in html
    # Faults are left out only by saying so.
    assert send(office, row).status_code == 422
    assert not Appointment.objects.filter(listing=row).exists()
    # The two are asked for by the end of their phone, on the page; one has no log-in yet.
    digits = f"/desk/appointments/lists/{row.public_id}/digits/"
    wrong = office.post(digits, {"digits_2": "12"})
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.content.decode()
    assert office.post(digits, {"digits_2": "0601", "digits_3": "19900000699"}).status_code == 303
    html = page(office, row)
    assert "任命 5 行" in html
    assert "没有登录过的发邀请" in html
    assert send(office, row, without_faults="on").status_code == 303
    give(row)
    assert row.outcome["fates"] == {"offered": 4, "invited": 1, "already": 0}
    assert row.finished_at is not None
    assert row.lines_sealed is None
    given = Appointment.objects.filter(listing=row)
    assert set(given.values_list("account_id", flat=True)) == {one.pk, *(account.pk for account in good)}
    assert not given.filter(account=other).exists()
    assert not Account.objects.filter(display_name="王伟").exclude(pk__in=[one.pk, other.pk]).exists()
    assert AppointmentInvitation.objects.get().appointment is None
    # Not in force before it is accepted.
    client = Client()
    world.log_in(client, "19900000601")
    assert client.get("/desk/people/").status_code == 403
    mine = given.get(account=one)
    assert client.post(f"/mine/appointments/{mine.public_id}/acceptance/").status_code == 303
    assert client.get("/desk/people/").status_code == 200
    # The same file again is nothing new.
    again = bring(office, [rows[6], rows[7], rows[8], (code, STAFF, "王伟", "0601", "", "")])
    html = page(office, again)
    assert "没有新的：4 行都已经任命过" in html
    assert send(office, again).status_code == 422
    assert Appointment.objects.filter(listing=again).count() == 0


def test_u33_who_has_no_log_in_gets_an_invitation_and_no_role(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    row = bring(office, [(area.village.code, STAFF, "新人", "19900000699", "", "2199-12-31")])
    assert "没有登录过的发邀请" in page(office, row)
    send(office, row)
    give(row)
    assert not Account.objects.filter(display_name="新人").exists()
    assert not Appointment.objects.filter(listing=row).exists()
    assert "请您担任柳林社区站所工作人员" in notices.on_screen("19900000699", limit=1)[0].wording
    invitation = AppointmentInvitation.objects.get()
    # Whoever brings it again invites nobody twice.
    again = bring(office, [(area.village.code, STAFF, "新人", "19900000699", "", "2199-12-31")])
    assert "没有新的" in page(office, again)
    stranger = Client()
    url = f"/appointments/invited/{invitation.public_id}/"
    html = stranger.get(url).content.decode()
    assert "新人" not in html
    assert "柳林" not in html
    assert stranger.post(url, {"send": "1"}).status_code == 303
    assert stranger.post(url, {"code": "000000"}).status_code == 422
    assert not Account.objects.filter(display_name="新人").exists()
    code = re.search(r"(?<!\d)\d{6}(?!\d)", notices.on_screen("19900000699", limit=1)[0].wording)
    assert code is not None
    answer = stranger.post(url, {"code": code[0]})
    assert answer["Location"] == "/mine/appointments/", answer.content.decode()
    made = Appointment.objects.get(listing=row)
    assert made.accepted_at is None
    assert made.account.display_name == "新人"
    assert stranger.get("/desk/people/").status_code == 403
    assert stranger.post(f"/mine/appointments/{made.public_id}/acceptance/").status_code == 303
    assert stranger.get("/desk/people/").status_code == 200
    invitation.refresh_from_db()
    assert invitation.who_sealed is None
    assert invitation.phone_hash is None
    assert "已经用过" in Client().get(url).content.decode()


def test_a_name_from_elsewhere_is_asked_for_and_one_from_outside_is_not_known(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    other_town = world._division("419901002000", "江边镇", "township", area.county)
    lived(area, "孙远", "19900000631", other_town)
    lived(area, "钱外", "19900000632", area.other_village)
    code = area.village.code
    rows = [(code, STAFF, "孙远"), (code, STAFF, "钱外"), (code, STAFF, "钱外", "0632")]
    said = cures(page(office, bring(office, rows)))
    assert "您的地区内别处有" in said[2]
    assert "没有找到这个姓名的人" in said[3]
    assert "没有这个尾号" in said[4]
    found = page(office, bring(office, [(code, STAFF, "孙远", "0631"), (code, STAFF, "钱外", "19900000632")]))
    assert "任命 2 行" in found
    # Of a number outside the own area nothing is said, whoever comes in by it.
    assert "任命 1 行" in page(office, bring(office, [(code, STAFF, "别人", "19900000632")]))
    assert "不叫这个姓名" in cures(page(office, bring(office, [(code, STAFF, "别人", "19900000631")])))[2]


def test_places_and_roles_that_cannot_be_are_said_with_a_cure(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    lived(area, "李小甲", "19900000641")
    second = world._division("419901003000", "河口镇", "township", area.county)
    world._division("419901003201", "柳林社区", "village", second)
    rows = [
        ("没有村", STAFF, "李小甲"),
        ("柳林社区", STAFF, "李小甲"),
        ("柳林街道 柳林社区", STAFF, "李小甲"),
        ("桥头村", STAFF, "李小甲"),
        (area.village.code, "县级主管", "李小甲"),
        (area.city.code, "市级主管", "李小甲"),
        (area.village.code, "村长", "李小甲"),
        (area.village.code, STAFF, ""),
        (area.village.code, STAFF, "李小甲", "12345"),
        (area.village.code, STAFF, "李小甲", "", "12月31日", ""),
        (area.village.code, STAFF, "李小甲", "", "", "2020-12-31"),
        (area.village.code, STAFF, "李小甲"),
    ]
    html = page(office, bring(office, rows))
    said = cures(html)
    wanted = {
        2: "没有“没有村”这个地方", 3: "几个地方都叫", 5: "不在您的工作地区内", 6: "不设在", 7: "不由您任免",
        8: "没有“村长”这个角色", 9: "没有姓名", 10: "后四位", 11: "没有看懂", 12: "已经过去", 13: "与第 4 行相同",
    }  # fmt: skip
    assert set(said) == set(wanted)
    for line, words in wanted.items():
        assert words in said[line], (line, said[line])


def test_a_workbook_is_read_with_its_dates_and_lost_noughts(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    lived(area, "王伟", "19900000007")
    lived(area, "王伟", "19900000602")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2026 年任命名单"])
    sheet.append(HEADS)
    sheet.append([int(area.village.code), STAFF, "王伟", 7, None, date(2199, 12, 31)])
    sheet.append([area.village.code, STAFF, "隐藏的人", "", None, None])
    sheet.row_dimensions[4].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    sent = {"form_id": new_public_id(), "file": SimpleUploadedFile("名单.xlsx", buffer.getvalue())}
    answer = office.post("/desk/appointments/lists/new/", sent)
    assert answer.status_code == 303, answer.content.decode()
    # The same form again is the same list.
    sent["file"] = SimpleUploadedFile("名单.xlsx", buffer.getvalue())
    assert office.post("/desk/appointments/lists/new/", sent)["Location"] == answer["Location"]
    html = office.get(answer["Location"]).content.decode()
    assert "199****0007" in html
    assert "任命 1 行" in html
    assert "2199-12-31" in html
    assert "1 行被隐藏" in html
    text = f"{','.join(HEADS)}\n{area.village.code},{STAFF},王伟,0007,,\n".encode("gb18030")
    sent = {"form_id": new_public_id(), "file": SimpleUploadedFile("名单.csv", text)}
    answer = office.post("/desk/appointments/lists/new/", sent)
    assert "任命 1 行" in office.get(answer["Location"]).content.decode()
    broken = {"form_id": new_public_id(), "file": SimpleUploadedFile("名单.xlsx", b"PK\x03\x04 broken")}
    assert "读不出来" in office.post("/desk/appointments/lists/new/", broken).content.decode()
    assert office.post("/desk/appointments/lists/new/", {"form_id": new_public_id()}).status_code == 422
    nothing = {"form_id": new_public_id(), "pasted": "甲\t乙\n1\t2"}
    answer = office.post("/desk/appointments/lists/new/", nothing)
    assert "没有找到表头" in answer.content.decode()
    assert list(answer.context["form"].errors) == ["pasted"]


def test_what_is_pressed_by_whomever_of_the_office_is_given_once(area: Area) -> None:
    first = world.staff("county_office", area.county, OFFICE, "甲主管")
    second = world.staff("county_office", area.county, "19900000502", "乙主管")
    elsewhere = world.staff("county_office", area.other_county, "19900000503")
    lived(area, "李小甲", "19900000641")
    row = bring(first, [(area.village.code, STAFF, "李小甲")])
    url = f"/desk/appointments/lists/{row.public_id}/"
    assert elsewhere.get(url).status_code == 404
    assert send(elsewhere, row).status_code == 404
    assert send(second, row).status_code == 303
    assert send(first, row).status_code == 303
    give(row)
    give(row)
    assert Appointment.objects.get(listing=row).appointed_by_id == Account.objects.get(display_name="乙主管").pk
    assert row.done == row.total == 1


def test_undoing_withdraws_what_nobody_has_accepted(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    kept, left = lived(area, "李小甲", "19900000641"), lived(area, "李小乙", "19900000642")
    rows = [(area.village.code, STAFF, one.display_name, "", "", "2199-12-31") for one in (kept, left)]
    row = bring(office, [*rows, (area.village.code, STAFF, "新人", "19900000699", "", "")])
    send(office, row)
    give(row)
    mine = Client()
    world.log_in(mine, "19900000641")
    accepted = Appointment.objects.get(account=kept)
    mine.post(f"/mine/appointments/{accepted.public_id}/acceptance/")
    assert "已接受" in page(office, row)
    url = f"/desk/appointments/lists/{row.public_id}/undoing/"
    assert "收回这批任命" in office.get(url).content.decode()
    assert office.post(url).status_code == 303
    assert office.post(url).status_code == 303
    assert "收回了 2 项" in page(office, row)
    actions.tell_undone(list_id=row.pk, at=clock.now())
    assert mine.get("/desk/people/").status_code == 200
    other = Client()
    world.log_in(other, "19900000642")
    gone = Appointment.objects.get(account=left)
    other.post(f"/mine/appointments/{gone.public_id}/acceptance/")
    gone.refresh_from_db()
    assert gone.accepted_at is None
    assert gone.ends_at is not None
    assert (
        "收回"
        in Client().get(f"/appointments/invited/{AppointmentInvitation.objects.get().public_id}/").content.decode()
    )


def test_a_list_that_was_never_sent_is_emptied(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    lived(area, "李小甲", "19900000641")
    row, other = (bring(office, [(area.village.code, STAFF, "李小甲")]) for _n in range(2))
    assert office.post(f"/desk/appointments/lists/{other.public_id}/discarding/").status_code == 303
    actions.clear_old_lists(at=clock.now() + timedelta(days=2))
    row.refresh_from_db()
    assert row.lines_sealed is not None
    assert "李小甲".encode() not in bytes(row.lines_sealed)
    actions.clear_old_lists(at=clock.now() + timedelta(days=4))
    row.refresh_from_db()
    assert row.lines_sealed is None
    assert "已经清空" in page(office, row)
    assert "已经清空" in page(office, other)
    assert "已经清空" in send(office, row).content.decode()


def test_a_job_that_was_killed_goes_on_where_it_stopped(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    people = [lived(area, f"李小{chr(0x4E00 + n)}", f"199000007{n:02d}") for n in range(5)]
    row = bring(office, [(area.village.code, STAFF, one.display_name) for one in people])
    send(office, row)
    row.refresh_from_db()
    lines = list_keeping.lines_of(row)
    actions.give_line(list_id=row.pk, position=0, line=lines[0], at=clock.now())
    # What was given before is not given again, whichever job comes to it.
    assert not actions.give_line(list_id=row.pk, position=0, line=lines[0], at=clock.now())
    assert "5 行里做好了 1 行" in page(office, row)
    give(row)
    assert Appointment.objects.filter(listing=row).count() == 5


def test_the_three_administrators_are_never_given_by_list(area: Area) -> None:
    """U33: no role by list for sysadmin, secadmin, auditor, also not by who gives them one by one."""
    security = world.staff("secadmin", None, OFFICE)
    lived(area, "李小甲", "19900000641")
    rows = [(area.city.code, role, "李小甲") for role in ("系统管理员", "安全管理员", "审计员", "auditor")]
    said = cures(page(security, bring(security, [*rows, (area.city.code, "民政部门", "李小甲", "0641")])))
    assert set(said) == {2, 3, 4, 5}
    assert all("不能用表格任命" in words for words in said.values())
