"""A list of appointments: which column says what, what each cell means, and who is meant. Values in, answers out."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from baiying.accounts import rules
from baiying.kit.listed import Grant as Grant
from baiying.kit.listed import Place as Place
from baiying.kit.values import days, identifiers, names
from baiying.kit.values.tables import Cell, Row, plain

# So many lines of one list; a city has 130 to 2,600 places.
MOST_LINES = 20_000
LOOK_AT = 20


# What a column may say, and how its heading is written.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "place": ("地点", "地方", "地区", "单位", "单位名称", "单位或地点", "站所", "阵地", "区划", "区划代码", "代码",
              "村社区", "村", "社区", "place", "area", "code", "unit"),
    "team": ("队伍", "队伍名称", "服务队", "志愿服务队", "team"),
    "within": ("所属", "上级", "所属乡镇", "所属街道", "乡镇", "镇街", "街道", "所属镇街", "乡镇街道", "within"),
    "role": ("角色", "岗位", "职务", "任职", "任命为", "担任", "role"),
    "name": ("姓名", "名字", "人员", "人员姓名", "name"),
    "phone": ("手机", "手机号", "手机号码", "电话", "联系电话", "手机后四位", "手机尾号", "手机号后四位", "后四位",
              "尾号",
              "手机号或后四位", "phone", "mobile"),
    "first_day": ("从", "自", "起", "起始", "开始", "起始日期", "开始日期", "任职起", "from", "start"),
    "last_day": ("至", "到", "止", "截止", "结束", "截止日期", "结束日期", "到期", "到期日", "任职止", "to",
                 "until", "end"),
}  # fmt: skip
NEEDED = ("place", "role", "name")
_PARTS = re.compile(r"[\s·/>＞、,，\\|-]+")

# How a role is written in a list; the names of models.Role and what people say.
ROLES: Mapping[str, str] = {
    "站所工作人员": "place_staff", "工作人员": "place_staff", "place_staff": "place_staff", "placestaff": "place_staff",
    "时长复核员": "hours_reviewer", "复核员": "hours_reviewer", "hours_reviewer": "hours_reviewer",
    "县级主管": "county_office", "county_office": "county_office",
    "市级主管": "city_office", "city_office": "city_office",
    "民政部门": "civil_affairs", "民政": "civil_affairs", "civil_affairs": "civil_affairs",
    "审计员": "auditor", "审计管理员": "auditor", "auditor": "auditor",
    "系统管理员": "sysadmin", "sysadmin": "sysadmin",
    "安全管理员": "secadmin", "secadmin": "secadmin",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a line from being given: line, column, code, and what the cure speaks of."""

    line: int
    column: str
    code: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line whose cells could be read. `digits`: the last four of a phone, a whole number, or nothing. `office`: of a
    room above, as its role says, or nothing for the role of an area."""

    number: int
    place: str
    within: str
    role: str
    name: str
    digits: str
    first_day: date | None
    last_day: date | None
    office: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """How an office of a room above stands in a list: its role, which column names its thing, whether it has a term."""

    role: str
    column: str
    has_term: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who comes in by a log-in, of a name: the end of the phone, and the areas that the appointer and this
    platform know them by (where they live or serve), each from the top down. `left`: closed, or at rest."""

    account_id: int
    name: str
    tails: tuple[str, ...] = ()
    paths: tuple[tuple[int, ...], ...] = ()
    left: bool = False


NO_OFFICES: Mapping[str, Form] = {}
_MEANING = {word: noun for noun, words in COLUMNS.items() for word in words}
_ROLES = {plain(word): role for word, role in ROLES.items()}


def find_heading(rows: Iterable[Row]) -> tuple[int, dict[str, int]] | None:
    """The number of the first row that names place, role and name, and which column (from 0) says what."""
    for row in list(rows)[:LOOK_AT]:
        found: dict[str, int] = {}
        for at, cell in enumerate(row.cells):
            noun = _MEANING.get(plain(cell.text))
            if noun is not None:
                found.setdefault(noun, at)
        if all(noun in found for noun in NEEDED):
            return row.number, found
    return None


