"""What may be sent when: the day's limit of text messages and the quiet hours. Values in, answers out."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """How often and when a phone may be disturbed (R144). Source: practice of city platforms; no law gives numbers.

    Log-in codes and urgent messages (an emergency call-out, a shift cancelled today) are outside both limits; what one
    must know (a shift called off or moved, a notice withdrawn) is outside the day's limit whenever it is. The quiet
    hours begin and end with an hour or, ticked, half past it; without `quiet` there are none. A number that somebody
    typed for another (a guardian, somebody asked to take an office) gets at most `typed_per_number_day` requests a day,
    and from one network, behind which a whole school may stand, go at most `typed_per_network_day`: this project's own
    measure.

    `same_reply_minutes`: how long the same words answered to a text message are one answer, where the gateway says
    neither when nor which. `off_page_days`: how long the address of unsubscribing in a mail shows how it stands; it
    switches off for ever (Consumer Rights Implementation Rules: no is never refused).
    """

    KIND: ClassVar[str] = "notices"
    SOURCE: ClassVar[str] = "R144; defaults of this project"

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "sms_per_phone_day": (0, 20),
        "quiet_from_hour": (0, 23),
        "quiet_to_hour": (0, 23),
        "same_reply_minutes": (0, 1440),
        "off_page_days": (1, 3650),
        "typed_per_number_day": (3, 100),
        "typed_per_network_day": (50, 100_000),
    }

    sms_per_phone_day: int = 3
    quiet: bool = True
    quiet_from_hour: int = 21
    quiet_from_half: bool = False
    quiet_to_hour: int = 8
    quiet_to_half: bool = False
    same_reply_minutes: int = 30
    off_page_days: int = 180
    typed_per_number_day: int = 6
    typed_per_network_day: int = 600

    def __post_init__(self) -> None:
        if not (0 <= self.quiet_from_hour < 24 and 0 <= self.quiet_to_hour < 24):
            raise ValueError("钟点应在 0 到 23 之间。")

    @property
    def quiet_from(self) -> time:
        """From when on nothing ordinary rings."""
        return time(self.quiet_from_hour, 30 if self.quiet_from_half else 0)

    @property
    def quiet_to(self) -> time:
        """From when on it rings again."""
        return time(self.quiet_to_hour, 30 if self.quiet_to_half else 0)

    @property
    def rests(self) -> bool:
        """Whether there are quiet hours. Versions of before say by equal hours that there are none."""
        return self.quiet and self.quiet_from != self.quiet_to

    def wrong_together(self) -> tuple[str, str] | None:
        """At which field and why what is typed is refused, though each value is good by itself (N03)."""
        if self.quiet and self.quiet_from == self.quiet_to:
            return "quiet_to_hour", "起止时间相同。夜里照常发短信的，请把“夜里不发短信”写成“否”。"
        return None


def is_quiet(now: time, rules: NoticeRules) -> bool:
    """Whether the hour (in China) is one in which only urgent messages go out: from the first to before the last."""
    start, end = rules.quiet_from, rules.quiet_to
    if not rules.rests:
        return False
    return start <= now < end if start < end else (now >= start or now < end)


def quiet_ended(now: datetime, rules: NoticeRules) -> datetime:
    """When the quiet hours before an instant (in China) that is not quiet ended."""
    end = _at(now, rules.quiet_to)
    return end if end <= now else end - timedelta(days=1)


def quiet_ends(now: datetime, rules: NoticeRules) -> datetime:
    """When the quiet hours that run at an instant (in China) end."""
    end = _at(now, rules.quiet_to)
    return end if end > now else end + timedelta(days=1)


def _at(now: datetime, clock: time) -> datetime:
    return now.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)


# A text of so many UTF-16 units is one part; of a longer one each part holds so many, and the rest joins them together.
_ALONE, _JOINED = 70, 67


@dataclass(frozen=True, slots=True)
class Parts:
    """In how many parts a text message is charged: `most` where the vendor does not split a pair between two parts."""

    least: int
    most: int
    # How many units were counted, with the signature.
    units: int

    def __str__(self) -> str:
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"


def parts(text: str, signature: str = "") -> Parts:
    """How a vendor counts a text with its signature (N25): a Han, letter or digit is one unit, a rarer sign two.

    The brackets of the signature are outside the alphabet of GSM, so that every text is counted as UCS-2 (3GPP 23.038,
    23.040): 70 units alone, 67 in each part of a longer one.
    """
    widths = [2 if ord(sign) > 0xFFFF else 1 for sign in (f"【{signature}】" if signature else "") + text]
    units = sum(widths)
    if units <= _ALONE:
        return Parts(1, 1, units)
    used, most = 0, 1
    for width in widths:
        if used + width > _JOINED:
            used, most = 0, most + 1
        used += width
    return Parts(-(-units // _JOINED), most, units)


# After this long a worker that was killed has lost its claim on a message.
CLAIM = timedelta(minutes=2)
# A gateway that took nothing for so long, while something of its lane waits, is said to be dead.
SILENT = timedelta(minutes=10)
# Minutes between the tries of a message that the gateway refused. An urgent one is soon of no use to anybody.
_PAUSES = (1, 5, 15, 60, 240)
_URGENT_PAUSES = (1, 1, 2)
# Of a way that has another after it (senders.NEXT): soon tried once more, then the other has it.
_PAUSES_BEFORE_NEXT = (1,)
# Longer than this no message waits for a way that has another after it.
SOON = timedelta(minutes=10)
# Of the own shift, what is of use no longer than this and has no answer for so long goes by the next way too (N22).
NEAR = timedelta(hours=3)
# Up to so much of a pause is added to it, so that what failed together does not come back together.
_SPREAD = 0.25
_SCATTER = 2_654_435_761


def retry_after(tries: int, *, urgent: bool, number: int = 0, has_next: bool = False) -> timedelta | None:
    """How long to wait after so many tries that failed; None means give it up. `number` scatters: a message's id.

    `has_next`: it is not lost by that, but goes by another way.
    """
    pauses: tuple[int, ...] = _URGENT_PAUSES if urgent else _PAUSES
    if has_next:
        pauses = _PAUSES_BEFORE_NEXT
    if tries > len(pauses):
        return None
    share = number * _SCATTER % 2**32 / 2**32
    return timedelta(minutes=pauses[tries - 1]) * (1 + _SPREAD * share)


def over_limit(sent_today: int, rules: NoticeRules) -> bool:
    return sent_today >= rules.sms_per_phone_day


# What somebody means who answers a text message (N13).
STOP, CANNOT, UNSURE, OTHER = "stop", "cannot", "unsure", "other"
# The words that vendors and carriers print below mass messages, and what people make of them.
_STOP = frozenset(
    {
        *("td", "t", "r", "0000", "回td退订", "取消订阅", "拒收"),
        *("回复td", "回td", "tdtd", "td退订", "退订td", "退订退订", "请退订", "退订吧", "请帮我退订"),
        *("退订", "退订了", "我要退订", "退订谢谢", "退订谢谢您", "谢谢退订"),
    }
)
_UNSURE = frozenset(
    {
        *("停", "停了", "停止", "停发", "n", "no", "stop"),
        *("不要", "不要了", "不要发了", "不要再发", "别发了", "别再发了"),
    }
)


# What says that somebody does not come, wherever it stands; not the question (来不来, 能不能来, 有没有空).
_CANNOT = re.compile(
    "(来|去)不(了|成)|赶不(到|上|过|及)|过不(来|去)|到不了|不想(来|去|参加)|(?<![来去合])不(来|去)(了|啦|参加|服务|$)|(?<!能)不能(来|去|参加)"
    "|(?<!会)不会(来|去|参加)|没(办?法)(来|去|参加)|参加不了|(?<!参加)不参加(了|啦|$)|取消报名"
    "|请(个|[一半两]天|一次)?假|(?<!有)没有?(空|时间)(?![调间])"
)
# Said alone it is about the sign-up; beside a word of stopping it may be about that.
_CANCEL = re.compile("^(我要?)?取消(了|吧|谢谢)?$")
# What makes the opposite of it, and what makes another sentence of the whole.
_DENIED = re.compile(
    "(?<!不得)(不是|不会|不用|不必|没有?|别|不)(我|他|她|孩子|说)*(来不了|去不了|不来|不去|不能来|不能去|不参加|没空|请假)"
)
_NOT_SO = re.compile("吗|么$|是不是|是否|能不能|可不可以|[不没别]取消|如果|万一|要是|的话|退订")
# The same in English, where blanks part the words and who types on a phone leaves the apostrophe out.
_CANNOT_ENGLISH = re.compile(
    r"\b(can ?not|cant|wont|will not|unable to|not able to|could ?not|couldnt) (come|go|join|attend|make it|be there)\b"
    r"|\bnot (coming|going|joining|attending)\b"
    r"|^((sorry|please|pls|i|want|need|have|must|would|like|to) )*cancel"
    r"( (it|this|me|my|sign ?up|registration|place|shift|please|pls|thanks|thank|you))*$"
)
_NOT_SO_ENGLISH = re.compile(r"\b(if|whether|why|dont|do not|did not|didnt|is it|am i|are you|unsubscribe)\b")


def _cannot(text: str) -> bool:
    """Whether somebody says that he or she does not come; a word of stopping beside it does not matter."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"[a-z]+", re.sub("['’‘`]", "", folded))
    english = " ".join(words)
    if _CANNOT_ENGLISH.search(english) and not _NOT_SO_ENGLISH.search(english):
        return True
    parts = re.findall(r"[^\W_]+", folded)
    said = [part for part in parts if part not in _STOP]
    core = re.sub("(回复?)?(退订|td)$", "", "".join(said))
    if _NOT_SO.search(core):
        return False
    alone = core == "".join(parts) and _CANCEL.search(core) is not None
    return alone or _CANNOT.search(_DENIED.sub("", core)) is not None


def meant(text: str) -> str:
    """STOP for the words of stopping alone, however typed (full-width, "T D", 退订。); CANNOT for what says that one
    does not come to the own shift, which cancels nothing and is put before whoever leads; UNSURE for what may mean
    stopping and is asked back; OTHER for all else, also a sentence that only holds such a word; empty for nothing said.
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
    if plain in _STOP:
        return STOP
    if _cannot(text):
        return CANNOT
    return UNSURE if plain in _UNSURE else OTHER if plain else ""
