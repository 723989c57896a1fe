"""Messages of this room to the one they are about."""

from datetime import date, datetime

from baiying.hours.models import Attendance, HourEntry, Tier
from baiying.hours.queries import words
from baiying.kit import kept
from baiying.kit.kept import translate
from baiying.notices import actions as notices
from baiying.people import queries as people
from baiying.ui import formats


def tell(person_pid: str, kind: str, text: str, at: datetime, source: str | None = None, link: str = "") -> None:
    notices.write(
        kind=f"hours.{kind}", text=text, at=at, inbox=person_pid, link=link or "/mine/hours/", unique_source=source
    )


def tell_account(account_id: int | None, kind: str, text: str, at: datetime, source: str, link: str) -> None:
    """Tell the person of an account, if it has one."""
    person = people.person_of_account(account_id) if account_id else None
    if person is not None:
        tell(person.public_id, kind, text, at, source, link)


def title_of(attendance: Attendance) -> str:
    return attendance.shift.activity.title


def posted(attendance: Attendance, entry: HourEntry, at: datetime) -> None:
    with kept.in_chinese():
        text = translate("%(day)s“%(title)s”的 %(hours)s已入账（%(tier)s）。") % {
            "day": formats.date_text(entry.served_on),
            "title": title_of(attendance),
            "hours": formats.hours_text(entry.minutes),
            "tier": Tier(entry.tier).label,
        }
        reasons = words.reason_words(entry.reason)
    if reasons:
        text += "；".join(reasons) + "。"
    tell(attendance.person.public_id, "posted", text, at, f"hours:posted:{entry.id}")


def reversed_entry(person_pid: str, entry: HourEntry, reason: str, at: datetime) -> None:
    with kept.in_chinese():
        day, hours = formats.date_text(entry.served_on), formats.hours_text(-entry.minutes)
    text = translate(
        "%(day)s的 %(hours)s被冲销。原因：%(reason)s。不同意的话，可以在“我的时长”里点“这条不对”，会有人答复。"
    ) % {"day": day, "hours": hours, "reason": reason}
    tell(person_pid, "reversed", text, at, f"hours:reversed:{entry.id}")


def about(attendance: Attendance, kind: str, text: str, at: datetime, source: str) -> None:
    """A sentence about one attendance: `text` may use %(day)s and %(title)s."""
    values = {"day": _day(attendance), "title": title_of(attendance)}
    tell(attendance.person.public_id, kind, text % values, at, source)


def _day(attendance: Attendance) -> str:
    day: date | datetime = attendance.shift.starts_at
    with kept.in_chinese():
        return formats.date_text(day)