def read(
    row: Row, columns: Mapping[str, int], *, given: Collection[str], on: date, offices: Mapping[str, Form] = NO_OFFICES
) -> tuple[Line | None, list[Fault]]:
    """The line that a row says, or everything that is wrong with its cells. `given`: the roles the reader gives;
    `offices`: of rooms above, by every plain word for them."""
    bad: list[Fault] = []

    def cell(noun: str) -> Cell:
        at = columns.get(noun, -1)
        return row.cells[at] if 0 <= at < len(row.cells) else Cell()

    def wrong(column: str, code: str, said: str = "") -> None:
        bad.append(Fault(row.number, column, code, said))

    said = cell("role").text.strip()
    office = offices.get(plain(said))
    role = office.role if office is not None else _ROLES.get(plain(said), "")
    column = office.column if office is not None and cell(office.column).text.strip() else "place"
    place, name = cell(column).text.strip(), names.plain(cell("name").text).strip()
    within = cell("within" if column == "place" else "place").text.strip()
    if not place:
        wrong("place", "place_missing")
    if not name:
        wrong("name", "name_missing")
    if not role:
        wrong("role", "role_unknown" if said else "role_missing", said)
    elif role in rules.PLATFORM:
        # System, security and audit administrators are looked at one by one (GB/T 22239-2019 8.1.5).
        wrong("role", "role_never", said)
    elif role not in given:
        wrong("role", "role_not_yours", said)
    digits = digits_of(cell("phone"))
    if digits is None:
        wrong("phone", "phone_shape")
    first, last = _day(cell("first_day")), _day(cell("last_day"))
    for column, day in (("first_day", first), ("last_day", last)):
        if day is False:
            wrong(column, "day_shape", cell(column).text.strip()[:20])
    if isinstance(first, date) and isinstance(last, date) and first > last:
        wrong("last_day", "turned")
    elif isinstance(last, date) and last < on:
        wrong("last_day", "over")
    if office is not None:
        if isinstance(first, date) and first > on:
            wrong("first_day", "begins_accepted")
        if isinstance(last, date) and not office.has_term:
            wrong("last_day", "no_term")
    if bad:
        return None, bad
    begins, ends = (day if isinstance(day, date) else None for day in (first, last))
    line = Line(row.number, place, within, role, name, digits or "", begins, ends, office.role if office else "")
    return line, []


def digits_of(cell: Cell) -> str | None:
    """The last four digits, a whole mobile number, or nothing; None for anything else.

    A spreadsheet that holds four digits as a number has lost the noughts in front: they are put back.
    """
    text = identifiers.tidy(cell.text)
    if not text:
        return ""
    if cell.kind == "n" and text.isascii() and text.isdigit() and len(text) < 4:
        text = text.zfill(4)
    if re.fullmatch(r"[*x×]*\d{4}", text.lower()) and len(text) < 12:
        return text[-4:]
    try:
        return identifiers.mobile_phone(text)
    except identifiers.BadIdentifier:
        return None


def _day(cell: Cell) -> date | bool | None:
    """A day, None where none is written, False for what is none."""
    text = cell.text.strip()
    if not text or text in {"长期", "无", "-", "—"}:
        return None
    if cell.kind == "n" and not re.fullmatch(r"20\d{6}", text):
        return False
    return days.read(text[:10] if cell.kind == "d" else text) or False


def code_of(text: str) -> str:
    """A code as the tree writes it, twelve digits; empty where the text is none."""
    plain_text = unicodedata.normalize("NFKC", text).strip()
    if plain_text.isascii() and plain_text.isdigit() and 6 <= len(plain_text) <= 12:
        return plain_text.ljust(12, "0")
    return ""


def name_parts(text: str) -> list[str]:
    """百应市 东河区 柳林社区: the names of a place and of what lies above it, the place last."""
    return [part for part in _PARTS.split(unicodedata.normalize("NFKC", text).strip()) if part]


def place_meant(line: Line, found: Sequence[Place]) -> tuple[Place | None, str]:
    """The one place a line means among those of its name or code, or why it is none: unknown, several, level."""
    if line.office:
        return _unit_meant(line, found)
    above = [*name_parts(line.place)[:-1], *name_parts(line.within)]
    here = [one for one in found if all(part in one.above for part in above)]
    if not here:
        return None, "place_unknown"
    if len(here) > 1:
        fitting = [one for one in here if one.level in rules.AREA_LEVELS[line.role]]
        if len(fitting) != 1:
            return None, "place_several"
        here = fitting
    if here[0].level not in rules.AREA_LEVELS[line.role]:
        return None, "role_level"
    return here[0], ""


