"""Calendar files (RFC 5545) that phones subscribe to: days and times in China, what was cancelled said as cancelled.

Written by hand: the few lines we need are fewer than a library brings, and the test reads them back by one (icalendar).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from baiying.kit import clock

TYPE = "text/calendar; charset=utf-8"
# China has known one zone without summer time since 1991.
_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19910915T000000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_LONGEST_LINE = 75


@dataclass(frozen=True, slots=True)
class Event:
    """One entry. `uid` never changes; `sequence` grows with every change, or calendars keep what they have.

    `state`: CONFIRMED, TENTATIVE or CANCELLED. `remind_minutes` 0: no reminder.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    sequence: int
    state: str = "CONFIRMED"
    place: str = ""
    point: tuple[float, float] | None = None
    text: str = ""
    url: str = ""
    remind_minutes: int = 0


def written(events: Iterable[Event], *, name: str, at: datetime, method: str = "PUBLISH") -> bytes:
    """The file. `method` CANCEL takes the events out of a calendar that has them; PUBLISH keeps it up to date."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Baiying//ZH", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    # Two names for one thing: iOS and Google read the older one. Hourly is as often as they come.
    lines += [f"X-WR-CALNAME:{_text(name)}", f"NAME:{_text(name)}", "X-WR-TIMEZONE:Asia/Shanghai"]
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", *_ZONE]
    for event in events:
        lines += _lines(event, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _lines(event: Event, at: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{event.sequence}",
        f"STATUS:{event.state}",
        f"DTSTART;TZID=Asia/Shanghai:{_local(event.starts_at)}",
        f"DTEND;TZID=Asia/Shanghai:{_local(event.ends_at)}",
        f"SUMMARY:{_text(event.title)}",
    ]
    if event.place:
        lines.append(f"LOCATION:{_text(event.place)}")
    if event.point:
        lines.append(f"GEO:{event.point[0]:.6f};{event.point[1]:.6f}")
    if event.text:
        lines.append(f"DESCRIPTION:{_text(event.text)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    if event.state == "CANCELLED":
        lines.append("TRANSP:TRANSPARENT")
    elif event.remind_minutes:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(event.title)}"]
        lines += [f"TRIGGER:-PT{event.remind_minutes}M", "END:VALARM"]
    return [*lines, "END:VEVENT"]


def _local(at: datetime) -> str:
    return f"{clock.local(at):%Y%m%dT%H%M%S}"


def _text(text: str) -> str:
    """Escaped as the standard asks; what is no line of text becomes a space."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = plain.replace("\r\n", "\n").replace("\n", "\\n")
    return "".join(c if c.isprintable() else " " for c in plain)


def _folded(line: str) -> str:
    """Lines of at most 75 bytes, never parted inside a character; the next begins with a space."""
    parts, part, size, most = [], "", 0, _LONGEST_LINE
    for character in line:
        width = len(character.encode())
        if size + width > most:
            parts.append(part)
            part, size, most = "", 0, _LONGEST_LINE - 1
        part, size = part + character, size + width
    return "\r\n ".join([*parts, part])
