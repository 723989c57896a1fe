"""What cells, lines and sheets say, at the edges: tables of values, no database."""

from datetime import date

import pytest

from baiying.kit.values import numbers
from baiying.rosters.rules import cells, checking, inviting, progress
from baiying.rosters.rules.cells import BadCell
from baiying.rosters.rules.checking import Choices, Line
from baiying.rosters.rules.inviting import Found
from baiying.rosters.rules.sheet import Cell, Row, Sheet, clashing, find_heading, letter
from tests.rosters.makers import number_of

ON = date(2026, 11, 23)
# U01: the real number was 411099201001018238; what the spreadsheet left of it has a right check digit all the same.
RUINED = "411099201001018000"


@pytest.mark.parametrize(
    ("cell", "typed", "code"),
    [
        (Cell(RUINED, "n"), False, "lost_end"),
        (Cell("411099201001017984", "n"), False, "lost_end"),
        (Cell(number_of(1), "n"), False, "lost_end"),
        (Cell("4.11099E+17"), True, "lost_end"),
        (Cell("4.11E+17"), False, "lost_end"),
        (Cell(RUINED), True, "lost_end"),
        (Cell("2012-05-04", "d"), False, "date_cell"),
        (Cell("41990120100504001"), False, "number_length"),
        (Cell("4199012010050400AB"), False, "number_signs"),
        (Cell("419901201013040011"), False, "number_date"),
        (Cell(number_of(1)[:-1] + ("0" if number_of(1)[-1] != "0" else "1")), False, "number_check"),
    ],
)
def test_u01_a_number_that_a_spreadsheet_ruined_is_refused_whatever_its_check_digit(
    cell: Cell, typed: bool, code: str
) -> None:
    with pytest.raises(BadCell) as wrong:
        cells.id_number(cell, "", typed=typed, on=ON)
    assert wrong.value.code == code


@pytest.mark.parametrize("text", [number_of(7), f'="{number_of(7)}"', f"'{number_of(7)}", f" {number_of(7)} "])
def test_u01_text_cells_pass_however_they_are_dressed(text: str) -> None:
    read = cells.id_number(Cell(text), "居民身份证", typed=False, on=ON)
    assert read is not None
    assert (read.kind, read.text, read.birth) == ("citizen", number_of(7), date(2010, 5, 4))


def test_a_number_that_ends_in_noughts_as_text_of_a_workbook_is_somebody() -> None:
    read = cells.id_number(Cell(RUINED), "", typed=False, on=ON)
    assert read is not None
    assert read.text == RUINED


@pytest.mark.parametrize(
    ("cell", "text", "was_date"),
    [
        (Cell("2026-03-01", "d"), "3-1班", True),
        (Cell("2026-03-02T00:00:00", "d"), "3-2班", True),
        (Cell("2026-03-12", "d"), "3-12班", True),
        (Cell("3月1日"), "3-1班", True),
        (Cell("1-Mar"), "3-1班", True),
        (Cell("高一(3)班"), "高一(3)班", False),
        (Cell("三年级 1 班"), "三年级1班", False),
        (Cell("301", "n"), "301", False),
        (Cell(""), "", False),
    ],
)
def test_u02_a_class_that_became_a_date_is_asked_about_and_never_a_serial_number(
    cell: Cell, text: str, was_date: bool
) -> None:
    assert cells.group(cell) == cells.Group(text, was_date)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("三年级1班", "301", True),
        ("三(1)班", "3-1班", True),
        ("三年级1班", "三年级2班", False),
        ("高一3班", "高二3班", False),
    ],
)
def test_u02_two_ways_of_writing_a_class_are_offered_as_one(one: str, other: str, alike: bool) -> None:
    assert (cells.group_key(one) == cells.group_key(other)) is alike


@pytest.mark.parametrize(
    ("cell", "code"),
    [(Cell("2012.2.30"), "birth"), (Cell("2099-01-01"), "birth"), (Cell("41000", "n"), "birth_number")],
)
def test_u02_a_day_that_is_none_is_refused(cell: Cell, code: str) -> None:
    with pytest.raises(BadCell) as wrong:
        cells.birth(cell, on=ON)
    assert wrong.value.code == code


