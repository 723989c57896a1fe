"""A division table comes in: as a whole, dated, repeatable, and reported."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.kit.models import JobFault
from baiying.places import actions, jobs, queries, reading
from baiying.places.actions import imports as refusals
from baiying.places.actions import looking
from baiying.places.models import Division, DivisionImport, DivisionVersion
from tests.places.tables import XUCHANG, bring_in, workbook

pytestmark = pytest.mark.django_db
Table = Callable[..., Path]


def named(name: str) -> Division:
    return Division.objects.get(name=name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_usual_encoding_is_read(table: Table, encoding: str) -> None:
    assert bring_in(table(XUCHANG, encoding=encoding)).counts["added"] == 9
    assert queries.path_names(named("湖徐村委会")) == ["河南省", "许昌市", "建安区", "将官池镇", "湖徐村委会"]


def test_paths_and_versions_stand_as_the_tree_says(table: Table) -> None:
    bring_in(table(XUCHANG))
    village = named("湖徐村委会")
    assert village.path[-1] == village.pk
    assert village.path[:-1] == named("将官池镇").path
    version = DivisionVersion.objects.get(division=village)
    assert (version.path, version.valid_from, version.valid_to) == (village.path, date(2026, 1, 1), None)
    assert len({d.public_id for d in Division.objects.all()}) == 9


def test_importing_the_same_table_again_changes_nothing(table: Table) -> None:
    bring_in(table(XUCHANG))
    before = list(DivisionVersion.objects.order_by("id").values())
    counts = bring_in(table(XUCHANG), as_of=date(2026, 6, 1)).counts
    assert (counts["added"], counts["renamed"], counts["moved"], counts["unchanged"]) == (0, 0, 0, 9)
    assert list(DivisionVersion.objects.order_by("id").values()) == before


def test_a_workbook_with_a_title_merged_heads_and_numbers_for_codes_is_read(tmp_path: Path) -> None:
    rows = [
        ["许昌市区划一览表", None, None],
        ["区划", None, "上级"],
        ["代码", "名称", "代码"],
        [410000000000, "河南省", None],
        [411000000000.0, "许昌市", 410000000000],
        [None, None, None],
    ]
    assert bring_in(workbook(tmp_path, rows, merge="A1:C1")).counts["added"] == 2


def test_renamed_and_moved_divisions_keep_their_id_and_their_history(table: Table) -> None:
    bring_in(table(XUCHANG))
    town, village = named("将官池镇"), named("湖徐村委会")
    later = XUCHANG.replace("将官池镇,township,411003000000", "将官池街道,township,411002000000")
    counts = bring_in(table(later), as_of=date(2026, 7, 1)).counts
    assert (counts["renamed"], counts["moved"]) == (1, 1)
    town.refresh_from_db()
    village.refresh_from_db()
    assert (town.name, town.parent) == ("将官池街道", named("魏都区"))
    assert village.path == [*town.path, village.pk]
    before = queries.version_on(town.pk, date(2026, 6, 30))
    assert before is not None
    assert (before.name, before.valid_to) == ("将官池镇", date(2026, 7, 1))
    assert queries.version_on(village.pk, date(2026, 6, 30)).path != village.path  # type: ignore[union-attr]


def test_a_correction_on_the_same_day_replaces_the_version(table: Table) -> None:
    bring_in(table(XUCHANG))
    bring_in(table(XUCHANG.replace("西大街道", "西大街街道")))
    assert [v.name for v in queries.versions_of(named("西大街街道").pk)] == ["西大街街道"]


def test_a_table_older_than_what_is_known_is_refused(table: Table) -> None:
    bring_in(table(XUCHANG))
    with pytest.raises(refusals.OlderThanKnown):
        bring_in(table(XUCHANG.replace("西大街道", "旧名街道")), as_of=date(2020, 1, 1))
    assert named("西大街道")


def test_missing_rows_close_only_when_ticked_and_only_within_the_tables_scope(table: Table) -> None:
    bring_in(table(XUCHANG))
    part = "\n".join(XUCHANG.splitlines()[:1] + XUCHANG.splitlines()[3:5] + XUCHANG.splitlines()[6:7]) + "\n"
    assert bring_in(table(part), as_of=date(2026, 3, 1)).counts["missing"] == 1
    assert not Division.objects.exclude(closed_on=None).exists()
    bring_in(table(part), as_of=date(2026, 3, 1), close_missing=True)
    assert [d.name for d in Division.objects.exclude(closed_on=None)] == ["榆柳街社区居委会"]
    assert named("湖徐村委会").closed_on is None


def test_one_bad_row_stops_the_whole_table_unless_ticked(table: Table) -> None:
    bad = XUCHANG + "4.11E+11,某村,village,411003100000\n411003100202,,village,411003100000\n"
    with pytest.raises(refusals.RowsRefused):
        bring_in(table(bad))
    assert not Division.objects.exists()
    counts = bring_in(table(bad), without_refused=True).counts
    assert (counts["added"], counts["refused_rows"]) == (9, 2)


def test_files_that_are_no_tables_are_refused_in_words(table: Table, tmp_path: Path) -> None:
    with pytest.raises(reading.NoHeader) as refusal:
        bring_in(table("序号,备注\n1,无\n"))
    assert "序号、备注" in str(refusal.value)
    for content in (b"", b"PK\x03\x04broken", bytes(range(256)) * 20, b"%PDF-1.4\n"):
        path = tmp_path / "x.xlsx"
        path.write_bytes(content)
        with pytest.raises(reading.Unreadable):
            bring_in(path)


BROKEN = {
    "a lone surrogate": "区划,".encode("utf-16") + b"\x00\xd8" + ",\n".encode("utf-16-le"),
    "half a sign": XUCHANG.encode("utf-16") + b"x",
    "a lone surrogate far down": ("代码,名称\n" + "1,x\n" * 4000).encode("utf-16") + b"\x00\xdc\n\x00",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_table_that_says_utf_16_and_is_not_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    for read in (reading.division_rows, reading.population_rows, reading.site_rows):
        with pytest.raises(reading.Unreadable) as refusal:
            list(read(path))
        assert "文字编码" in str(refusal.value)


@pytest.mark.parametrize("fault", ["look", "note"])
def test_a_check_that_fails_for_any_reason_ends_and_can_be_repeated(
    visit: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(refusals, "AT_ONCE", 0)
    office = visit("sysadmin")
    report = upload(office, XUCHANG)
    row = DivisionImport.objects.get()

    def fails(*_args: Any, **_more: Any) -> Any:
        raise UnicodeDecodeError("utf-16", b"x", 0, 1, "of any kind")

    with monkeypatch.context() as broken:
        broken.setattr(looking if fault == "look" else refusals, fault, fails)
        jobs.check_import(row.pk)
    page = office.get(report).content.decode()
    assert "程序出错" in page
    assert JobFault.objects.filter(job="places.check_import", subject_id=row.pk).exists()
    for _ in range(2):
        assert office.post(f"{report}checks/").status_code == 303
    assert "正在检查" in office.get(report).content.decode()
    jobs.check_import(row.pk)
    row.refresh_from_db()
    assert row.state == "checked"
    assert not JobFault.objects.exists()
    office.post(f"{report}checks/")
    assert "已经处理过" in office.get(report).content.decode()


def upload(client: Client, text: str, **more: str) -> str:
    file = SimpleUploadedFile("区划.csv", text.encode("gb18030"))
    data = {"file": file, "as_of": "2026-01-01", "source": "民政部门 2026", **more}
    answer = client.post("/desk/places/imports/", data)
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def test_an_office_uploads_reads_the_report_and_confirms(
    visit: Callable[..., Client], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    office = visit("sysadmin")
    report = upload(office, XUCHANG + "411003100209,错村,village,411999000000\n")
    page = office.get(report).content.decode()
    assert "第几行" in page
    assert "上级 411999000000 不在表里" in page
    assert not Division.objects.exists()
    refused = office.post(report + "confirmation/", {})
    assert refused.status_code == 409
    assert "不要这些行" in refused.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(report + "confirmation/", {"without_refused": "on"}).status_code == 303
    assert Division.objects.count() == 9
    assert "已导入" in office.get(report).content.decode()
    assert not list(actions.uploads().iterdir()), "A file that was taken over does not stay"
    again = office.post(report + "confirmation/", {"without_refused": "on"})
    assert (again.status_code, Division.objects.count()) == (303, 9)


def test_a_large_table_is_checked_and_taken_over_by_the_worker(
    visit: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, "AT_ONCE", 0)
    office = visit("sysadmin")
    report = upload(office, XUCHANG)
    row = DivisionImport.objects.get()
    assert "正在检查" in office.get(report).content.decode()
    jobs.check_import(row.pk)
    assert office.post(report + "confirmation/", {}).status_code == 303
    assert "正在导入" in office.get(report).content.decode()
    for _ in range(2):
        jobs.run_import(row.pk)
    assert Division.objects.count() == 9
    assert "已导入" in office.get(report).content.decode()
    names = set(ProcrastinateJob.objects.values_list("task_name", flat=True))
    assert names >= {"places.check_import", "places.run_import"}


def test_what_the_worker_refuses_is_told_on_the_page(
    visit: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = visit("sysadmin")
    upload_first = upload(office, XUCHANG)
    office.post(upload_first + "confirmation/", {})
    monkeypatch.setattr(refusals, "AT_ONCE", 0)
    report = upload(office, XUCHANG.replace("西大街道", "旧名街道"), as_of="2020-01-01")
    row = DivisionImport.objects.latest("id")
    jobs.check_import(row.pk)
    office.post(report + "confirmation/", {})
    jobs.run_import(row.pk)
    assert "日期早于系统里已有的变动" in office.get(report).content.decode()
    assert named("西大街道")


def test_an_uploaded_table_can_be_given_up(visit: Callable[..., Client]) -> None:
    office = visit("sysadmin")
    report = upload(office, XUCHANG)
    assert office.post(report + "withdrawal/").status_code == 303
    assert DivisionImport.objects.get().state == "dropped"
    assert not Division.objects.exists()


def test_an_office_cannot_change_areas_that_are_not_its_own(table: Table, visit: Callable[..., Client]) -> None:
    bring_in(table(XUCHANG))
    office = visit("city_office", named("许昌市"))
    assert "范围以外" not in office.get(upload(office, XUCHANG.replace("西大街道", "新名街道"))).content.decode()
    outside = upload(office, XUCHANG + "411100000000,漯河市,city,410000000000\n")
    assert "范围以外" in office.get(outside).content.decode()
    assert office.post(outside + "confirmation/", {}).status_code == 409
    assert not Division.objects.filter(name="漯河市").exists()
    assert visit("sysadmin").get(outside).status_code == 200
    assert visit("county_office", named("魏都区")).get(outside).status_code == 403
    assert visit().get(outside).status_code == 302


def test_a_bad_upload_keeps_what_was_typed(visit: Callable[..., Client]) -> None:
    file = SimpleUploadedFile("x.csv", b"")
    answer = visit("sysadmin").post("/desk/places/imports/", {"file": file, "as_of": "2026-01-01", "source": "来自甲"})
    assert answer.status_code == 422
    assert "来自甲" in answer.content.decode()
