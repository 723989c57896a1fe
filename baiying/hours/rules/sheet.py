"""Reading a paper sheet: who a line names, and a block pasted from a spreadsheet. Values in, values out."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from baiying.kit.values import names, sounds, times

# As it is read aloud, with blanks or strokes between; or as much of it as was written.
_NUMBER = re.compile(r"V(?:[\s-]*\d){11}(?!\d)|V\d{6,}", re.IGNORECASE)
_FOUR = re.compile(r"(?<!\d)(?:\d{7})?(\d{4})$")
# Written in place of two times by who means all of it.
_WHOLE = ("全程", "整班", "全班")
# Ticked on the paper: was there.
_TICKS = ("√", "✓", "✔", "☑", "✅")
# Heads of columns that people paste along.
_HEADS = (
    "姓名", "编号", "志愿者编号", "name", "序号", "到达", "离开", "签到", "签退", "到达时间", "离开时间", "签到时间",
    "签退时间", "全程", "电话", "手机", "手机号", "电话后四位", "手机号后四位", "签名", "签字", "备注",
)  # fmt: skip
# What stands above and below the people of a sheet that was kept in a spreadsheet.
_SUM = re.compile(r"^(?:合计|总计|共计|小计|总人数|人数合计|应到|实到|共\d+人)")
_ABOUT = re.compile(
    r"^(?:日期|时间|地点|活动|活动名称|队伍|单位|班次|集合地点|领队|负责.|制表人?|填表人?|记录人|审核人?|备注|说明|注)"
    r"(?:签名|签字)?[:：]"
)
_TITLE = re.compile(r"(?:表|名单|名册|签到册|登记册|签到单)(?:[（(【].*[）)】])?$")
_ROW_NUMBER = re.compile(r"^\d{1,3}$")
# The number of a row in front of the name, in a line without columns: 1、王芳, 2. 李强, (3) 张敏, 4 陈立.
_LISTED = re.compile(r"^\s*(?:[(（]\s*\d{1,3}\s*[)）]|\d{1,3}\s*[、.．,，)）]|\d{1,3}\s)\s*(?=[^\W\d_])")
# One word of a name that is not written in Chinese.
_LATIN = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’.-]*")
_NEXT_DAY = re.compile("次日|第二天|翌日|隔天|转天")


@dataclass(frozen=True, slots=True)
class Who:
    """A volunteer number; or a name, the last four digits of a phone, or both."""

    name: str = ""
    last_four: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pasted block: its number there, whom it names, and the two times as they were written.

    What stands where a time belongs and is none is kept there as it was typed: the field refuses it. `more` stands
    beside two times and was not needed.
    """

    at: int
    who: str
    came: str = ""
    left: str = ""
    more: str = ""
    # title, head or sum: a line of the sheet that is about nobody.
    kind: str = ""

    @property
    def says_nothing_of_when(self) -> bool:
        return not (self.came or self.left)