def test_a_day_is_read_however_it_is_written() -> None:
    written = [Cell("2012-05-04", "d"), Cell("2012.5.4"), Cell("2012年5月4日"), Cell("20120504", "n"), Cell("20120504")]
    assert {cells.birth(one, on=ON) for one in written} == {date(2012, 5, 4)}


@pytest.mark.parametrize(
    ("text", "name", "unsure"),
    [
        ("王　梓涵", "王梓涵", False),
        ("陈\ue863", "陈䶮", False),
        ("陈？", "陈", True),
        ("陈?", "陈", True),
        ("陈(龙天)", "陈", True),
        ("陈（龙天）", "陈", True),
        ("陈\ue1aa", "陈", True),
        ("买买提•艾力", "买买提·艾力", False),
    ],
)
def test_u05_rare_signs_in_old_codes(text: str, name: str, unsure: bool) -> None:
    assert cells.name(Cell(text)) == cells.Name(name, unsure)


@pytest.mark.parametrize(("text", "code"), [("", "no_name"), ("？", "name_signs"), ("王123", "name_signs")])
def test_what_is_no_name(text: str, code: str) -> None:
    with pytest.raises(BadCell) as wrong:
        cells.name(Cell(text))
    assert wrong.value.code == code


@pytest.mark.parametrize("text", ["13900000001", "+86 139 0000 0001", "１３９００００００01", "0086-13900000001"])
def test_phones_however_they_are_written(text: str) -> None:
    assert cells.phone(Cell(text)) == "13900000001"


def _sheet(*rows: tuple[object, ...], hidden: tuple[int, ...] = ()) -> Sheet:
    made = []
    for n, row in enumerate((("姓名", "证件号码", "班级", "监护人手机号"), *rows), start=1):
        made.append(Row(n, tuple(c if isinstance(c, Cell) else Cell(str(c)) for c in row), n in hidden))
    return Sheet(tuple(made))


def _check(sheet: Sheet, **said: object) -> checking.Checked:
    heading = find_heading(sheet.rows)
    assert heading is not None
    return checking.check(sheet, Choices(heading.row, heading.columns, **said), on=ON)  # type: ignore[arg-type]


def test_u01_a_column_of_such_cells_alone_is_said_once_with_the_count() -> None:
    rows = [(f"王小{n}".replace(str(n), "一二三"[n]), Cell(RUINED, "n"), "1班", "13900000001") for n in range(3)]
    assert _check(_sheet(*rows)).whole_columns == [("id_number", "lost_end", 3)]
    assert not _check(_sheet(*rows, ("李四", number_of(4), "1班", "13900000001"))).whole_columns


def test_u03_hidden_rows_wait_to_be_asked_for_and_totals_are_no_people() -> None:
    sheet = _sheet(
        ("王一", number_of(1), "1班", "13900000001"), ("王二", number_of(2), "1班", "13900000002"),
        ("合计", "45", "", ""), ("共 45 人", "", "", ""), hidden=(3,),
    )  # fmt: skip
    found = _check(sheet)
    assert ([one.name for one in found.lines], found.hidden, found.totals) == (["王一"], 1, [4, 5])
    assert [one.name for one in _check(sheet, take_hidden=True).lines] == ["王一", "王二"]


def test_u04_twins_and_namesakes_are_two_and_the_same_child_twice_is_one() -> None:
    found = _check(
        _sheet(
            ("王梓涵", number_of(1), "1班", "13900000001"),
            ("王梓萱", "", "1班", "13900000001"),
            ("张伟", number_of(3), "1班", "13900000003"),
            ("张伟", number_of(4), "1班", "13900000004"),
            ("王　梓涵", number_of(1), "1班", "13900000001"),
            ("王梓萱", "", "1班", "13900000001"),
        )
    )
    assert [one.name for one in found.lines] == ["王梓涵", "王梓萱", "张伟", "张伟"]
    assert [(one.line, one.code, one.other) for one in found.faults] == [(6, "double", 2), (7, "double", 3)]


def test_u04_twins_of_whom_no_number_is_known_are_two() -> None:
    found = _check(_sheet(("王梓涵", "", "1班", "13900000001"), ("王梓萱", "", "1班", "13900000001")))
    assert [one.name for one in found.lines] == ["王梓涵", "王梓萱"]


