"""What may be sent when: the day's limit of text messages and the quiet hours. Values in, answers out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """How often and when a phone may be disturbed (R144). Source: practice of city platforms; no law gives numbers.

    Log-in codes and urgent messages (an emergency call-out, a shift cancelled today) are outside both limits.
    """

    KIND: ClassVar[str] = "notices"
    SOURCE: ClassVar[str] = "R144; defaults of this project"

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "sms_per_phone_day": (0, 20),
        "quiet_from_hour": (0, 23),
        "quiet_to_hour": (0, 23),
    }

    sms_per_phone_day: int = 3
    quiet_from_hour: int = 21
    quiet_to_hour: int = 8

    def __post_init__(self) -> None:
        if not (0 <= self.quiet_from_hour < 24 and 0 <= self.quiet_to_hour < 24):
            raise ValueError("钟点应在 0 到 23 之间。")


def is_quiet(now: time, rules: NoticeRules) -> bool:
    """Whether the hour (in China) is one in which only urgent messages go out. Equal hours mean no quiet time."""
    start, end = rules.quiet_from_hour, rules.quiet_to_hour
    if start < end:
        return start <= now.hour < end
    return start != end and (now.hour >= start or now.hour < end)


def quiet_ended(now: datetime, rules: NoticeRules) -> datetime:
    """When the quiet hours before an instant (in China) that is not quiet ended."""
    end = now.replace(hour=rules.quiet_to_hour, minute=0, second=0, microsecond=0)
    return end if end <= now else end - timedelta(days=1)


def quiet_ends(now: datetime, rules: NoticeRules) -> datetime:
    """When the quiet hours that run at an instant (in China) end."""
    end = now.replace(hour=rules.quiet_to_hour, minute=0, second=0, microsecond=0)
    return end if end > now else end + timedelta(days=1)


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
