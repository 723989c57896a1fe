"""What may be sent when: the day's limit of text messages and the quiet hours. Values in, answers out."""

from dataclasses import dataclass
from datetime import time
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """How often and when a phone may be disturbed (R144). Source: practice of city platforms; no law gives numbers.

    Log-in codes and urgent messages (an emergency call-out, a shift cancelled today) are outside both limits.
    """

    KIND: ClassVar[str] = "notices"
    SOURCE: ClassVar[str] = "R144; defaults of this project"

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


def over_limit(sent_today: int, rules: NoticeRules) -> bool:
    return sent_today >= rules.sms_per_phone_day