def test_a_good_line_does_not_wait_for_a_bad_one_and_each_fault_has_its_column() -> None:
    found = _check(_sheet(("王一", "123", "1班", "12"), ("王二", number_of(2), "1班", "13900000002")))
    assert [one.number for one in found.lines] == [3]
    assert {(one.line, one.column, one.code) for one in found.faults} == {
        (2, "id_number", "number_length"), (2, "guardian_phone", "phone"),
    }  # fmt: skip


def test_a_line_by_which_nobody_is_reached_is_a_fault() -> None:
    assert [one.code for one in _check(_sheet(("王一", "", "1班", ""))).faults] == ["no_way"]


def test_the_heading_is_found_below_titles_and_never_in_a_hidden_row() -> None:
    titled = Sheet((Row(1, (Cell("某校名册"),)), Row(2, (Cell("姓 名*"), Cell("身份证号（18位）"))), Row(3, ())))
    found = find_heading(titled.rows)
    assert found is not None
    assert (found.row, dict(found.columns)) == (2, {"name": 0, "id_number": 1})
    assert find_heading((Row(1, (Cell("姓名"), Cell("班级")), hidden=True),)) is None
    assert find_heading((Row(1, (Cell("姓名"), Cell("备注"))),)) is None


def test_columns_are_called_as_a_spreadsheet_calls_them() -> None:
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert clashing({"name": 0, "phone": 1, "guardian_phone": 1}) == ["guardian_phone"]


@pytest.mark.parametrize(
    ("found", "has_team", "fate"),
    [
        (Found(), False, "invited"), (Found(), True, "invited"),
        (Found(known=True), False, "known"), (Found(known=True), True, "asked_to_join"),
        (Found(known=True, member=True), True, "known"), (Found(already=True), True, "already"),
        (Found(already=True, known=True), False, "already"),
        (Found(known=True, may_ask=False), True, "known"), (Found(may_ask=False), True, "invited"),
    ],
)  # fmt: skip
def test_what_a_line_becomes(found: Found, has_team: bool, fate: str) -> None:
    assert inviting.fate(found, has_team=has_team) == fate


@pytest.mark.parametrize(
    ("choice", "own", "may"),
    [
        ("area", True, True), ("area", False, True), ("own", True, True), ("own", False, False),
        ("nobody", True, False), ("nobody", False, False), ("", True, False),
    ],
)  # fmt: skip
def test_r012_who_may_ask_somebody_to_join(choice: str, own: bool, may: bool) -> None:
    assert inviting.may_ask(choice, own=own) is may


@pytest.mark.parametrize(
    ("name", "unsure", "shown"),
    [("刘小宝", False, "刘*宝"), ("王梓涵", False, "王*涵"), ("张伟", False, "张*"), ("陈", True, "陈*"),
     ("买买提·艾力", False, "买*力"), ("Maria O'Neil", False, "M*")],
)  # fmt: skip
def test_a_greeting_tells_twins_apart_and_strangers_little(name: str, unsure: bool, shown: str) -> None:
    assert inviting.greeting(name, unsure=unsure) == shown


def test_u08_a_slip_needs_its_word_and_the_end_of_the_number() -> None:
    line = Line(2, "刘小宝", id_type="citizen", id_number=number_of(5))
    end = number_of(5)[-6:]
    tries = [("abc def ghj", end), ("ABCDEFGHJ", end.lower()), ("abcdefghj", "000000"), ("abcdefghk", end), ("", "")]
    assert [inviting.slip_proves(line, "abcdefghj", typed_word=word, typed_end=sign) for word, sign in tries] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert not inviting.slip_proves(Line(2, "刘小宝"), "abcdefghj", typed_word="abcdefghj", typed_end="")


def test_of_small_groups_nothing_is_counted_and_of_others_only_steps() -> None:
    groups = [
        progress.Group("二年级10班", 40, 39),
        progress.Group("二年级2班", 40, 4),
        progress.Group("一年级1班", 4, 4),
    ]
    assert [(one.name, one.accepted) for one in progress.shown(groups, 5)] == [
        ("一年级1班", None), ("二年级2班", 0), ("二年级10班", 35),
    ]  # fmt: skip
    # One more or one fewer shows in no number: subtracting the classes from the whole names nobody.
    assert numbers.in_steps(39, 5) == numbers.in_steps(38, 5)
    assert progress.shown([progress.Group("x", 5, 5)], 5)[0].accepted == 5