def read_who(typed: str) -> Who:
    """What was written of a person. Full-width signs and spaces between the characters of a name do not matter."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if (number := _NUMBER.search(text)) is not None:
        return Who(number=re.sub(r"[\s-]", "", number[0]).upper())
    digits = _FOUR.search(text)
    if digits is None:
        return Who(name=plain_name(text))
    return Who(name=plain_name(text[: digits.start()]), last_four=digits[1])


def says_too_little(typed: str) -> bool:
    """Whether what was written is one sign of a name, or fewer digits than end a phone: it may be anybody."""
    plain = plain_name(typed)
    return len(plain) == 1 or re.fullmatch(r"\d{1,3}", plain) is not None


def plain_name(text: str) -> str:
    return re.sub(r"[\s()·•,，]+", "", unicodedata.normalize("NFKC", text))


def same_name(known: str, wanted: str) -> bool:
    return plain_name(known) == wanted


# Of so few signs one alone says too little; a longer text is no name.
_TWO_SIGNS, _MOST_SIGNS = 2, 8


def nearest(wanted: str, known: Iterable[str]) -> set[str]:
    """Of the known names those that differ from what was written in one sign: only those that sound the same where
    there are any."""
    signs = plain_name(wanted)
    if not _TWO_SIGNS <= len(signs) <= _MOST_SIGNS or not names.is_han(signs):
        return set()
    near = {name for name in known if _differ_in_one(plain_name(name), signs)}
    alike = {name for name in near if sounds.alike(plain_name(name), signs)}
    return alike or (near if len(signs) > _TWO_SIGNS else set())


def _differ_in_one(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def is_unread(line: Line) -> bool:
    """Whether something stands where a time belongs that is none."""
    return any(cell and times.clock_time(cell) is None for cell in (line.came, line.left))


def read_block(text: str) -> list[Line]:
    """The lines of a block: name, and perhaps when somebody came and left, in columns of a spreadsheet or with blanks.

    A number of the row in front, and lines about nobody (`left_out`), are passed over; a phone in a column of its own
    is taken with the name.
    """
    return [line for line in _lines(text) if not line.kind]


def left_out(text: str) -> list[Line]:
    """The lines of a block that are about nobody: the title of the sheet, the heads of its columns, the sum below."""
    return [line for line in _lines(text) if line.kind]


def _lines(text: str) -> list[Line]:
    found = []
    for at, raw in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in raw.split("\t")]
        if len(cells) > 1 and _ROW_NUMBER.match(cells[0]):
            cells = cells[1:]
        if not any(cells):
            continue
        if kind := _kind(cells):
            found.append(Line(at, next(cell for cell in cells if cell), kind=kind))
            continue
        found.append(replace(_columns(cells) if len(cells) > 1 else _sentence(cells[0]), at=at))
    return found


def _kind(cells: list[str]) -> str:
    """Of a line about nobody what it is; empty for a person."""
    written = [cell for cell in cells if cell]
    if len(written) == 1 and len(words := written[0].split()) > 1 and all(map(_is_head, words)):
        return "head"
    if _is_head(written[0]) or sum(map(_is_head, written)) > 1:
        return "head"
    if _SUM.match(plain_name(written[0])) is not None:
        return "sum"
    alone = len(written) == 1 and len(plain_name(written[0])) > _TWO_SIGNS
    is_title = _ABOUT.match(written[0]) is not None or (alone and _TITLE.search(written[0]) is not None)
    return "title" if is_title else ""


def _is_head(cell: str) -> bool:
    return plain_name(cell).lower() in _HEADS and cell not in _WHOLE


def _columns(cells: list[str]) -> Line:
    """Name, perhaps phone or number, when somebody came, when somebody left: an empty column keeps its place."""
    who, rest = [cells[0]], cells[1:]
    while rest and _names(rest[0]) and not all(map(_is_time, rest[:2])):
        who.append(rest.pop(0))
    if len(who) == 1 and not any(rest):
        # A name, with its times in the same column.
        return _sentence(cells[0])
    came, left, more = _when(rest)
    return _together(Line(0, " ".join(who), came, left, more))


def _together(line: Line) -> Line:
    """What is said once of two times holds for both: the half of the day."""
    return replace(line, left=times.said_once(line.came, line.left)) if line.came and line.left else line


def _when(cells: list[str]) -> tuple[str, str, str]:
    """Came, left and what was not needed of the columns behind the name."""
    cells = _without_next_day(cells)
    written = [cell for cell in cells if cell]
    if written and all(plain_name(cell) in (*_WHOLE, *_TICKS) for cell in written):
        return "", "", ""
    cells = ["" if cell in _TICKS else cell for cell in cells]
    written = [cell for cell in cells if cell]
    spans = [cell for cell in written if times.span_in(cell)]
    clocks = [n for n, cell in enumerate(cells) if _is_time(cell)]
    if len(spans) == 1 and not clocks:
        came, left = times.span_in(spans[0]) or ("", "")
        return came, left, " ".join(cell for cell in written if cell != spans[0])
    if len(clocks) == 2 and not spans:
        more = " ".join(cell for n, cell in enumerate(cells) if cell and n not in clocks)
        return cells[clocks[0]], cells[clocks[1]], more
    if len(clocks) == 1 and not spans:
        at = clocks[0]
        came, left = (cells[at - 1], cells[at]) if at else (cells[at], cells[1] if len(cells) > 1 else "")
        return came, left, " ".join(cell for n, cell in enumerate(cells) if cell and n not in {at, at - 1 if at else 1})
    if len(cells) == 2 and not spans and not clocks:
        return cells[0], cells[1], ""
    # None of it is a time, or more than two are: nobody but who wrote it knows what is meant.
    return " ".join(written), "", ""


def _without_next_day(cells: list[str]) -> list[str]:
    """次日2:00 behind 22:00 is 2:00, in a column of its own or in one with it: nothing else could be meant."""
    found = [_small_hours(cell) for cell in cells]
    for at in range(1, len(cells)):
        found[at] = times.on_the_next_day(found[at - 1], found[at]) or found[at]
    return found


def _small_hours(cell: str) -> str:
    """A span in one column without its 次日, where the second time is past midnight from the first on."""
    plain = _NEXT_DAY.sub("", cell)
    span = times.span_in(plain) if plain != cell else None
    return plain if span is not None and times.on_the_next_day(span[0], f"次日{span[1]}") is not None else cell


def _sentence(text: str) -> Line:
    """A line without columns, as people write it in a chat: 王芳 10点 11点半, 李强 上午9点到11点."""
    text = _LISTED.sub("", text)
    named, clocks, after = times.times_in(text)
    who, more = _name_first(named)
    if not clocks:
        came, left, rest = _when([more] if more else [])
        return Line(0, who, came, left, rest)
    whole = text[text.index(named) + len(named) :].strip() if named else text
    if len(clocks) == 1:
        # "14-16点" has one that is marked; "从10点" one and no other.
        span = times.span_in(f"{more} {whole}".strip())
        came, left = span or (f"{more} {whole}".strip(), "")
        return Line(0, who, came, left)
    if len(clocks) > 2:
        return Line(0, who, f"{more} {whole}".strip())
    span = times.span_in(whole.removesuffix(after).strip()) if after else times.span_in(whole)
    came, left = span or (clocks[0], clocks[1])
    if span is None and (day := _NEXT_DAY.search(whole)) and times.on_the_next_day(came, day[0] + left) is None:
        # Not the small hours after the first: only who wrote it knows what is meant.
        return Line(0, who, f"{more} {whole}".strip())
    return _together(Line(0, who, came, left, " ".join(part for part in (more, after) if part)))


def _name_first(text: str) -> tuple[str, str]:
    """Whom a line names, with phone or number, and the words behind that name nobody."""
    words = re.split(r"[\s,，、;；:：]+", text.strip(" ,，、;；:："))
    who = [words.pop(0)] if words else []
    while words and (
        _names(words[0])
        or (len(words[0]) == 1 and len(who[-1]) == 1)
        or (_LATIN.fullmatch(words[0]) and _LATIN.fullmatch(who[-1]))
    ):
        who.append(words.pop(0))
    return " ".join(who), " ".join(words)


def _is_time(cell: str) -> bool:
    return times.clock_time(cell) is not None and not re.fullmatch(r"\d{3}", cell)


def _names(cell: str) -> bool:
    return _NUMBER.search(cell) is not None or re.fullmatch(r"1\d{10}|\d{4}", cell.strip()) is not None
