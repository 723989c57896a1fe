"""Tables as people paste them, and what was given kept sealed in its place."""

from pathlib import Path

import pytest

from baiying.kit import packed, sealed
from baiying.kit.sheets import Damaged, TooMuch, tables
from baiying.kit.values.tables import letter, plain


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_codes_that_are_about(code: str) -> None:
    assert tables.decoded("姓名,手机\n陈䶮,199".encode(code)).endswith("陈䶮,199")


def test_what_is_no_text_in_any_of_them_is_damaged() -> None:
    for read in (lambda: tables.decoded(b"\xff"), lambda: tables.of_text("a\x00b", most=9, widest=9)):
        with pytest.raises(Damaged):
            read()


@pytest.mark.parametrize("sign", ["\t", ",", ";", "|", "，"])
def test_cells_are_parted_by_the_sign_that_stands_most_often(sign: str) -> None:
    [row] = tables.of_text(f" 王伟 {sign}199{sign}3-1", most=1, widest=2)
    assert [cell.text for cell in row.cells] == ["王伟", "199"]
    assert (row.number, row.hidden) == (1, False)


def test_one_row_too_many_is_too_much() -> None:
    assert len(tables.of_text("a\nb", most=2, widest=1)) == 2
    with pytest.raises(TooMuch):
        tables.of_text("a\nb\nc", most=2, widest=1)


def test_a_workbook_is_told_from_text(tmp_path: Path) -> None:
    for head, is_one in ((b"PK\x03\x04", True), (b"\xd0\xcf\x11\xe0", True), (b"name,phone", False)):
        path = tmp_path / "file"
        path.write_bytes(head)
        assert tables.is_workbook(path) is is_one


def test_headings_and_columns_as_people_write_them() -> None:
    assert plain("身份证号（18位）*") == plain("身份证 号") == "身份证号"
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_what_was_packed_opens_in_its_place_alone() -> None:
    place = sealed.Place("rosters_roster", "abc", "lines_sealed")
    kept = packed.seal([["陈䶮", 1, None]], at=place)
    assert packed.unseal(kept, at=place) == [["陈䶮", 1, None]]
    with pytest.raises(sealed.Unreadable):
        packed.unseal(kept, at=sealed.Place("rosters_roster", "abd", "lines_sealed"))


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n1 0 obj\n",
        b"{\\rtf1\\ansi name}",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF....WEBP",
        b"name\x01\x02\x03",
    ],
)
def test_a_picture_or_a_page_for_printing_is_no_table_without_a_head(data: bytes) -> None:
    assert not tables.is_text(data)
    with pytest.raises(Damaged):
        tables.decoded(data)


def test_ends_of_lines_of_every_kind_are_text() -> None:
    for data in (b"a\tb\r\nc\x1a", b"a\x0bb\x0cc", "姓名".encode("utf-16"), b""):
        assert tables.is_text(data)
