"""An import of divisions tells the fate of every line, and is undone to the row while nothing hangs on it (O7)."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from baiying.demo import builders
from baiying.kit.errors import Refused
from baiying.kit.values.actor import system
from baiying.places import actions
from baiying.places.actions import imports
from baiying.places.models import Division, DivisionImport, DivisionVersion, ImportState, Site
from tests.places.tables import AT, XUCHANG, bring_in
from tests.places.test_field_cases import ROWS, workbook
from tests.places.test_import import upload

pytestmark = pytest.mark.django_db
Table = Callable[..., Path]
Visit = Callable[..., Client]
LATER = date(2026, 6, 1)
ORPHAN = "411099999001,没有上级的村,village,\n"


def tree() -> list[list[tuple[Any, ...]]]:
    """Every row of the tree and of its history."""
    return [list(model.objects.order_by("pk").values_list()) for model in (Division, DivisionVersion)]


def changed_in_every_way() -> str:
    """Renamed, moved with what stands below it, new, and one gone."""
    text = XUCHANG.replace("西大街道", "新西大街道").replace("411002001002,文化街社区居委会,village,411002001000\n", "")
    text = text.replace("将官池镇,township,411003000000", "将官池镇,township,411002000000")
    return text + "411003101000,新乡,township,411003000000\n411003101201,新村,village,411003101000\n"


@pytest.mark.parametrize("as_of", [date(2026, 1, 1), LATER])
def test_o7_undoing_restores_every_row_of_the_tree_and_its_history(as_of: date, table: Table) -> None:
    bring_in(table(XUCHANG))
    before = tree()
    row = bring_in(table(changed_in_every_way()), as_of=as_of, close_missing=True)
    assert (row.counts["added"], row.counts["renamed"], row.counts["moved"], row.counts["closed"]) == (2, 1, 1, 1)
    assert tree() != before
    undone = actions.undo_import(import_id=row.pk, actor=system("test"), at=AT)
    assert undone.state == "undone"
    assert tree() == before
    actions.undo_import(import_id=row.pk, actor=system("test"), at=AT)
    assert tree() == before


def test_o7_undoing_the_first_import_leaves_an_empty_tree_and_sites_of_which_nobody_spoke_go_along(
    table: Table,
) -> None:
    row = bring_in(table(XUCHANG))
    actions.ensure_sites(actor=system("test"), at=AT)
    actions.undo_import(import_id=row.pk, actor=system("test"), at=AT)
    assert not Division.objects.exists()
    assert not Site.objects.exists()


def test_o7_what_hangs_on_an_import_or_came_after_it_is_said_beforehand(table: Table, visit: Visit) -> None:
    first = bring_in(table(XUCHANG))
    second = bring_in(table(XUCHANG.replace("西大街道", "新西大街道")), as_of=LATER)
    assert "先撤销后面那一次" in actions.why_not_undone(first)
    office = visit("sysadmin")
    page = office.get(f"/desk/places/imports/{first.public_id}/").content.decode()
    assert "先撤销后面那一次" in page
    assert "撤销这次导入" not in page
    actions.undo_import(import_id=second.pk, actor=system("test"), at=AT)
    assert actions.why_not_undone(first) == ""
    builders.person("王小二", residence=Division.objects.get(name="湖徐村委会"))
    assert "湖徐村委会" in actions.why_not_undone(first)
    with pytest.raises(Refused) as refusal:
        actions.undo_import(import_id=first.pk, actor=system("test"), at=AT)
    assert "1 个区划" in str(refusal.value)
    first.before = None
    assert "没有保存原来的内容" in actions.why_not_undone(first)


def test_o7_an_import_is_undone_on_its_page(visit: Visit) -> None:
    office = visit("sysadmin")
    report = upload(office, XUCHANG)
    office.post(report + "confirmation/", {})
    assert "撤销这次导入" in office.get(report).content.decode()
    assert office.post(report + "undoing/").status_code == 303
    assert not Division.objects.exists()
    assert "区划恢复到导入以前" in office.get(report).content.decode()
    assert office.get(report + "undoing/").status_code == 404


def test_o7_an_orphan_is_refused_or_placed_by_who_imports(visit: Visit) -> None:
    office = visit("sysadmin")
    report = upload(office, XUCHANG + ORPHAN)
    page = office.get(report).content.decode()
    assert "按代码，它的上级应是 411099999000" in page
    assert office.post(report + "confirmation/", {}).status_code == 409
    assert office.post(report + "confirmation/", {"place_orphans": "on"}).status_code == 303
    village = Division.objects.select_related("parent").get(name="没有上级的村")
    assert village.parent is not None
    assert village.parent.name == "许昌市"
    assert "按您的选择放到“许昌市”下面" in office.get(report + "?fate=placed").content.decode()


def test_o7_an_orphan_left_out_does_not_come_in(visit: Visit) -> None:
    office = visit("sysadmin")
    report = upload(office, XUCHANG + ORPHAN)
    assert office.post(report + "confirmation/", {"without_refused": "on"}).status_code == 303
    assert Division.objects.count() == 9


def test_o7_every_line_has_its_fate_by_pages_and_as_a_file(table: Table, visit: Visit) -> None:
    bring_in(table(XUCHANG))
    office = visit("sysadmin")
    more = "".join(f"4110031003{n:02},村{n}号,village,411003100000\n" for n in range(1, 100))
    report = upload(office, changed_in_every_way() + more, as_of="2026-06-01")
    page = office.get(report + "?fate=added&page=2").content.decode()
    assert "村99号" in page
    assert "文化街社区居委会" in office.get(report + "?fate=missing").content.decode()
    book = load_workbook(io.BytesIO(office.get(report + "lines/").getvalue()))
    told = [tuple(row) for row in book.active.iter_rows(min_row=2, values_only=True)]
    assert len([row for row in told if row[0] == "新增的"]) == 101
    assert len(told) == 101 + 1 + 1 + 1


def test_o7_a_file_with_nothing_to_do_says_so_and_does_not_wait(
    table: Table, visit: Visit, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    bring_in(table(XUCHANG))
    office = visit("sysadmin")
    with django_capture_on_commit_callbacks(execute=True):
        page = office.get(upload(office, XUCHANG)).content.decode()
    assert "没有什么要导入" in page
    assert "按报告导入" not in page
    assert DivisionImport.objects.latest("id").state == "same"
    assert not list(actions.uploads().iterdir())


def test_f25_the_report_names_the_sheet_and_another_may_be_chosen(visit: Visit, tmp_path: Path) -> None:
    path = workbook(tmp_path, {"填表说明": [["请如实填写"]], "数据": ROWS, "备份": ROWS[:2]})
    office = visit("sysadmin")
    file = SimpleUploadedFile("a.xlsx", path.read_bytes())
    given = {"file": file, "as_of": "2026-01-01", "source": "民政部门"}
    report = office.post("/desk/places/imports/", given)["Location"]
    page = office.get(report).content.decode()
    assert "读的是工作表“数据”" in page
    assert office.post(report + "sheet/", {"sheet": "备份"}).status_code == 303
    page = office.get(report).content.decode()
    assert "读的是工作表“备份”" in page
    assert office.post(report + "sheet/", {"sheet": "填表说明"}, follow=True).status_code == 200
    office.post(report + "confirmation/", {})
    assert list(Division.objects.values_list("name", flat=True)) == ["东莞市"]


def test_a_run_that_comes_second_leaves_what_undoing_needs(table: Table) -> None:
    """A job that was taken for lost is queued again while the first still works: it waits, and then goes."""
    bring_in(table(XUCHANG))
    row = bring_in(table(changed_in_every_way()), as_of=LATER, close_missing=True)
    kept, state = row.before, row.state
    late = DivisionImport.objects.get(pk=row.pk)
    late.state = ImportState.RUNNING
    imports._take_over(late, actor=system("test"), at=AT, progress=lambda *_: None, path=table(changed_in_every_way()))
    row.refresh_from_db()
    assert (row.before, row.state) == (kept, state)
