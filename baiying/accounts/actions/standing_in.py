"""Being away: asking another to stand in for days, coming back, handing it back (R015, U34)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts import facts as told
from baiying.accounts import locked, queries, rules, stand_in_choice, stand_ins
from baiying.accounts.actions import telling
from baiying.accounts.models import Account, Appointment
from baiying.kit import clock, facts, viewing
from baiying.kit.db import offered, transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor


class NotStoodIn(Refused):
    code = "not_stood_in"
    sentence = _("这项任职不在您名下，或者已经结束，不能请人代理。")


class NeverStoodIn(Refused):
    code = "never_stood_in"
    sentence = _("系统、安全、审计三类管理员不能请人代理：请由安全管理员另行任命。")


class StandInTooFar(Refused):
    code = "stand_in_not_near"
    sentence = _("只能请同一个地方、上级或者直接下级的在任同事代理，也不能转回给请您代理的人。请重新选。")
    field = "whom"


class DaysTurned(Refused):
    code = "stand_in_days_turned"
    sentence = _("最后一天在第一天之前，请核对。")
    field = "last_day"


class DaysOver(Refused):
    code = "stand_in_days_over"
    sentence = _("最后一天已经过去，请核对。")
    field = "last_day"


class BeyondOwn(Refused):
    code = "stand_in_beyond_own"
    sentence = _("超过了您自己这项任职的最后一天，请把日期改早。")
    field = "last_day"


class TooLong(Refused):
    code = "stand_in_too_long"
    sentence = _("代理的天数超过了当地规定。离开这么久，请任命您的部门另行任命。")
    field = "last_day"


class AskedAlready(Refused):
    code = "stand_in_asked_already"
    sentence = _("这几天里已经请了人代理。要换人，请先收回原来的。")
    field = "first_day"


@dataclass(frozen=True, slots=True)
class Days:
    """From which day to which, both inclusive, in China."""

    first: date
    last: date


@transaction.atomic
def ask_to_stand_in(*, appointment_id: int, whom: Account, days: Days, actor: Actor, at: datetime) -> Appointment:
    """Ask a colleague to hold one's appointment for some days: it gives no right before that one has accepted.

    From the first instant of the first day to the last one of the last, in China, never past one's own end. Who stands
    in may pass it on within these days, never round in a circle; appointing stays with whoever is away. Refuses:
    NotStoodIn, NeverStoodIn (GB/T 22239-2019 8.1.5), StandInTooFar, DaysTurned, DaysOver, BeyondOwn, TooLong,
    AskedAlready.
    """
    row = locked.appointment(appointment_id)
    if row.account_id != actor.account_id or row.accepted_at is None or offered.is_over(row, at):
        raise NotStoodIn
    if row.role in rules.PLATFORM or row.area is None:
        raise NeverStoodIn
    starts_at, ends_at = _span(row, days, at)
    if whom.pk not in {one.account_id for one in stand_in_choice.could(row, at)}:
        raise StandInTooFar
    if any(one.starts_at < ends_at and starts_at < (one.ends_at or ends_at) for one in stand_ins.open_of([row.pk], at)):
        raise AskedAlready
    made = Appointment.objects.create(
        account=whom, role=row.role, area=row.area, title=row.title, starts_at=starts_at, ends_at=ends_at,
        last_day=days.last, appointed_by_id=actor.account_id, given_role=row.role, given_area_id=row.area_id,
        stands_in_for=row,
    )  # fmt: skip
    told_of = told.Appointed(appointment_id=made.pk, account_id=whom.pk, role=made.role)
    facts.publish(told_of, actor=actor, at=at, area_id=made.area_id)
    telling.asked_to_stand_in(made, at)
    return made


def _span(row: Appointment, days: Days, at: datetime) -> tuple[datetime, datetime]:
    if days.last < days.first:
        raise DaysTurned
    starts_at, ends_at = max(at, clock.midnight(days.first), row.starts_at), clock.end_of(days.last)
    if ends_at <= at:
        raise DaysOver
    if row.ends_at is not None and ends_at > row.ends_at:
        raise BeyondOwn
    most = stand_ins.stand_in_rules(row.area.path if row.area is not None else (), at).most_days
    if (days.last - max(days.first, clock.local_date(at))).days >= most:
        raise TooLong
    return starts_at, ends_at


@transaction.atomic
def end_stand_in(*, appointment_id: int, actor: Actor, at: datetime) -> Appointment:
    """Whoever was away is back, or whoever stands in hands it back: over from this moment. Twice is harmless.

    What was passed on from there ends too. Refuses: NotStoodIn, for everybody else.
    """
    row = locked.appointment(appointment_id)
    before = stand_ins.accounts_before(row)
    if not before or actor.account_id not in (row.account_id, *before):
        raise NotStoodIn
    if not offered.is_over(row, at):
        _end(row, actor, at)
        if actor.account_id == row.account_id:
            telling.handed_back(row, at)
    return row


def end_all_of(row: Appointment, actor: Actor, at: datetime) -> None:
    """End whatever stands in for an appointment that ends, and what was passed on from there."""
    for one in stand_ins.open_of([row.pk], at):
        _end(locked.appointment(one.pk), actor, at)


def _end(row: Appointment, actor: Actor, at: datetime) -> None:
    row.ends_at, row.ended_by_id = at, actor.account_id
    row.save(update_fields=["ends_at", "ended_by_id"])
    told_of = told.AppointmentEnded(appointment_id=row.pk, account_id=row.account_id, role=row.role)
    facts.publish(told_of, actor=actor, at=at, area_id=row.area_id)
    still = queries.grants_of(row.account_id, row.role, row.area_id, at).filter(offered.in_force(at)).exists()
    if row.area_id is not None and not still:
        viewing.leave_office(account_id=row.account_id, area_id=row.area_id, role=row.role, at=at)
    telling.stand_in_over(row, at)
    end_all_of(row, actor, at)
