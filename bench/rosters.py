"""A sheet of a school read, checked and each of its faults named, against the spreadsheet library on the same file."""

import tempfile
from datetime import date
from pathlib import Path

import xlsxwriter
from python_calamine import load_workbook

from baiying.kit.values.identifiers import citizen_id_check
from baiying.rosters import reading
from baiying.rosters.rules import checking
from baiying.rosters.rules.checking import Choices
from baiying.rosters.rules.sheet import find_heading
from bench import report, system

LINES, EVERY = 50_000, 33
_ON = date(2026, 12, 1)


def _number(n: int) -> str:
    first = f"419901{2008 + n // 100 % 10}{1 + n // 1000 % 12:02}{1 + n // 12000:02}{n % 1000:03}"
    return first + citizen_id_check(first)


def _write(path: Path) -> set[tuple[int, str]]:
    """A sheet with a fault on every 33rd line, three in a hundred; where each is."""
    wrong = set()
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("名单")
    for at, head in enumerate(("姓名", "证件号码", "班级", "监护人手机号")):
        sheet.write_string(0, at, head)
    for n in range(LINES):
        number, phone = _number(n), f"139{n:08}"
        if n % EVERY == 0:
            kind = n // EVERY % 3
            number = number[:-1] if kind == 0 else number
            phone = phone[:-1] if kind == 1 else phone
            wrong.add((n + 2, ("id_number", "guardian_phone", "name")[kind]))
        sheet.write_string(n + 1, 0, "" if n % EVERY == 0 and n // EVERY % 3 == 2 else f"王{chr(0x4E00 + n % 9000)}")
        sheet.write_string(n + 1, 1, number)
        sheet.write_string(n + 1, 2, f"{1 + n % 9}年级{1 + n % 12}班")
        sheet.write_string(n + 1, 3, phone)
    book.close()
    return wrong


def measure(_running: system.System | None) -> None:
    """Raises SystemExit where a fault is not named by its line and column, or one is named that is none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        wrong = _write(path)
        found: list[checking.Checked] = []

        def ours() -> None:
            sheet = reading.of_file(path)
            heading = find_heading(sheet.rows)
            assert heading is not None
            found.append(checking.check(sheet, Choices(heading.row, dict(heading.columns)), on=_ON))

        def bare() -> None:
            load_workbook(str(path)).get_sheet_by_index(0).to_python()

        times = [(report.seconds(ours), report.seconds(bare)) for _ in range(3)]
    named = {(one.line, one.column) for one in found[-1].faults}
    if named != wrong:
        raise SystemExit(f"faults not named or made up: {sorted(named ^ wrong)[:5]}")
    report.line(
        f"roster lines read and checked, {LINES:,} with {len(wrong):,} faults", LINES / min(one for one, _ in times),
        "lines/s", "the spreadsheet library alone", LINES / min(other for _, other in times),
    )  # fmt: skip
