"""What a WeChat template is filled with: every value in the shape of its field, cut so that nothing is halved (N26).

A value that is too long or of the wrong kind makes WeChat refuse the whole message. Which template a kind of message
has, and what stands in which field, is a setting (BAIYING_WECHAT_TEMPLATES): a field that cannot hold what it is given
is found when it is set up, not when a message fails. Pure: no settings, no clock.

Source: the vendor's documents, 类目模板消息参数值内容限制 (a field's name begins with its kind).
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from baiying.kit.kept import Kept, translate

_DOTS = "…"
_THING, _STRING, _PHRASE = 20, 32, 5
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_ONLY_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{1,5}\Z")
_FIELD = re.compile(r"([a-z_]+?)\d+\Z")
# What always stands, in place of a value: "=已取消".
_CONST = "="
# What of a message can be shown -> the kinds of fields that hold any value of it. A name stands in a `thing`: one of
# more than ten characters (阿卜杜热合曼·买买提依明) does not fit a `name`, and a name is never cut in half.
HOLDS: dict[str, frozenset[str]] = {
    "kind": frozenset({"thing"}),
    "title": frozenset({"thing"}),
    "text": frozenset({"thing"}),
    "place": frozenset({"thing"}),
    "person": frozenset({"thing"}),
    "time": frozenset({"time", "date"}),
    "sent": frozenset({"time", "date"}),
    "state": frozenset({"phrase", "thing"}),
    "number": frozenset({"character_string"}),
    # How many more waited for the same morning, where one stands for all.
    "more": frozenset({"thing"}),
}
KINDS = frozenset({"thing", "phrase", "character_string", "time", "date"})
# Long words for a state, and the short ones for a field of five characters.
SHORT = {
    "已报名，等待监护人同意": "待同意",
    "等待监护人同意": "待同意",
    "等负责的人录用": "待录用",
    "没有录用": "未录用",
    "候补中": "候补",
}


class CannotHold(Exception):
    """A value that its field does not take: the message does not leave by this template."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class WrongMapping(Exception):
    """The setting cannot be read, or names fields that cannot hold what they are given; says each by a sentence."""

    def __init__(self, problems: list[Kept]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Template:
    """A template of the service account: its number there, and by field what stands in it."""

    number: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What a message gives to show, as far as it has it."""

    texts: Mapping[str, str] = field(default_factory=dict)
    sent: datetime | None = None
    # When it is, of what it tells: a day, an instant, or from one to the other.
    starts: datetime | date | None = None
    ends: datetime | None = None


def kind_of(name: str) -> str:
    """The kind of a field: `thing12` is a thing. Empty for what is no name of a field."""
    found = _FIELD.match(name)
    return found.group(1) if found else ""


def read(text: str) -> dict[str, Template]:
    """The setting: kind of message, what kinds begin with, or `*` -> its template. Raises WrongMapping."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise WrongMapping([translate("模板设置读不懂，应是 JSON，例如 %(example)s。") % {"example": _EXAMPLE}])
    problems: list[Kept] = []
    templates = {}
    for kind, one in found.items():
        number, fields = (one.get("id"), one.get("fields")) if isinstance(one, dict) else (None, None)
        if not (isinstance(number, str) and number and isinstance(fields, dict) and fields):
            problems.append(translate("“%(kind)s”的模板没有写全：要有编号（id）和字段（fields）。") % {"kind": kind})
            continue
        problems += [why for name, what in fields.items() if (why := _problem(str(name), str(what))) is not None]
        templates[kind] = Template(number, {str(name): str(what) for name, what in fields.items()})
    if problems:
        raise WrongMapping(problems)
    return templates


_EXAMPLE = '{"*": {"id": "…", "fields": {"thing1": "title", "time2": "time"}}}'


def problems(text: str) -> list[Kept]:
    """What is wrong with the setting, for whoever sets it up."""
    try:
        read(text)
    except WrongMapping as wrong:
        return wrong.problems
    return []


def _problem(name: str, what: str) -> Kept | None:
    words = {"field": name, "what": what}
    kind = kind_of(name)
    if kind not in KINDS and kind != "name":
        return translate("不认识字段 %(field)s，不能填“%(what)s”。") % words
    if what.startswith(_CONST):
        const = what.removeprefix(_CONST)
        fits = kind in {"thing", "phrase", "character_string"} and _fits(kind, const)
        return None if fits else translate("字段 %(field)s 放不下“%(what)s”。") % words
    if what not in HOLDS:
        return translate("不认识“%(what)s”，不能填进字段 %(field)s。") % words
    if what == "person" and kind == "name":
        return translate("字段 %(field)s 放不下长的姓名，姓名请填进 thing 字段。") % words
    return None if kind in HOLDS[what] else translate("字段 %(field)s 放不下“%(what)s”。") % words


def _fits(kind: str, value: str) -> bool:
    try:
        return bool(value) and shaped(f"{kind}1", value) == value
    except CannotHold:
        return False


def template_of(templates: Mapping[str, Template], kind: str) -> Template | None:
    """The template of a kind of message: its own, else that of the longest beginning, else the one for all."""
    if kind in templates:
        return templates[kind]
    begins = [key for key in templates if key.endswith((".", "_")) and kind.startswith(key)]
    return templates[max(begins, key=len)] if begins else templates.get("*")


def says_more(template: Template | None) -> bool:
    """Whether one message by a template may stand for several: a field says how many more there are."""
    return template is not None and "more" in template.fields.values()


def fill(template: Template, given: Given, *, without: str) -> dict[str, str]:
    """By field what stands in it. `without`: the words where the message has nothing of the kind. Raises CannotHold."""
    return {name: _value(name, what, given, without) for name, what in template.fields.items()}


def _value(name: str, what: str, given: Given, without: str) -> str:
    if what.startswith(_CONST):
        return shaped(name, what.removeprefix(_CONST))
    if what in {"time", "sent"}:
        starts = given.starts if what == "time" and given.starts is not None else given.sent
        ends = given.ends if starts is given.starts else None
        if starts is None:
            raise CannotHold(name)
        return when(name, starts, ends)
    value = given.texts.get(what, "")
    if what == "state" and kind_of(name) == "phrase":
        value = SHORT.get(value, value)
    # No number is no number; of the rest the field says that the page has it.
    if not tidy(value):
        value = "—" if kind_of(name) == "character_string" else without
    return shaped(name, value)


def shaped(name: str, value: str) -> str:
    """A text as its field takes it. Raises CannotHold for what must not be cut."""
    kind, plain = kind_of(name), tidy(value)
    if kind == "thing":
        return cut(plain, _THING)
    if kind == "phrase" and _ONLY_HAN.match(plain):
        return plain
    if kind == "character_string" and len(plain) <= _STRING and not _HAN.search(plain):
        return plain
    raise CannotHold(name)


def when(name: str, starts: datetime | date, ends: datetime | None = None) -> str:
    """A day, an instant, or a span as a field takes it: 2026年12月5日 20:00~2026年12月6日 08:00. Raises CannotHold."""
    if not isinstance(starts, datetime):
        if kind_of(name) != "date":
            raise CannotHold(name)
        return f"{starts.year}年{starts.month}月{starts.day}日"
    return _instant(starts) if ends is None else f"{_instant(starts)}~{_instant(ends)}"


def _instant(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def tidy(value: str) -> str:
    """Without line breaks, control signs and doubled spaces, which WeChat refuses."""
    spaced = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in value)
    return " ".join(spaced.split())


def cut(value: str, most: int) -> str:
    """At most so many characters, … in place of the rest. What is seen as one sign stays whole or goes whole.

    Counted in UTF-16 units, as the phones do: a rare Han or an emoji counts for two or more.
    """
    if _units(value) <= most:
        return value
    kept, room = "", most - 1
    for sign in _signs(value):
        if _units(kept) + _units(sign) > room:
            break
        kept += sign
    return kept.rstrip() + _DOTS


def _units(value: str) -> int:
    return sum(2 if ord(sign) > 0xFFFF else 1 for sign in value)


def _signs(value: str) -> Iterator[str]:
    """What is seen as one sign each: a letter with its marks, an emoji of several parts, a flag (UAX 29, in short)."""
    one = ""
    for sign in value:
        if one and not _goes_on(one, sign):
            yield one
            one = ""
        one += sign
    if one:
        yield one


_JOINER = "\u200d"


def _goes_on(one: str, sign: str) -> bool:
    """Whether a character belongs to what stands before it."""
    code = ord(sign)
    if one.endswith(_JOINER) or sign == _JOINER or unicodedata.category(sign) in {"Mn", "Me", "Mc"}:
        return True
    # Skin tones, and the tags of regional flags.
    if 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F:
        return True
    # Two regional letters make a flag.
    return _is_regional(sign) and len(one) == 1 and _is_regional(one)


def _is_regional(sign: str) -> bool:
    return 0x1F1E6 <= ord(sign) <= 0x1F1FF
