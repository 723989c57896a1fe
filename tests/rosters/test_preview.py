"""A roster comes in and is looked at: what the clerk sees before anything is sent."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baiying.demo import builders
from baiying.kit import clock
from baiying.people.models import Person
from baiying.people.queries import number_hash
from baiying.rosters import actions, keeping
from baiying.rosters.models import Invitation, Roster
from tests.rosters.makers import BORN, HEADS, School, book, number_of, pasted, pupil, uploaded
from tests.rosters.test_rules import RUINED

pytestmark = pytest.mark.django_db


def _row(answer: object) -> Roster:
    return Roster.objects.get(public_id=answer["Location"].rstrip("/").rpartition("/")[2])  # type: ignore[index]


def test_u01_numeric_cells_are_refused_with_line_and_column_and_the_rest_may_go(school: School) -> None:
    made = book([pupil(n) for n in range(1, 6)])
    sheet = made.active
    assert sheet is not None
    sheet["B4"] = int(RUINED)
    sheet["B5"] = f'="{number_of(4)}"'
    row = _row(school.bring(file=uploaded(made)))
    page = school.page(row)
    assert "第 4 行" in page
    assert "证件号码（B 列）" in page
    assert "表格软件已丢失后三位，请改为文本后重填" in page
    assert RUINED not in page
    answer = school.clerk.post(f"/desk/rosters/{row.public_id}/sendings/", {"by_text": "on"})
    assert answer.status_code == 422
    assert "有问题的行先不发" in answer.content.decode()
    school.send(row)
    assert Invitation.objects.count() == 4


def test_u01_a_whole_column_of_them_is_one_sentence_with_the_count(school: School) -> None:
    made = book([[f"王小{c}", int(RUINED), "1班", "13900000001"] for c in "甲乙丙"])
    row = _row(school.bring(file=uploaded(made)))
    page = school.page(row)
    assert "“证件号码”整列 3 行都有同一个问题" in page
    assert "没有一行可以发出" in page


def test_u02_classes_that_became_dates_are_confirmed_once_for_the_column(school: School) -> None:
    made = book([pupil(n) for n in range(1, 4)])
    sheet = made.active
    assert sheet is not None
    for cell, day in (("C2", 1), ("C3", 2)):
        sheet[cell] = date(2026, 3, day)
        sheet[cell].number_format = "m-d"
    row = _row(school.bring(file=uploaded(made)))
    page = school.page(row)
    assert "3-1班？ 3-2班？" in page
    assert "46082" not in page
    assert "2026-03-01" not in page
    assert school.send(row).status_code == 422
    columns = {f"column_{noun}": at for noun, at in row.choices["columns"].items()}
    school.clerk.post(f"/desk/rosters/{row.public_id}/choices/", {**columns, "dates_are_groups": "on"})
    assert school.send(row).status_code == 303
    assert set(Invitation.objects.values_list("group", flat=True)) == {"3-1班", "3-2班", "三年级1班"}


def test_u03_what_the_clerk_does_not_see_is_not_taken_and_kept_nowhere(school: School) -> None:
    made = book([[*pupil(n), f"家住槐树街{n}号"] for n in range(1, 13)], (*HEADS, "家庭住址"))
    sheet = made.active
    assert sheet is not None
    for n in (5, 6, 7):
        sheet.row_dimensions[n].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet["C8"] = "三年级2班"
    sheet.merge_cells("C8:C10")
    sheet.append(["合计", "12"])
    sheet.append(["", "共 12 人"])
    old = made.create_sheet("2024")
    old.append(["姓名", "班级"])
    old.append(["旧生甲", "1班"])
    old.sheet_state = "veryHidden"
    row = _row(school.bring(file=uploaded(made)))
    page = school.page(row)
    assert "另有 3 行被隐藏，没有取用" in page
    assert "第 14 行" in page
    assert "第 15 行" in page
    kept = str(keeping.sheet_of(row))
    assert "槐树街" not in kept
    assert "旧生甲" not in kept
    assert row.summary["lines"] == 9
    school.send(row)
    assert Invitation.objects.filter(group="三年级2班").count() == 3
    row.refresh_from_db()
    assert row.lines_sealed is None
    assert row.outcome["fates"]["invited"] == 9


def test_u03_hidden_rows_are_taken_by_one_press(school: School) -> None:
    made = book([pupil(n) for n in range(1, 4)])
    sheet = made.active
    assert sheet is not None
    sheet.row_dimensions[3].hidden = True
    row = _row(school.bring(file=uploaded(made)))
    columns = {f"column_{noun}": at for noun, at in row.choices["columns"].items()}
    school.clerk.post(f"/desk/rosters/{row.public_id}/choices/", {**columns, "take_hidden": "on"})
    row.refresh_from_db()
    assert row.summary["lines"] == 3


def test_u04_twins_are_two_and_the_doubled_line_says_with_which_it_agrees(school: School) -> None:
    twins = [["王梓涵", number_of(1), "1班", "13900000001"], ["王梓萱", "", "1班", "13900000001"]]
    row = school.brought([*twins, ["张伟", number_of(3), "1班", "13900000003"], ["王　梓涵", *twins[0][1:]]])
    assert "与第 2 行相同" in school.page(row)
    school.send(row)
    assert sorted(Invitation.objects.values_list("name_mask", flat=True)) == ["张*", "王*涵", "王*萱"]


def _known(school: School, name: str, n: int) -> Person:
    """A volunteer of the county with the number that a roster's line n has."""
    person = builders.person(name, residence=school.city.villages[0], born=BORN)
    person.id_no_hash = number_hash("citizen", number_of(n))
    person.save(update_fields=["id_no_hash"])
    return person


