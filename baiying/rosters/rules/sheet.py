"""The table in a sheet: where its heading stands, which column says what, which rows are no people. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from baiying.kit.values.tables import Cell as Cell
from baiying.kit.values.tables import Row as Row
from baiying.kit.values.tables import letter as letter
from baiying.kit.values.tables import plain

# What a column may say, and how its heading is written; the first is what our own template has.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "学生姓名", "职工姓名", "员工姓名", "名字", "学生", "name", "fullname"),
    "id_type": ("证件类型", "证件种类", "身份证件类型", "证件名称", "idtype", "documenttype"),
    "id_number": ("证件号码", "身份证号", "身份证号码", "身份证件号", "身份证件号码", "公民身份号码", "证件号",
                  "身份证", "学生身份证号", "idnumber", "id"),
    "birth": ("出生日期", "出生年月日", "生日", "出生年月", "birthdate", "dateofbirth", "birthday"),
    "phone": ("手机号", "手机", "手机号码", "电话", "联系电话", "本人手机", "本人手机号", "联系方式",
              "phone", "mobile"),
    "guardian_name": ("监护人姓名", "监护人", "家长姓名", "家长", "guardian", "guardianname", "parent"),
    "guardian_phone": ("监护人手机号", "监护人电话", "监护人手机", "监护人联系电话", "家长电话", "家长手机",
                       "家长手机号", "家长联系电话", "guardianphone", "parentphone"),
    "group": ("班级", "部门", "科室", "所在班级", "所在部门", "处室", "班", "支部", "年级班级", "class", "department"),
    "leader": ("是否领导", "领导", "领导干部", "是否领导干部", "班子成员", "leader", "isleader"),
}  # fmt: skip

LOOK_AT = 20
_TOTAL = re.compile(r"^(?:合计|总计|共计|小计|累计|总人数|人数合计|合计人数|学生总数|共\d+人|本页合计)")
_SIGNED = re.compile(
    r"^(?:制表人?|填表人?|填报人|审核人?|复核人?|校对人?|经办人?|统计人?|单位|学校|班主任|联系人|"
    r"日期|制表日期|填表日期|打印日期|备注|说明|注)[：:]"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was read. `typed`: pasted or csv, where a number that lost its end is text like any other.

    `known`: whether the file says what is hidden; `hidden_columns`, `hidden_sheets`: how many were left out.
    """

    rows: tuple[Row, ...]
    name: str = ""
    typed: bool = False
    known: bool = True
    hidden_columns: int = 0
    hidden_sheets: int = 0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The number of the row with the headings, and what each column (counted from 0) says."""

    row: int
    columns: Mapping[str, int] = field(default_factory=dict)
    written: tuple[str, ...] = ()


_MEANING = {word: noun for noun, words in COLUMNS.items() for word in words}


def find_heading(rows: Iterable[Row]) -> Heading | None:
    """The first row that names a column of names and one more; rows that one does not see are passed over."""
    for row in list(rows)[:LOOK_AT]:
        found: dict[str, int] = {}
        for at, cell in enumerate(row.cells):
            noun = _MEANING.get(plain(cell.text))
            if noun is not None and not row.hidden:
                found.setdefault(noun, at)
        if "name" in found and len(found) > 1:
            return Heading(row.number, found, tuple(cell.text for cell in row.cells))
    return None


def is_total(row: Row) -> bool:
    """Whether a row is nobody: it counts people (合计, 共 45 人), or says who made the table (制表：教务处)."""
    for one in row.cells[:3]:
        if _TOTAL.match("".join(one.text.split())):
            return True
    for one in row.cells:
        # Whoever has a name is told from a signature by the first cell that says anything.
        if (text := "".join(one.text.split())) and not _SIGNED.match(text):
            return False
    return any(one.text.strip() for one in row.cells)


def is_heading_again(row: Row, columns: Mapping[str, int]) -> bool:
    """Whether the heading is repeated, as on each printed page."""
    at = columns.get("name", -1)
    return 0 <= at < len(row.cells) and _MEANING.get(plain(row.cells[at].text)) == "name"


_LONG_NUMBER = re.compile(r"\d{9,}[\dXx]*")


def tidy_title(name: str) -> str:
    """The name of a file as the title of a roster: a number as long as a document's or a telephone's is left out."""
    return _LONG_NUMBER.sub("…", unicodedata.normalize("NFKC", name))[-80:]


NOTHING = Cell()


def cell(row: Row, columns: Mapping[str, int], noun: str) -> Cell:
    at = columns.get(noun, -1)
    return row.cells[at] if 0 <= at < len(row.cells) else NOTHING


def clashing(columns: Mapping[str, int]) -> Sequence[str]:
    """The nouns that were given one column twice: a clerk's slip in confirming."""
    seen: dict[int, str] = {}
    wrong = []
    for noun, at in columns.items():
        if at in seen:
            wrong.append(noun)
        seen.setdefault(at, noun)
    return wrong
