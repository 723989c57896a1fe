"""What a division table may look like, decided without a database."""

import pytest

from baiying.places.rules import codes, populations, sites, tables, tree, working_days
from baiying.places.rules.tree import Raw

pytestmark = pytest.mark.rules


def check(*rows: tuple[str, ...], known: tree.Known | None = None) -> tree.Checked:
    return tree.check([Raw(line, *row) for line, row in enumerate(rows, start=2)], known or {})


def kinds(checked: tree.Checked) -> list[str]:
    return [finding.kind for finding in checked.findings]


PROVINCE = ("44", "广东省", "province", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("411002", "411002000000"),
        ("411002001", "411002001000"),
        (" 411002001001 ", "411002001001"),
        ("411002001001.0", "411002001001"),
        ("'411002001001", "411002001001"),
        ("411002001001000000", "411002001001"),
    ],
)
def test_codes_are_read_as_people_write_them(text: str, code: str) -> None:
    assert codes.division_code(text) == code


@pytest.mark.parametrize(
    ("text", "why"), [("4.11E+11", "scientific"), ("41100a", "characters"), ("41100", "length"), ("", "empty")]
)
def test_codes_that_lost_their_digits_are_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(codes.BadCode) as refused:
        codes.division_code(text)
    assert refused.value.code == why


@pytest.mark.parametrize("code", ["441900000000", "442000000000", "460400000000"])
def test_a_row_that_repeats_its_parents_code_is_folded(code: str) -> None:
    checked = check(
        (code[:2], "省", "province", ""),
        (code, "东莞市", "city", code[:2]),
        (code, "东莞市", "county", code),
        (code[:6] + "003000", "东城街道", "township", code),
    )
    assert kinds(checked) == ["folded_code"]
    assert [(row.name, row.parent) for row in checked.rows][-1] == ("东城街道", code)
    assert len(checked.rows) == 3


def test_a_city_that_only_stands_in_is_folded_and_its_children_move_up() -> None:
    checked = check(
        ("11", "北京市", "province", ""),
        ("1101", "市辖区", "city", "11"),
        ("110101", "东城区", "county", "1101"),
    )
    assert kinds(checked) == ["folded_name"]
    assert [(row.name, row.parent) for row in checked.rows] == [("北京市", ""), ("东城区", "110000000000")]


def test_a_village_directly_under_a_county_is_legal() -> None:
    checked = check(
        PROVINCE, ("4401", "广州市", "2", ""), ("440103", "荔湾区", "3", ""), ("440103001001", "村", "5", "440103")
    )
    assert not checked.findings
    assert checked.rows[-1].parent == "440103000000"


def test_levels_and_parents_follow_from_the_codes_when_the_columns_are_missing() -> None:
    checked = check(("41", "河南省"), ("4110", "许昌市"), ("411002", "魏都区"), ("411002001", "西大街道"))
    assert [(row.level, row.parent[:6]) for row in checked.rows] == [
        ("province", ""),
        ("city", "410000"),
        ("county", "411000"),
        ("township", "411002"),
    ]


def test_a_missing_parent_takes_everything_below_it_along() -> None:
    checked = check(
        PROVINCE,
        ("440199001", "某街道", "township", "440199"),
        ("440199001001", "某村", "village", "440199001"),
    )
    assert kinds(checked) == ["parent_missing", "parent_refused"]
    assert len(checked.rows) == 1


def test_a_parent_that_exists_already_will_do() -> None:
    known = {"440100000000": ("city", "广州市")}
    assert not check(("440103", "荔湾区", "county", "4401"), known=known).findings


def test_equal_duplicates_count_once_and_conflicting_ones_are_both_refused() -> None:
    checked = check(
        PROVINCE,
        ("4401", "广州市", "2", "44"),
        ("4401", "广州市", "2", "44"),
        ("4402", "甲", "2", "44"),
        ("4402", "乙", "2", "44"),
    )
    assert kinds(checked) == ["duplicate_same", "duplicate_conflict", "duplicate_conflict"]
    assert [row.name for row in checked.rows] == ["广东省", "广州市"]