def test_u05_old_codes_lead_to_the_person_and_the_stored_name_stays(school: School) -> None:
    people = [_known(school, name, n) for n, name in ((1, "陈䶮"), (2, "陈䶮"), (3, "陈䶮"))]
    lines = [["陈\ue863", 1], ["陈？", 2], ["陈(龙天)", 3], ["李？", 4]]
    text = pasted([[name, number_of(n), "1班", f"1390000000{n}"] for name, n in lines])
    file = SimpleUploadedFile("旧.csv", text.replace("\t", ",").encode("gb18030"))
    row = _row(school.bring(school.county, file=file, owner="area"))
    (seen,) = row.summary["seen"].values()
    assert [(line, differs) for line, _name, differs in seen["known"]] == [(2, False), (3, True), (4, True)]
    page = school.page(row, school.county)
    assert "姓名写法不同" in page
    assert "邀请里只称姓" in page
    school.send(row, school.county)
    assert list(Invitation.objects.values_list("name_mask", flat=True)) == ["李*"]
    assert {one.name for one in Person.objects.filter(pk__in=[p.pk for p in people])} == {"陈䶮"}


def test_whom_the_clerk_may_not_see_looks_new(school: School) -> None:
    """The administrator of a unit cannot find out whether a number is registered: no view may be used for fishing."""
    _known(school, "李小红", 1)
    rows = [["李小红", number_of(1), "1班", "13900000001"], ["李小蓝", number_of(2), "1班", "13900000002"]]
    row = school.brought(rows)
    assert row.summary["fates"] == {"invited": 2, "asked_to_join": 0, "known": 0, "already": 0}
    assert row.summary["known"] == []
    county = school.brought(rows, school.county, owner="area")
    (seen,) = county.summary["seen"].values()
    assert (seen["fates"]["known"], county.summary["fates"]["known"]) == (1, 0)


