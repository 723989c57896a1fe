"""Finding the header of a table somebody made in a spreadsheet: titles above it, merged cells, either language."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Synonyms = Mapping[str, tuple[str, ...]]

DIVISION_COLUMNS: Synonyms = {
    "code": ("code", "编码", "代码", "区划代码", "区划编码", "行政区划代码", "行政区划编码", "统计用区划代码",
             "地区代码", "地区编码", "区域代码", "divisioncode", "areacode"),
    "name": ("name", "名称", "区划名称", "行政区划名称", "单位名称", "地名", "地区名称", "区域名称",
             "divisionname", "areaname"),
    "level": ("level", "级别", "层级", "行政级别", "区划级别", "等级"),
    "parent": ("parentcode", "parent", "上级代码", "上级编码", "上级区划代码", "上级行政区划代码", "父级代码",
               "父级编码", "父代码", "上级区划编码", "pcode", "上级"),
}  # fmt: skip

POPULATION_COLUMNS: Synonyms = {
    "code": DIVISION_COLUMNS["code"],
    "name": (*DIVISION_COLUMNS["name"], "地区", "区划"),
    "persons": ("persons", "population", "人数", "人口", "人口数", "数量", "常住人口", "户籍人口", "总人口",
                "常住人口数", "户籍人口数", "建成区人口", "13岁及以上人口"),
    "kind": ("kind", "口径", "类型", "人口类型", "人口口径", "种类"),
    "year": ("year", "年份", "年度", "年"),
    "source": ("source", "来源", "数据来源", "出处"),
}  # fmt: skip

LOOK_AT = 20
_BRACKETS = re.compile(r"[((\[【].*?[))\]】]")
_NOISE = re.compile(r"[\s_\-·::*\"'\ufeff]+")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header's last row stands (counted from 0) and which column holds what."""

    row: int
    columns: dict[str, int]


def heading(text: str) -> str:
    """A heading without brackets, blanks, stars and case: "统计用区划代码(12位)*" -> "统计用区划代码"."""
    plain = unicodedata.normalize("NFKC", text)
    return _NOISE.sub("", _BRACKETS.sub("", plain)).lower()


def find_header(rows: Sequence[Sequence[str]], synonyms: Synonyms, required: Iterable[str]) -> Header | None:
    """The first row, alone or read together with the one above (merged cells), that names all required columns."""
    needed = set(required)
    meaning = {word: noun for noun, words in synonyms.items() for word in words}
    above: list[str] = []
    for number, row in enumerate(rows[:LOOK_AT]):
        own = [heading(cell) for cell in row]
        columns = _match(own, meaning)
        for joined in (_joined(above, own), _or_above(above, own)):
            if needed <= columns.keys():
                break
            columns = _match(joined, meaning)
        if needed <= columns.keys():
            return Header(number, columns)
        above = own
    return None


def _match(headings: Sequence[str], meaning: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, word in enumerate(headings):
        noun = meaning.get(word)
        if noun is not None:
            found.setdefault(noun, column)
    return found


def _filled(above: Sequence[str], width: int) -> list[str]:
    # A merged cell keeps its text in its first column only.
    spread: list[str] = []
    for column in range(width):
        word = above[column] if column < len(above) else ""
        spread.append(word or (spread[-1] if spread else ""))
    return spread


def _joined(above: Sequence[str], own: Sequence[str]) -> list[str]:
    return [a + b for a, b in zip(_filled(above, len(own)), own, strict=True)]


def _or_above(above: Sequence[str], own: Sequence[str]) -> list[str]:
    # A heading merged over two rows stands in the upper one; the lower one is blank there.
    return [b or (above[i] if i < len(above) else "") for i, b in enumerate(own)]