def _unit_meant(line: Line, found: Sequence[Place]) -> tuple[Place | None, str]:
    """The one unit or team of its name: what it is called may have blanks and hyphens in it, so what lies above it is
    read from its own column only."""
    parts = name_parts(line.within)
    here = [one for one in found if line.within in one.above or all(part in one.above for part in parts)]
    if len(here) == 1:
        return here[0], ""
    return None, "unit_several" if here else "unit_unknown"


def town_of(place: Place, levels: Mapping[int, str]) -> int:
    """The area in which a name alone may say who is meant: the township of a village, else the place itself; of
    a unit, by its area."""
    return next((pk for pk in place.path if levels.get(pk) == "township"), place.path[-1])


@dataclass(frozen=True, slots=True)
class Meant:
    """Who a line means: an account, nobody who is known here (a whole number, looked up when it is given), or why it is
    not clear."""

    account_id: int | None = None
    invite: bool = False
    code: str = ""
    said: str = ""


def who_is_meant(
    line: Line, known: Sequence[Known], *, by_phone: Sequence[Known], town: int, within: int | None
) -> Meant:
    """Who is meant by a name and perhaps digits. Never just the first of the name (U33).

    `known`: all of that name; `by_phone`: all who come in by the whole number, whatever they are called; `town`: where
    a name alone is enough if just one there has it; `within`: the area of whoever appoints, outside which nobody is
    found (None: everywhere).
    """
    if len(line.digits) > 4:
        return _by_number(line, _inside(by_phone, within))
    here = _inside(known, within)
    there = [one for one in here if not one.left]
    if line.digits:
        tailed = [one for one in there if line.digits in one.tails]
        if len(tailed) == 1:
            return Meant(tailed[0].account_id)
        return Meant(code="tail_several" if tailed else "tail_unknown")
    near = [one for one in there if any(town in path for path in one.paths)]
    if len(near) == 1:
        return Meant(near[0].account_id)
    if near:
        return Meant(code="name_several", said=str(len(near)))
    if there:
        return Meant(code="name_elsewhere")
    return Meant(code="left" if here else "name_unknown")


def _inside(known: Sequence[Known], within: int | None) -> list[Known]:
    return [one for one in known if within is None or any(within in path for path in one.paths)]


def called(by_phone: Sequence[Known], name: str) -> list[Known]:
    """Who of those that come in by a number is called so; a name that is kept masked may be anybody's."""
    return [one for one in by_phone if names.same(one.name, name) or "*" in one.name]


def _by_number(line: Line, by_phone: Sequence[Known]) -> Meant:
    """Of a number that nobody of the own area comes in by nothing is said: who does elsewhere looks like nobody, and
    whether the line is an invitation is decided when it is given. Else a list of 20,000 numbers tells who is here."""
    same = called(by_phone, line.name)
    there = [one for one in same if not one.left]
    if len(there) == 1:
        return Meant(there[0].account_id)
    if there:
        return Meant(code="number_several")
    if same:
        return Meant(code="left")
    return Meant(code="number_other") if by_phone else Meant(invite=True)


def overlap(grants: Iterable[Grant], line: Line, given_by: tuple[str, int | None], on: date) -> str:
    """Whether an office has given that role there already for some of these days: `same`, `other` days, or empty.

    Another office's grant stands beside it (U32). What set-up or a load gave, by nobody, counts for every office.
    """
    first = line.first_day if line.first_day is not None and line.first_day > on else on
    found = ""
    for one in grants:
        if one.given_by not in (given_by, ("", None)):
            continue
        if (one.last_day is not None and one.last_day < first) or (
            line.last_day is not None and line.last_day < one.first_day
        ):
            continue
        begun = line.first_day is None or (line.first_day <= on and one.first_day <= on)
        if one.last_day == line.last_day and (begun or line.first_day == one.first_day):
            return "same"
        found = "other"
    return found
