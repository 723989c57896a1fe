"""A clerk's day: what the pages say before and after the press, on paper, and of what was left out."""

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from baiying.kit import clock
from baiying.rosters import actions
from baiying.rosters.models import Invitation, Roster
from baiying.rosters.rules.sheet import Cell, Row, is_total, tidy_title
from tests.rosters.makers import School, book, number_of, pupil, uploaded

pytestmark = pytest.mark.django_db


def table(answer: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def test_u25_the_button_says_what_it_will_do(school: School) -> None:
    school.sent([pupil(1)])
    page = school.page(school.brought([pupil(1), pupil(2), pupil(3)]))
    assert "发出 2 份邀请" in page
    assert "发出 3 份邀请" not in page
    page = school.page(school.brought([pupil(1)]))
    assert "都已有邀请" in page
    assert "份邀请</button>" not in page


def test_u26_the_lines_left_out_are_there_after_the_press_to_print_and_to_take(school: School) -> None:
    row = school.sent([pupil(1), ["李小红", "419901201005040012", "1班", "13900000000"]])
    row.refresh_from_db()
    assert row.summary == {}
    assert "哪些行、怎么改" in school.page(row)
    here = f"/desk/rosters/{row.public_id}/faults/"
    page = school.clerk.get(here).content.decode()
    assert "第 3 行" in page
    assert "最后一位对不上" in page
    for secret in ("李小红", "419901201005040012", "13900000000"):
        assert secret not in page
        assert secret not in str(row.outcome)
    assert table(school.clerk.get(here + "?as=table")).worksheets[0]["A2"].value == 3
    whole = school.sent([pupil(7)])
    assert school.clerk.get(f"/desk/rosters/{whole.public_id}/faults/").status_code == 404


def test_u27_what_waits_for_the_date_classes_is_counted_and_there_is_a_no(school: School) -> None:
    made = book([pupil(1), pupil(2)])
    sheet = made.active
    assert sheet is not None
    sheet["C3"] = clock.now().replace(tzinfo=None, month=9, day=2)
    row = Roster.objects.get(public_id=school.bring(file=uploaded(made))["Location"].rstrip("/").rpartition("/")[2])
    page = school.page(row)
    assert "等您确认班级的行" in page
    assert row.summary["dated"] == 1
    school.clerk.post(
        f"/desk/rosters/{row.public_id}/choices/",
        {"dates_are_groups": "no", "column_name": "0", "column_id_number": "1", "column_group": "2"},
    )
    row.refresh_from_db()
    assert row.summary["fault_count"] == 1
    assert "请把这一列设成文本" in school.page(row)
    assert school.send(row).status_code == 303
    assert Invitation.objects.filter(roster=row).count() == 1


def test_u28_the_classes_are_counted_before_the_press(school: School) -> None:
    row = school.brought([pupil(1), pupil(2, group="二年级1班"), pupil(3)])
    assert row.summary["groups"] == {"三年级1班": 2, "二年级1班": 1}
    page = school.page(row)
    assert page.index("二年级1班") < page.index("三年级1班")


@pytest.mark.parametrize("text", ["制表：教务处", "填表人: 王老师", "日期：2026年9月1日", "合计", "共 45 人"])
def test_u29_who_made_the_table_is_no_person(text: str) -> None:
    assert is_total(Row(9, (Cell(), Cell(text), Cell())))
    assert not is_total(Row(9, (Cell("王小"), Cell(text.replace("合计", "1班").replace("共", "")), Cell("1"))))


def test_u29_a_pasted_line_parted_by_blanks_says_so_and_the_paste_comes_back(school: School) -> None:
    row = school.brought([pupil(1), [f"李小红 {number_of(2)} 1班 13900000000"], ["制表：教务处"]])
    assert [one[2] for one in row.summary["faults"]] == ["not_parted"]
    page = school.page(row)
    assert "这一行没有分成几格" in page
    assert "改一改粘贴的内容" in page
    again = f"/desk/rosters/new/?again={row.public_id}"
    assert number_of(2) in school.clerk.get(again).content.decode()
    # Nobody else gets it back, though they may open the roster.
    assert number_of(2) not in school.county.get(again).content.decode()
    assert "改一改粘贴的内容" not in school.page(row, school.county)
    Roster.objects.filter(pk=row.pk).update(made_at=clock.now() - timedelta(days=1))


def test_u30_a_page_that_is_made_asks_again_by_itself(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baiying.rosters.actions.sending.IN_ONE", 10)
    row = school.sent([pupil(n) for n in range(1, 36)])
    page = school.page(row)
    assert 'http-equiv="refresh"' in page
    assert "看看做到哪里了" in page


def test_u09_all_slips_are_printed_in_parts_that_say_so(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baiying.rosters.views.slips._PER_PAGE", 10)
    row = school.sent([pupil(n) for n in range(1, 24)])
    here = f"/desk/rosters/{row.public_id}/slips/"
    page = school.clerk.get(here).content.decode()
    for words in ("第 1–10 份，共 23 份", "第 11–20 份，共 23 份", "第 21–23 份，共 23 份", "A4 纸 2 张", row.title):
        assert words in page
    assert len(school.clerk.get(here + "?part=3").context["slips"]) == 3


def test_all_consents_are_printed_in_parts_that_say_so(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baiying.rosters.views.papers._PER_PAGE", 10)
    grown = pupil(23, born=date(1980, 5, 4))
    row = school.sent([*(pupil(n) for n in range(1, 23)), grown])
    here = f"/desk/rosters/{row.public_id}/forms/"
    page = school.clerk.get(here).content.decode()
    parts = ("第 1–10 人，共 23 人", "第 11–20 人，共 23 人", "第 21–23 人，共 23 人")
    for words in (*parts, "本页 10 份同意书", row.title):
        assert words in page
    # Whoever is of age is on the roster and has none.
    assert "本页 2 份同意书" in school.clerk.get(here + "?part=3").content.decode()
    assert "人，共" not in school.clerk.get(here + "?group=没有这个班").content.decode()


def test_u33_a_slip_has_an_address_to_type_and_opens_its_own_fields(school: School) -> None:
    row = school.sent([pupil(1)])
    one = Invitation.objects.get(roster=row)
    slip = school.clerk.get(f"/desk/rosters/{row.public_id}/slips/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert f"testserver/invitations/{one.public_id}/<" in slip
    assert "没有手机的" in slip
    assert "校验词" in slip, "U36: the paper is in Chinese, whatever the clerk reads"
    page = Client().get(f"/invitations/{one.public_id}/?slip=1").content.decode()
    assert page.index('name="word"') < page.index("发送验证码")


def test_u34_who_has_neither_phone_nor_slip_reads_where_to_go(school: School) -> None:
    school.sent([pupil(1)])
    page = Client().get(f"/invitations/{Invitation.objects.get().public_id}/").content.decode()
    assert "实践站" in page
    assert "那这不是给您的邀请" not in page


def test_u37_the_sheets_are_offered_and_there_is_a_sample(school: School) -> None:
    made = book([pupil(1)])
    made.create_sheet("二年级")
    answer = school.bring(file=uploaded(made), sheet="三年级")
    assert answer.status_code == 422
    assert "名单、二年级" in answer.content.decode()
    sample = table(school.clerk.get("/desk/rosters/sample/"))
    assert sample.worksheets[0]["A1"].value == "姓名"
    assert school.bring(file=uploaded(sample)).status_code == 303


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("419901201005040011.xlsx", "….xlsx"),
        ("2026-09-01 三年级.xlsx", "2026-09-01 三年级.xlsx"),
        ("４１９９０１２０１００５０４００１Ｘ", "…"),
    ],
)
def test_a_title_keeps_no_long_number(name: str, title: str) -> None:
    assert tidy_title(name) == title


def test_a_long_roster_is_looked_through_and_made_by_a_job(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """60,000 lines hold no worker of the web: neither when they come, nor at each choice, nor at the press."""
    monkeypatch.setattr("baiying.rosters.actions.reading.LONG", 10)
    row = school.brought([pupil(n) for n in range(1, 36)])
    assert row.summary == {"looking": 36}
    assert "正在核对 36 行" in school.page(row)
    early = school.send(row)
    assert early.status_code == 422
    actions.look_through(roster_id=row.pk, seen_area_id=None, at=clock.now())
    assert "发出 35 份邀请" in school.page(row)
    said = {"column_name": "0", "column_id_number": "1", "column_group": "2", "column_guardian_phone": "3"}
    assert school.clerk.post(f"/desk/rosters/{row.public_id}/choices/", said).status_code == 303
    assert "正在核对 36 行" in school.page(row)
    actions.look_through(roster_id=row.pk, seen_area_id=None, at=clock.now())
    actions.look_through(roster_id=row.pk, seen_area_id=None, at=clock.now())
    assert school.send(row).status_code == 303
    assert Invitation.objects.count() == 0
    actions.finish(roster_id=row.pk, at=clock.now())
    row.refresh_from_db()
    assert (row.total, row.done, row.outcome["fates"]["invited"]) == (35, 35, 35)
    assert Invitation.objects.count() == 35
