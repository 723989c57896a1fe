"""Please check out: whoever has not, some minutes after the planned end, while it can still be mended (R050)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from baiying.hours import queries
from baiying.hours.actions import telling
from baiying.hours.models import Attendance
from baiying.kit import each
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, translate
from baiying.kit.values import identifiers
from baiying.notices import actions as notices
from baiying.notices import queries as messages
from baiying.people import queries as people
from baiying.ui import kept

KIND = "hours.still_open"
# Later it was closed by close_forgotten, or will be at once: then the end is said on the record.
_MENDABLE = timedelta(days=1)
_AT_ONCE = 100
# What queries.occasion_of reads.
_OCCASION = ("shift__activity__area", "shift__activity__team")


def warn_open(*, at: datetime) -> int:
    """Tell whoever has not checked out some minutes after the planned end: in the app and by a text message, once.

    A text message a phone: a mother who is here with two children reads one. A child without a phone is told by its
    guardians. Run every few minutes; gives how many were looked at. The minutes are those of the dated rules
    (HourRules.warn_open_minutes). May be killed and run again.
    """
    families = people.together(people.readers_of([(row.person, row) for row in _forgotten(at)]))
    hands = [hand for family in families.values() for reader in family for hand in reader.hands]
    wishes = messages.preferences(KIND, [hand.inbox for hand in hands])
    for hand in hands:
        wish = wishes.get(hand.inbox)
        hand.by_text, hand.any_hour = (wish.by_text, wish.any_hour) if wish else (True, False)

    @transaction.atomic
    def many(keys: list[int]) -> int:
        readers = [reader for key in keys for reader in families[key]]
        notices.write_many(kind=KIND, letters=[one for reader in readers for one in _letters(reader)], at=at)
        return len({row.pk for reader in readers for row in reader.all})

    return each.pieces("hours.warn_open", list(families), many, at=at, size=_AT_ONCE).done


def _forgotten(at: datetime) -> list[Attendance]:
    rows = Attendance.objects.filter(
        checked_out_at__isnull=True, shift__ends_at__lte=at, shift__ends_at__gt=at - _MENDABLE
    ).order_by("pk")
    found = list(rows.select_related("person", *_OCCASION))
    due = {row.shift_id: row for row in found}
    ripe = {shift_id for shift_id, row in due.items() if at >= _due(row)}
    told = messages.told([_source(row) for row in found])
    return [row for row in found if row.shift_id in ripe and _source(row) not in told]


def _due(row: Attendance) -> datetime:
    occasion = queries.occasion_of(row)
    ends_at = occasion.window.ends_at
    return ends_at + timedelta(minutes=queries.rules_of(occasion).rules.warn_open_minutes)


def _source(row: Attendance, to: str = "") -> str:
    return f"hours:still_open:{row.pk}" + (f":{to}" if to else "")


def _letters(reader: people.Reader[Attendance]) -> list[notices.Letter]:
    """What one reader is written: of each record in the app, and one text message about all of them."""
    letters = [_in_app(row, row.person.public_id, ward=False) for row in reader.all]
    letters += [_in_app(row, hand.inbox, ward=True) for hand in reader.hands for row in hand.wards if hand.inbox]
    return letters + [_to_phone(reader, told) for told in reader.texts()]


def _in_app(row: Attendance, inbox: str, *, ward: bool) -> notices.Letter:
    return notices.Letter(
        text=_line(row, ward=ward) + _what_to_do(wards=ward),
        inbox=inbox,
        link="/mine/wards/" if ward else f"/attendances/{row.public_id}/",
        unique_source=_source(row, inbox if ward else ""),
        area_id=queries.occasion_of(row).area.pk,
    )


def _to_phone(reader: people.Reader[Attendance], told: people.Told[Attendance]) -> notices.Letter:
    """Said anew when it is sent: not to whoever has left meanwhile."""
    rows = told.all
    making = {"own": [row.pk for row in told.own], "wards": [row.pk for row in told.wards], "accounts": told.accounts}
    return notices.Letter(
        phone=reader.phone,
        text=_text(rows, making),
        making=making,
        any_hour=told.any_hour,
        useful_until=max(queries.occasion_of(row).window.ends_at for row in rows) + _MENDABLE,
        unique_source=_source(rows[0], "phone"),
        reader=told.hands[0].inbox,
        area_id=queries.occasion_of(rows[0]).area.pk,
    )


def say_still_open(making: Mapping[str, Any], at: datetime) -> Kept | notices.Dropped:
    """The text message as it holds at this moment: of whoever still has not left, and to who may read of it."""
    rows = Attendance.objects.filter(pk__in=[*making["own"], *making["wards"]], checked_out_at__isnull=True)
    stand = list(rows.select_related("person", *_OCCASION).order_by("pk"))
    if not stand:
        return notices.Dropped(translate("已经签退，没有再提醒。"))
    stand = [row for row in stand if row.pk in making["own"] or _is_read(row, making)]
    return _text(stand, making) if stand else notices.Dropped(translate("监护关系或手机号变了，没有再提醒。"))


def _is_read(row: Attendance, making: Mapping[str, Any]) -> bool:
    return not people.phone_of(row.person) and people.answers_for(row.person_id, making)


def _text(rows: Sequence[Attendance], making: Mapping[str, Any]) -> Kept:
    wards = [row for row in rows if row.pk in making["wards"]]
    own = [row for row in rows if row not in wards]
    text = Kept("", "")
    for row in own:
        text += _line(row, ward=False)
    text += _what_to_do(wards=False) if own else ""
    for row in wards:
        text += _line(row, ward=True)
    return text + _what_to_do(wards=True) if wards else text


def _line(row: Attendance, *, ward: bool) -> Kept:
    window = queries.occasion_of(row).window
    words = {
        "title": telling.title_of(row),
        "when": kept.span(window.starts_at, window.ends_at),
        "name": identifiers.mask_name(row.person.name),
    }
    if ward:
        return translate("%(name)s（您监护的孩子）参加的“%(title)s”（%(when)s）已经结束，还没有签退。") % words
    return translate("“%(title)s”（%(when)s）已经结束，您还没有签退。") % words


def _what_to_do(*, wards: bool) -> Kept:
    if wards:
        return translate("还在现场的请孩子签退；已经离开的，请告诉领队几点离开。")
    return translate("还在现场的请扫码或输数字签退；已经离开的，请说明几点离开。")
