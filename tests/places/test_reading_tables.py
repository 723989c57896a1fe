"""Tables that offices upload: codes, headers, populations, names of sites, and what a table changes in the tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.places.rules import changes, codes, populations, sites, tables
from baiying.places.rules.changes import Existing
from baiying.places.rules.populations import Figure, Problem, RawFigure
from baiying.places.rules.tree import Row

pytestmark = pytest.mark.rules

# Populations.


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("1", 1), ("1,234", 1234), ("１２３４", 1234), ("1 234", 1234), ("1234.0", 1234), ("12.5万", 125_000),
        ("0.0001万", 1), ("12.50万人", 125_000), ("438人", 438), ("2000000000", 2_000_000_000),
        ("200000万", 2_000_000_000), ("1.00", 1),
    ],
)  # fmt: skip
def test_persons_are_read_as_written(text: str, n: int) -> None:
    assert populations.persons(text) == n


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"), (" , ", "empty"), ("约五万", "shape"), ("1.2.3", "shape"), ("--1", "shape"), ("1亿", "shape"),
        ("-5", "negative"), ("−5", "negative"), ("-0", "negative"), ("0", "zero"), ("0.0万", "zero"),
        ("43.85", "fraction"), ("0.5", "fraction"), ("0.00005万", "fraction"), ("2000000001", "large"),
        ("200001万", "large"),
    ],
)  # fmt: skip
def test_what_is_no_number_of_persons_says_why(text: str, code: str) -> None:
    with pytest.raises(populations.BadNumber) as refused:
        populations.persons(text)
    assert (refused.value.code, str(refused.value)) == (code, code)


@given(st.integers(1, populations.MAX_PERSONS))
def test_every_number_of_persons_is_read_however_it_is_written(n: int) -> None:
    for text in (str(n), f"{n:,}", f"{n}人", f"{n}.00", f"{n // 10_000}.{n % 10_000:04}万"):
        assert populations.persons(text) == n


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("常住人口", "permanent"), (" 常 住 ", "permanent"), ("户籍", "registered"), ("建成区", "built_up"),
        ("13岁以上", "aged_13"), ("１３岁及以上人口", "aged_13"), ("permanent", "permanent"), ("流动人口", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_kind_of_population_is_known_by_its_names(word: str, kind: str | None) -> None:
    assert populations.kind_named(word) == kind


CODE, OTHER = "411002000000", "411003000000"
NAMES = {CODE: "魏都区", OTHER: "建安区"}


def figures(*raws: RawFigure, kind: str = "permanent") -> populations.CheckedFigures:
    return populations.check(
        raws, areas=populations.Areas(NAMES), kind=kind, year=2025, source="年鉴", years=range(2000, 2027)
    )


@pytest.mark.parametrize(
    ("raw", "figure"),
    [
        (RawFigure(2, "411002", "魏都区", "12.5万"), Figure(2, CODE, "permanent", 2025, 125_000, "年鉴")),
        (
            RawFigure(3, "411003", "", "8", "户籍", " 2024年", " 公报 "),
            Figure(3, OTHER, "registered", 2024, 8, "公报"),
        ),
        (RawFigure(4, CODE, "", "8", "", "2000.0"), Figure(4, CODE, "permanent", 2000, 8, "年鉴")),
        (RawFigure(5, CODE, "", "8", "", "2026"), Figure(5, CODE, "permanent", 2026, 8, "年鉴")),
        (RawFigure(6, CODE, "", "8", "", " ", "源" * 130), Figure(6, CODE, "permanent", 2025, 8, "源" * 120)),
    ],
)
def test_a_figure_takes_what_the_row_says_and_else_what_stands_for_all(raw: RawFigure, figure: Figure) -> None:
    found = figures(raw)
    assert (found.figures, found.problems, found.total) == ([figure], [], 1)


@pytest.mark.parametrize(
    ("raw", "kind", "detail"),
    [
        (RawFigure(2, "41100", "甲", "8"), "code_length", "41100"),
        (RawFigure(2, "", "甲", "8"), "name_unknown", "甲"),
        (RawFigure(2, "4.1E+11", "甲", "8"), "code_scientific", "4.1E+11"),
        (RawFigure(2, "419999", "甲", "8"), "area_unknown", "419999000000"),
        (RawFigure(2, CODE, "甲", "约八"), "persons_shape", "约八"),
        (RawFigure(2, CODE, "甲", "很" * 50), "persons_shape", "很" * 40),
        (RawFigure(2, CODE, "甲", "0"), "persons_zero", "0"),
        (RawFigure(2, CODE, "甲", "8", "流动"), "kind_unknown", "流动"),
        (RawFigure(2, CODE, "甲", "8", "", "1999"), "year_bad", "1999"),
        (RawFigure(2, CODE, "甲", "8", "", "2027"), "year_bad", "2027"),
        (RawFigure(2, CODE, "甲", "8", "", "去年"), "year_bad", "去年"),
        (RawFigure(2, CODE, "甲", "8", "", "２０２５²"), "year_bad", "２０２５²"),
    ],
)
def test_a_row_kept_out_says_why_and_the_others_go_on(raw: RawFigure, kind: str, detail: str) -> None:
    found = figures(raw, RawFigure(3, OTHER, "乙", "9"))
    assert found.problems == [Problem(kind, 2, raw.code, "甲", detail)]
    assert [f.line for f in found.figures] == [3]
    assert found.total == 2


def test_without_a_kind_anywhere_nothing_is_guessed() -> None:
    assert figures(RawFigure(2, CODE, "甲", "8"), kind="").problems == [Problem("kind_unknown", 2, CODE, "甲", "")]


def test_the_same_figure_twice_is_taken_once_and_another_number_is_told() -> None:
    found = figures(
        RawFigure(2, CODE, "甲", "8"), RawFigure(3, CODE, "甲", "8.0"), RawFigure(4, CODE, "乙", "9"),
        RawFigure(5, CODE, "甲", "9", "户籍"), RawFigure(6, CODE, "甲", "9", "", "2024"),
    )  # fmt: skip
    assert [f.line for f in found.figures] == [2, 5, 6]
    assert found.problems == [Problem("twice", 4, CODE, "乙", "2|8")]
    assert found.total == 5


# Sites.


@pytest.mark.parametrize(
    ("name", "level", "site"),
    [
        ("魏都区", "centre", "魏都区新时代文明实践中心"),
        ("西大街道", "institute", "西大街道新时代文明实践所"),
        ("湖徐村村民委员会", "station", "湖徐村新时代文明实践站"),
        ("湖徐村民委员会", "station", "湖徐村新时代文明实践站"),
        ("榆柳街社区居民委员会", "station", "榆柳街社区新时代文明实践站"),
        ("榆柳街居民委员会", "station", "榆柳街社区新时代文明实践站"),
        ("榆柳街居委会", "station", "榆柳街社区新时代文明实践站"),
        ("和平村居委会", "station", "和平村新时代文明实践站"),
        ("湖徐村委会", "station", "湖徐村新时代文明实践站"),
        ("大庙村村委会", "station", "大庙村新时代文明实践站"),
        ("阳光社区村委会", "station", "阳光社区新时代文明实践站"),
        ("村民委员会", "station", "村民委员会新时代文明实践站"),
        ("村委会", "station", "村委会新时代文明实践站"),
        ("居委会", "station", "居委会新时代文明实践站"),
        ("湖徐村", "station", "湖徐村新时代文明实践站"),
    ],
)
def test_a_site_is_called_as_people_call_it(name: str, level: str, site: str) -> None:
    assert sites.site_name(name, level) == site


@pytest.mark.parametrize(
    ("one_", "other", "metres"),
    [
        ((34.0, 112.0), (34.0, 112.0), 0),
        ((0.0, 0.0), (0.0, 180.0), 20_015_115),
        ((0.0, 0.0), (1.0, 0.0), 111_195),
        ((60.0, 0.0), (60.0, 1.0), 55_597),
        # Beijing and Shanghai.
        ((39.9042, 116.4074), (31.2304, 121.4737), 1_067_311),
    ],
)
def test_metres_over_the_earth(one_: tuple[float, float], other: tuple[float, float], metres: int) -> None:
    assert sites.distance_m(*one_, *other) == pytest.approx(metres, abs=60)
    assert sites.distance_m(*other, *one_) == pytest.approx(metres, abs=60)


# Codes, levels, headers.


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("41", "410000000000"), ("4110", "411000000000"), ("411002", "411002000000"), ("411002001", "411002001000"),
        ("411002001001", "411002001001"), ("411002001001000000", "411002001001"), ("41 10 02", "411002000000"),
        ("４１１００２", "411002000000"), ('"411002"', "411002000000"), ("`411002`", "411002000000"),
        ("\ufeff411002\u200b", "411002000000"), ("411002.0", "411002000000"),
    ],
)  # fmt: skip
def test_a_code_is_padded_to_twelve_digits(text: str, code: str) -> None:
    assert codes.division_code(text) == code


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"), (" ' ", "empty"), ("4.11E+11", "scientific"), ("4e11", "scientific"),
        ("4.11002e11", "scientific"), ("41100a", "characters"), ("411002.5", "characters"), ("-411002", "characters"),
        ("٤١", "characters"), ("41100200100٤", "characters"),
        ("4", "length"), ("411", "length"), ("41100", "length"), ("4110020", "length"),
        ("4110020010010", "length"), ("411002001001000001", "length"), ("4110020010010000000", "length"),
    ],
)  # fmt: skip
def test_a_code_that_is_none_says_why(text: str, why: str) -> None:
    with pytest.raises(codes.BadCode) as refused:
        codes.division_code(text)
    assert (refused.value.code, str(refused.value)) == (why, why)


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("省", "province"), ("地级市", "city"), ("2.0", "city"), ("District", "county"), (" 街道 ", "township"),
        ("村（社区）", "village"), ("５", "village"), ("6", None), ("", None), ("星系", None),
    ],
)  # fmt: skip
def test_a_level_is_known_by_its_words(word: str, level: str | None) -> None:
    assert codes.level_named(word) == level


@pytest.mark.parametrize(
    ("code", "level", "above"),
    [
        ("410000000000", "province", []),
        ("411000000000", "city", ["410000000000"]),
        ("411002000000", "county", ["411000000000", "410000000000"]),
        ("411002001000", "township", ["411002000000", "411000000000", "410000000000"]),
        ("411002001001", "village", ["411002001000", "411002000000", "411000000000", "410000000000"]),
        # A village directly below a county has the township's three zeros.
        ("411002000001", "village", ["411002000000", "411000000000", "410000000000"]),
    ],
)
def test_level_and_ancestors_follow_from_the_zeros(code: str, level: str, above: list[str]) -> None:
    assert codes.level_by_code(code) == level
    assert codes.ancestors_by_code(code) == above


NEEDED = ("code", "name")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([["代码"]], None),
        ([["名称"], ["甲"]], None),
        ([["名称", "代码"]], tables.Header(0, {"name": 0, "code": 1})),
        ([["序号", "*代 码", "单位-名称(全称)"]], tables.Header(0, {"code": 1, "name": 2})),
        ([["代码", "编码", "名称"]], tables.Header(0, {"code": 0, "name": 2})),
        ([["标题"]] * 19 + [["代码", "名称"]], tables.Header(19, {"code": 0, "name": 1})),
        ([["标题"]] * 20 + [["代码", "名称"]], None),
        # One cell over two columns, its parts below; one cell over two rows.
        ([["区划", "", "级别"], ["代码", "名称", ""]], tables.Header(1, {"code": 0, "name": 1})),
        ([["行政区划", ""], ["代码", "名称"]], tables.Header(1, {"code": 0, "name": 1})),
        ([["上级", "", ""], ["代码", "编码", "名称"]], tables.Header(1, {"code": 0, "name": 2})),
        ([["代码", ""], ["", "名称", "级别"]], tables.Header(1, {"code": 0, "name": 1, "level": 2})),
        ([["区划"], ["编码", "名称"]], tables.Header(1, {"code": 0, "name": 1})),
        ([["统计用区划", ""], ["代码", "名"], ["x", "y"]], None),
        ([["统计用区划", "", "地区"], ["代码", "x", "名称"]], tables.Header(1, {"code": 0, "name": 2})),
        ([["区划", ""], ["划", "名称"], ["代码", ""]], tables.Header(2, {"code": 0, "name": 1})),
    ],
)
def test_the_header_is_found_where_a_person_sees_it(rows: list[list[str]], expected: tables.Header | None) -> None:
    assert tables.find_header(rows, tables.DIVISION_COLUMNS, NEEDED) == expected


def test_a_header_may_stand_in_two_rows_only_when_read_together() -> None:
    rows = [["行政", "", "统计用区划"], ["区划代码", "区划名称", "x"]]
    assert tables.find_header(rows, tables.DIVISION_COLUMNS, NEEDED) == tables.Header(1, {"code": 0, "name": 1})
    rows = [["统计用", "单位"], ["区划代码(12位)", "名称"]]
    assert tables.find_header(rows, {"code": ("统计用区划代码",), "name": ("单位名称",)}, NEEDED) == tables.Header(
        1, {"code": 0, "name": 1}
    )
    merged = [["统计用", ""], ["区划代码", "区划名称"]]
    both = {"code": ("统计用区划代码",), "name": ("统计用区划名称",)}
    assert tables.find_header(merged, both, NEEDED) == tables.Header(1, {"code": 0, "name": 1})
    assert tables.find_header([["统计用"], ["区划代码", "区划名称"]], both, NEEDED) == tables.Header(
        1, {"code": 0, "name": 1}
    )
    beside = {"code": ("统计用区划代码",), "name": ("名称",)}
    assert tables.find_header([["", "统计用"], ["名称", "区划代码"]], beside, NEEDED) == tables.Header(
        1, {"name": 0, "code": 1}
    )
    assert tables.find_header([["", "统计用"], ["区划代码", "区划名称"]], both, NEEDED) is None


# What a table changes.


def row(code: str, name: str, level: str, parent: str = "") -> Row:
    return Row(0, code, name, level, parent)


STANDS = {
    "41": Existing(1, "省", "province", ""),
    "4110": Existing(2, "甲市", "city", "41"),
    "411002": Existing(3, "甲区", "county", "4110"),
    "411003": Existing(4, "乙区", "county", "4110"),
    "4111": Existing(5, "乙市", "city", "41"),
    "411102": Existing(6, "丙区", "county", "4111"),
}


def test_a_plan_says_of_every_row_what_becomes_of_it() -> None:
    new = row("4112", "丙市", "city", "41")
    renamed = row("4110", "新市", "city", "41")
    moved = row("411003", "乙区", "county", "41")
    both = row("411102", "新区", "county", "4112")
    level = row("4111", "乙市", "county", "41")
    same = row("41", "省", "province")
    found = changes.plan([same, new, renamed, level, moved, both], STANDS, set())
    assert found.added == [new]
    assert found.renamed == [renamed, both]
    assert found.moved == [level, moved, both]
    assert found.changed == {"4110": renamed, "411102": both, "4111": level, "411003": moved}
    assert (found.unchanged, found.missing) == (1, ["411002"])


def test_missing_is_what_stood_below_the_table_and_is_not_spoken_of() -> None:
    county = row("4110", "甲市", "city", "41")
    assert changes.plan([county], STANDS, set()).missing == ["411002", "411003"]
    assert changes.plan([county], STANDS, {"411003"}).missing == ["411002"]
    whole = row("41", "省", "province")
    assert changes.plan([whole], STANDS, {"4110"}).missing == ["411002", "411003", "4111", "411102"]
    assert changes.plan([row("99", "新", "province")], STANDS, set()).missing == []
    assert changes.plan([], STANDS, set()).missing == []


def test_a_closed_area_takes_along_all_below_it_parents_first() -> None:
    assert changes.below(["41"], STANDS) == ["4110", "4111", "411002", "411003", "411102"]
    assert changes.below(["4110", "4111"], STANDS) == ["411002", "411003", "411102"]
    assert changes.below(["41", "4110"], STANDS).count("411002") == 1
    assert changes.below(["411002", "none"], STANDS) == []
