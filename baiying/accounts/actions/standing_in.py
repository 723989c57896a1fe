"""Being away: asking another to stand in for days, coming back, handing it back (R015, U34)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.accounts import facts as told
from baiying.accounts import locked, queries, rules, stand_in_choice, stand_ins
from baiying.accounts.actions import telling
from baiying.accounts.models import Account, Appointment
from baiying.kit import admission, clock, facts, viewing
from baiying.kit.db import offered, transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor

# A year typed wrong is no absence.
_AHEAD = timedelta(days=366)


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
    field = "last_day"

    def __init__(self, most: int) -> None:
        words = _("代理连续最多 %(most)s 天（当地规定），接着上一次的也算在内。离开更久，请任命您的部门另行任命。")
        super().__init__(words % {"most": most})


class TooEarly(Refused):
    code = "stand_in_too_early"
    sentence = _("最多提前一年安排代理，请核对第一天。")
    field = "first_day"


class AskedAlready(Refused):
    code = "stand_in_asked_already"
    sentence = _("这几天里已经请了人代理。要换人，请先收回原来的。")
    field = "first_day"


class AwayToo(Refused):
    """Whoever is away themselves in these days stands in for nobody: the work would go round (U34)."""

    code = "stand_in_away_too"
    sentence = _("这位同事那几天自己也请了人代理。请另选一位。")
    field = "whom"


class TheirTermEnds(Refused):
    code = "stand_in_their_term_ends"
    sentence = _("这位同事自己的任期在那之前就到了。请把最后一天改早，或者另选一位。")
    field = "whom"


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
    NotStoodIn, NeverStoodIn (GB/T 22239-2019 8.1.5), StandInTooFar, DaysTurned, DaysOver, TooEarly, BeyondOwn, TooLong,
    AskedAlready, AwayToo, TheirTermEnds, HeldBack. The same again gives what was asked.
    """
    row = locked.appointment(appointment_id)
    if row.account_id != actor.account_id or row.accepted_at is None or offered.is_over(row, at):
        raise NotStoodIn
    if row.role in rules.PLATFORM or row.area is None:
        raise NeverStoodIn
    held = row.account.held_back_until
    if held is not None and at < held:
        # Who stands in would do at once what whoever is away may not do for hours.
        raise admission.HeldBack(held)
    starts_at, ends_at = _span(row, days, at)
    theirs = next((one for one in stand_in_choice.could(row, at) if one.account_id == whom.pk), None)
    if theirs is None:
        raise StandInTooFar
    asked = [
        one
        for one in stand_ins.open_of([row.pk], at)
        if one.starts_at < ends_at and starts_at < (one.ends_at or ends_at)
    ]
    if any(one.account_id == whom.pk and one.ends_at == ends_at and one.starts_at <= starts_at for one in asked):
        return asked[0]
    if asked:
        raise AskedAlready
    if stand_ins.away_between(whom.pk, starts_at, ends_at, at).exists():
        raise AwayToo
    if theirs.ends_at is not None and theirs.ends_at < ends_at:
        raise TheirTermEnds
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
    if days.first > clock.local_date(at) + _AHEAD:
        raise TooEarly
    starts_at, ends_at = max(at, clock.midnight(days.first), row.starts_at), clock.end_of(days.last)
    if ends_at <= at:
        raise DaysOver
    if row.ends_at is not None and ends_at > row.ends_at:
        raise BeyondOwn
    most = stand_ins.stand_in_rules(row.area.path if row.area is not None else (), at).most_days
    # One after the other is one absence, however many times it is asked.
    if (days.last - clock.local_date(stand_ins.away_since(row.pk, starts_at))).days >= most:
        raise TooLong(most)
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


def end_all_by(account_id: int, actor: Actor, at: datetime) -> None:
    """Whoever holds no office of their own any more stands in for nobody: they were asked as a colleague."""
    held = Appointment.objects.filter(offered.in_force(at), account_id=account_id)
    if held.filter(stands_in_for__isnull=True).exists():
        return
    rows = Appointment.objects.filter(offered.given(at), account_id=account_id, stands_in_for__isnull=False)
    for pk in list(rows.order_by("id").values_list("pk", flat=True)):
        _end(locked.appointment(pk), actor, at)


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
