"""Finding the header of a table somebody made in a spreadsheet: titles above it, merged cells, either language."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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

SITE_COLUMNS: Synonyms = {
    "code": DIVISION_COLUMNS["code"],
    "name": ("阵地名称", "阵地", "站点名称", "实践站名称", *DIVISION_COLUMNS["name"], "地区", "区划", "村社区"),
    "address": ("address", "地址", "详细地址", "阵地地址", "所在地址"),
    "phone": ("phone", "telephone", "电话", "联系电话", "值班电话", "咨询电话"),
    "opening_hours": ("openinghours", "hours", "开放时间", "服务时间"),
    "longitude": ("longitude", "lng", "lon", "经度", "东经"),
    "latitude": ("latitude", "lat", "纬度", "北纬"),
    "head": ("head", "站长", "所长", "中心主任", "主任", "负责人", "站长姓名", "所长姓名", "负责人姓名"),
    "head_phone": (
        "headphone",
        "站长电话",
        "所长电话",
        "主任电话",
        "负责人电话",
        "站长手机",
        "所长手机",
        "负责人手机",
        "负责人联系电话",
        "负责人手机号",
    ),
}

LOOK_AT = 20
_BRACKETS = re.compile(r"[((\[【].*?[))\]】]")
_NOISE = re.compile(r"[\s_\-·::*\"'\ufeff]+")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header's last row stands (counted from 0) and which column holds what."""

    row: int
    columns: dict[str, int]
    # As they were read, and as they were written with what stands over them: column by column.
    headings: tuple[str, ...] = field(default=(), compare=False)
    written: tuple[str, ...] = field(default=(), compare=False)


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
        read = own
        columns = _match(own, meaning)
        for joined in (_joined(above, own), _or_above(above, own)):
            if needed <= columns.keys():
                break
            read, columns = joined, _match(joined, meaning)
        if needed <= columns.keys():
            over = _filled(rows[number - 1], len(row)) if number and read is not own else [""] * len(row)
            return Header(number, columns, tuple(read), tuple(a + b for a, b in zip(over, row, strict=True)))
        above = own
    return None


def _match(headings: Sequence[str], meaning: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, word in enumerate(headings):
        noun = meaning.get(word) or meaning.get(_bare(word))
        if noun is not None:
            found.setdefault(noun, column)
    return found


# "2025年末常住人口数万人" -> "常住人口".
_AROUND = re.compile(r"^(?:(?:19|20)\d\d年?)?(?:年?末)?(.+?)数?/?(?:万人|人|万)?$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?!\d)")
_UNIT_ABOVE = re.compile(r"单位[:：]?(万人|人|万)")
_UNIT = re.compile(r"(万人|万|(?<=[((\[【/])人)")


def _bare(word: str) -> str:
    match = _AROUND.fullmatch(word)
    return match[1] if match else word


@dataclass(frozen=True, slots=True)
class PersonsColumn:
    """A column of persons: its kind and year if its heading names them, and whether it counts in tens of thousands."""

    column: int
    kind: str = ""
    year: str = ""
    in_wan: bool = False

    def written(self, text: str) -> str:
        """A cell with its unit: "52" of a column in 万人 is "52万"."""
        return f"{text}万" if self.in_wan and text and not text.endswith(("万", "人")) else text


def with_kinds_below(header: Header, below: Sequence[str]) -> Header:
    """The header with its next row, where that holds only kinds under a merged heading: 人口(万人) over 户籍, 常住."""
    spread = _filled(header.written, len(below))
    if not any(below) or any(cell and not cell.startswith(_KINDS) for cell in below):
        return header
    read, written, column_of = list(header.headings), list(header.written), dict(header.columns)
    read += [""] * (len(below) - len(read))
    written += [""] * (len(below) - len(written))
    for column, cell in enumerate(below):
        if cell:
            read[column] = heading(cell) if heading(cell) in POPULATION_COLUMNS["persons"] else heading(cell) + "人口"
            written[column] = spread[column] + cell
    return Header(header.row + 1, column_of, tuple(read), tuple(written))


_KINDS = ("常住", "户籍", "建成区", "13岁")


def persons_columns(header: Header, above: Iterable[str], columns: Mapping[str, int]) -> list[PersonsColumn]:
    """All columns that count persons. Where some name a kind, those that name none (总人口) are left out."""
    words = set(POPULATION_COLUMNS["persons"])
    unit = next((found[1] for text in above if (found := _UNIT_ABOVE.search(_flat(text)))), "")
    found_ones = []
    for column, word in enumerate(header.headings):
        if word not in words and _bare(word) not in words:
            continue
        flat = _flat(header.written[column])
        own = _UNIT.search(flat)
        year = _YEAR.search(flat)
        kind = next((one for one in _KINDS if one in flat), "")
        in_wan = (own[1] if own else unit).startswith("万")
        found_ones.append(PersonsColumn(column, kind, year[1] if year and "year" not in columns else "", in_wan))
    named = [one for one in found_ones if one.kind]
    distinct: dict[tuple[str, str], PersonsColumn] = {}
    for one in named or found_ones[:1]:
        distinct.setdefault((one.kind, one.year), one)
    return list(distinct.values())


def _flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


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