def test_a_member_of_the_units_own_team_is_known_to_it(school: School) -> None:
    person = _known(school, "李小红", 1)
    builders.membership(school.cast["leader"].team, person)
    row = school.brought([["李小红", number_of(1), "1班", "13900000001"]])
    assert row.summary["fates"]["known"] == 1
    assert "李*红" in school.page(row)
    assert number_of(1) not in school.page(row)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_codes_that_offices_have(school: School, encoding: str) -> None:
    text = pasted([pupil(1), pupil(2)]).replace("\t", ",")
    row = _row(school.bring(file=SimpleUploadedFile("名册.csv", text.encode(encoding))))
    assert row.summary["lines"] == 2


def test_another_sheet_is_read_when_it_is_named_and_others_are_said(school: School) -> None:
    made = book([pupil(1)])
    other = made.create_sheet("三年级")
    other.append(list(HEADS))
    for n in (2, 3):
        other.append(pupil(n))
    first = _row(school.bring(file=uploaded(made)))
    assert "三年级" in school.page(first)
    second = _row(school.bring(file=uploaded(made), sheet="三年级"))
    assert second.summary["lines"] == 2
    answer = school.bring(file=uploaded(made), sheet="没有")
    assert answer.status_code == 422
    assert "没有这张工作表" in answer.content.decode()


def test_what_is_no_roster_is_said_at_the_field_and_nothing_typed_is_lost(school: School) -> None:
    answer = school.bring(pasted="张三,13900000001\n李四,13900000002")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有找到表头" in page
    assert "李四" in page
    assert school.bring().status_code == 422
    broken = SimpleUploadedFile("坏.xlsx", b"PK\x03\x04" + b"\x00" * 200)
    assert "读不出来" in school.bring(file=broken).content.decode()


def test_columns_are_put_right_by_the_clerk_and_never_one_twice(school: School) -> None:
    row = school.brought([["王一", number_of(1), "1班", "13900000001"]])
    columns = {f"column_{noun}": at for noun, at in row.choices["columns"].items()}
    here = f"/desk/rosters/{row.public_id}/choices/"
    answer = school.clerk.post(here, {**columns, "column_phone": "3"})
    assert answer.status_code == 422
    assert "同一列选了两次" in answer.content.decode()
    moved = {**columns, "column_guardian_phone": "", "column_phone": "3"}
    assert school.clerk.post(here, moved).status_code == 303
    row.refresh_from_db()
    assert row.choices["columns"]["phone"] == 3


def test_two_ways_of_writing_a_class_are_one_only_by_a_press(school: School) -> None:
    row = school.brought([pupil(1, group="三年级1班"), pupil(2, group="三年级 1 班"), pupil(3, group="301")])
    assert "是同一个班" in school.page(row)
    columns = {f"column_{noun}": at for noun, at in row.choices["columns"].items()}
    school.clerk.post(f"/desk/rosters/{row.public_id}/choices/", {**columns, "same_0": "on"})
    school.send(row)
    assert set(Invitation.objects.values_list("group", flat=True)) == {"三年级1班"}


def test_the_upload_is_kept_nowhere_and_what_stands_in_the_row_is_sealed(school: School) -> None:
    row = school.brought([["王小绝", number_of(1), "1班", "13900000001"]])
    assert "王小绝" not in bytes(row.lines_sealed or b"").decode("latin-1")
    for what in (row.summary, row.choices, row.outcome, row.title):
        assert "王小绝" not in str(what)
        assert number_of(1) not in str(what)
    school.clerk.post(f"/desk/rosters/{row.public_id}/discarding/")
    row.refresh_from_db()
    assert (row.lines_sealed, row.summary) == (None, {})
    assert "内容已经清空" in school.page(row)


def test_a_roster_that_nobody_sends_is_emptied_after_its_days(school: School) -> None:
    row = school.brought([pupil(1)])
    actions.clear_old(at=clock.now() + timedelta(days=2))
    row.refresh_from_db()
    assert row.lines_sealed is not None
    actions.clear_old(at=clock.now() + timedelta(days=3, minutes=1))
    row.refresh_from_db()
    assert row.lines_sealed is None
    assert row.emptied_at is not None