def test_what_stands_below_a_disputed_row_stays_where_it_is_if_the_code_exists() -> None:
    rows = (("4401", "甲", "2", "44"), ("4401", "乙", "2", "44"), ("440103", "荔湾区", "3", "4401"))
    assert kinds(check(PROVINCE, *rows)) == ["duplicate_conflict", "duplicate_conflict", "parent_refused"]
    checked = check(PROVINCE, *rows, known={"440100000000": ("city", "甲")})
    assert kinds(checked) == ["duplicate_conflict", "duplicate_conflict"]
    assert checked.rows[-1].name == "荔湾区"


def test_circles_unknown_levels_and_empty_names_are_refused_one_by_one() -> None:
    checked = check(
        PROVINCE,
        ("440103001", "甲", "4", "440103001001"),
        ("440103001001", "乙", "5", "440103001"),
        ("4405", "丙", "星系", "44"),
        ("4406", "", "2", "44"),
        ("4407", "丁", "2", "4407"),
    )
    assert sorted(kinds(checked)) == ["cycle", "cycle", "level_unknown", "name_empty", "parent_refused"]
    assert len(checked.rows) == 1


def test_a_parent_of_a_lower_level_is_refused() -> None:
    checked = check(PROVINCE, ("4401", "广州市", "2", "44"), ("440103", "区", "3", "44"), ("4402", "市", "2", "440103"))
    assert kinds(checked) == ["parent_below"]


@pytest.mark.parametrize(
    "rows",
    [
        [["代码", "名称"]],
        [["许昌市区划表"], ["", ""], ["统计用区划代码(12位)", "单位名称"]],
        [["区划", ""], ["代码", "名称"]],
        [["行政区划代码", "基本情况"], ["", "名称"]],
        [["Division Code", "Name", "Level"]],
    ],
)
def test_headers_are_found_under_titles_and_merged_cells(rows: list[list[str]]) -> None:
    header = tables.find_header(rows, tables.DIVISION_COLUMNS, ("code", "name"))
    assert header is not None
    assert (header.row, header.columns["code"], header.columns["name"]) == (len(rows) - 1, 0, 1)


@pytest.mark.parametrize(("text", "n"), [("1,234", 1234), ("12.5万", 125000), ("438人", 438), ("1234.0", 1234)])
def test_numbers_of_persons_are_read_as_written(text: str, n: int) -> None:
    assert populations.persons(text) == n


@pytest.mark.parametrize(
    ("text", "why"), [("-5", "negative"), ("0", "zero"), ("43.85", "fraction"), ("约五万", "shape"), ("", "empty")]
)
def test_numbers_that_cannot_be_persons_are_refused(text: str, why: str) -> None:
    with pytest.raises(populations.BadNumber) as refused:
        populations.persons(text)
    assert refused.value.code == why


@pytest.mark.parametrize(
    ("name", "level", "site"),
    [
        ("榆柳街社区居委会", "station", "榆柳街社区新时代文明实践站"),
        ("湖徐村委会", "station", "湖徐村新时代文明实践站"),
        ("大庙村村委会", "station", "大庙村新时代文明实践站"),
        ("西大街道", "institute", "西大街道新时代文明实践所"),
    ],
)
def test_sites_are_named_as_people_name_them(name: str, level: str, site: str) -> None:
    assert sites.site_name(name, level) == site


def test_pasted_calendar_lines_are_read_and_bad_ones_are_named() -> None:
    days = working_days.pasted_days("2026年2月15日 至 2026年2月23日 放假 春节\n2.14 班 调休\n\n# 注", 2026)
    assert len(days) == 10
    assert days[0].is_working
    with pytest.raises(working_days.BadLine) as bad:
        working_days.pasted_days("1月1日 休 元旦\n2月30日 休 不存在", 2026)
    assert (bad.value.line, bad.value.code) == (2, "date")
