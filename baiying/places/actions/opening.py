"""Days on which a site is open otherwise, and the rooms it lends (R024): said, taken back, put back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import locked
from baiying.places.actions.staff import StartFarAhead
from baiying.places.models import SiteDay, SiteRoom
from baiying.places.rules import opening
from baiying.places.rules.staff import MOST_AHEAD

T = TypeVar("T", SiteDay, SiteRoom)


class DayOver(Refused):
    code = "site_day_over"
    sentence = _("这几天已经过去了。")
    field = "last_day"


class DaysTurned(Refused):
    code = "site_days_turned"
    sentence = _("最后一天不能早于第一天。")
    field = "last_day"


class DayFarAhead(StartFarAhead):
    code = "site_day_far_ahead"
    field = "last_day"


class DaySaid(Refused):
    code = "site_day_said"
    sentence = _("这几天里已经有一天另外写过了。请先撤掉那一条，再重新填。")
    field = "first_day"


class HoursUnread(Refused):
    code = "site_hours_unread"
    sentence = _("没有读懂这个时间。请写成 9:00–12:00、14:00–16:00；不开放的留空。")
    field = "hours"


class RoomThere(Refused):
    code = "site_room_there"
    sentence = _("已经有一个叫这个名字的场地。")
    field = "name"


@dataclass(frozen=True, slots=True)
class NewDays:
    """From day to day, both counted; `hours` empty: closed."""

    first_day: date
    last_day: date
    reason: str
    hours: str = ""


@transaction.atomic
def say_site_days(*, site_id: int, given: NewDays, actor: Actor, at: datetime) -> SiteDay:
    """Say that a site is closed, or has other hours, on some days. The same again is the same record.

    The caller has admitted the actor to the site. Refuses: DaysTurned, DayOver, DayFarAhead, HoursUnread, DaySaid.
    """
    _possible(given, clock.local_date(at))
    site = locked.site(site_id)
    said = site.days.filter(withdrawn_at__isnull=True)
    over = said.filter(first_day__lte=given.last_day, last_day__gte=given.first_day).first()
    if over is not None:
        if NewDays(over.first_day, over.last_day, over.reason, over.hours) == given:
            return over
        raise DaySaid
    row = SiteDay.objects.create(
        site=site, first_day=given.first_day, last_day=given.last_day, hours=given.hours, reason=given.reason,
        said_at=at, said_by_id=actor.account_id,
    )  # fmt: skip
    days = {"from": given.first_day.isoformat(), "to": given.last_day.isoformat(), "hours": given.hours}
    _note("SiteDaysSaid", row, actor, at, reason=given.reason, **days)
    return row


def _possible(given: NewDays, today: date) -> None:
    if given.last_day < given.first_day:
        raise DaysTurned
    if given.last_day < today:
        raise DayOver
    if given.last_day > today + MOST_AHEAD:  # What is further away nobody plans, so it is a slip.
        raise DayFarAhead
    if given.hours and opening.read_day(given.hours) is None:
        raise HoursUnread


@transaction.atomic
def lend_room(*, site_id: int, name: str, seats: int, how: str, actor: Actor, at: datetime) -> SiteRoom:
    """Say that a site lends a room with so many seats. The same again is the same record. Refuses: RoomThere."""
    site = locked.site(site_id)
    there = site.rooms.filter(withdrawn_at__isnull=True, name=name).first()
    if there is not None:
        if (there.seats, there.how) == (seats, how):
            return there
        raise RoomThere
    row = SiteRoom.objects.create(
        site=site, name=name, seats=seats, how=how, said_at=at, said_by_id=actor.account_id
    )  # fmt: skip
    _note("SiteRoomLent", row, actor, at, name=name, seats=str(seats), how=how)
    return row


@transaction.atomic
def withdraw_site_days(*, day_id: int, actor: Actor, at: datetime) -> SiteDay:
    """Take back what was said of some days; the site is open as its week says. Again changes nothing."""
    row = _locked(SiteDay, day_id)
    return _withdraw(row, "SiteDaysWithdrawn", actor, at)


@transaction.atomic
def withdraw_room(*, room_id: int, actor: Actor, at: datetime) -> SiteRoom:
    """Lend a room no more. Again changes nothing."""
    row = _locked(SiteRoom, room_id)
    return _withdraw(row, "SiteRoomWithdrawn", actor, at)


@transaction.atomic
def restore_site_days(*, day_id: int, actor: Actor, at: datetime) -> SiteDay:
    """Put back what was taken back. Again changes nothing. Refuses: DaySaid where something else was said since."""
    row = _locked(SiteDay, day_id)
    others = row.site.days.filter(withdrawn_at__isnull=True).exclude(pk=row.pk)
    if others.filter(first_day__lte=row.last_day, last_day__gte=row.first_day).exists():
        raise DaySaid
    return _restore(row, "SiteDaysRestored", actor, at)


@transaction.atomic
def restore_room(*, room_id: int, actor: Actor, at: datetime) -> SiteRoom:
    """Lend a room again. Again changes nothing. Refuses: RoomThere where one of that name came since."""
    row = _locked(SiteRoom, room_id)
    if row.site.rooms.filter(withdrawn_at__isnull=True, name=row.name).exclude(pk=row.pk).exists():
        raise RoomThere
    return _restore(row, "SiteRoomRestored", actor, at)


def _locked(table: type[T], row_id: int) -> T:
    """What was said of a site, under the lock of the site."""
    locked.site(table._default_manager.values_list("site_id", flat=True).get(pk=row_id))
    return table._default_manager.select_related("site").get(pk=row_id)


def _withdraw(row: T, action: str, actor: Actor, at: datetime) -> T:
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by_id = at, actor.account_id
        row.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
        _note(action, row, actor, at)
    return row


def _restore(row: T, action: str, actor: Actor, at: datetime) -> T:
    if row.withdrawn_at is not None:
        row.withdrawn_at = row.withdrawn_by_id = None
        row.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
        _note(action, row, actor, at)
    return row


def _note(action: str, row: SiteDay | SiteRoom, actor: Actor, at: datetime, **more: str) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("site", row.site_id), area_id=row.site.division_id,
        detail={"record": row.public_id, **more},
    )  # fmt: skip