def test_the_deputy_finds_what_was_begun_and_goes_on(school: School) -> None:
    row = school.brought([pupil(1)])
    assert "还没有发出" in school.county.get("/desk/rosters/").content.decode()
    assert school.send(row, school.county).status_code == 303


def test_outside_ones_reach_a_roster_does_not_exist(school: School, client_as: object) -> None:
    row = school.brought([pupil(1)])
    for key in ("volunteer", "leader", "stranger", "resident"):
        other = client_as(key)  # type: ignore[operator]
        assert other.get(f"/desk/rosters/{row.public_id}/").status_code == 404
        assert other.get("/desk/rosters/").status_code == 404
        assert school.bring(other, pasted=pasted([pupil(1)])).status_code == 404
    assert school.bring(owner="area", pasted=pasted([pupil(1)])).status_code == 422
    assert Roster.objects.count() == 1


def test_the_same_form_twice_is_one_roster(school: School) -> None:
    answers = [school.bring(pasted=pasted([pupil(1)]), form_id="abcdefghjkmn") for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Roster.objects.count() == 1


def test_school_clerk_with_twelve_hundred_pupils_and_every_fault(school: School) -> None:
    """The day "1,200 pupils by four o'clock": 1,240 rows, 40 hidden, ruined numbers, dates, twins, doubles, totals."""
    rows = [pupil(n, group=f"{n // 45 + 1}班", phone=f"139{n:08}") for n in range(1, 1241)]
    for n, row in enumerate(rows):
        row[1] = number_of(n % 1000, date(2009 + n // 1000, 5, 4))
    for n in (3, 4, 5):
        rows[n][1] = int(RUINED)
    rows[7][2] = date(2026, 3, 1)
    rows[9] = [rows[8][0][:1] + "　" + rows[8][0][1:], *rows[8][1:]]
    rows[11][1] = ""
    made = book(rows)
    sheet = made.active
    assert sheet is not None
    for n in range(1202, 1242):
        sheet.row_dimensions[n].hidden = True
    sheet.append(["合计", "1200"])
    row = _row(school.bring(file=uploaded(made)))
    assert row.summary["rows"] == 1200
    page = school.page(row)
    assert "另有 40 行被隐藏，没有取用" in page
    assert "与第 10 行相同" in page
    columns = {f"column_{noun}": at for noun, at in row.choices["columns"].items()}
    school.clerk.post(f"/desk/rosters/{row.public_id}/choices/", {**columns, "dates_are_groups": "on"})
    assert school.send(row).status_code == 303
    row.refresh_from_db()
    # Three ruined numbers and one doubled line are left out; everybody else is invited.
    assert row.outcome["fates"] == {"invited": 1196, "asked_to_join": 0, "known": 0, "already": 0}
    assert row.outcome["left_out"] == 4
    # What was mended comes by a second upload, and nobody is invited twice.
    for n in (3, 4, 5):
        sheet.cell(n + 2, 2).value = number_of(900 + n, date(2008, 5, 4))
    again = _row(school.bring(file=uploaded(made)))
    assert again.summary["fates"]["already"] == 1195
    assert again.summary["fates"]["invited"] == 3


def test_a_fault_says_whose_line_it_is_and_what_was_pasted_is_blamed_where_it_was_pasted(school: School) -> None:
    row = school.brought(
        [pupil(1), ["王小乙", number_of(2), "1班", "139"], ["王 小 丙", "41990", "1班", "13900000003"]]
    )
    page = school.page(row)
    read = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "第 3 行 王小乙" in read
    assert "第 4 行 王 小 丙" in read
    # On the paper that lies about there are no names.
    paper = school.clerk.get(f"/desk/rosters/{row.public_id}/faults/").content.decode()
    assert "王小乙" not in paper
    answer = school.bring(pasted="甲\t乙\n1\t2")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["pasted"]
    broken = SimpleUploadedFile("名册.xlsx", b"PK\x03\x04 broken")
    assert list(school.bring(file=broken).context["form"].errors) == ["file"]
