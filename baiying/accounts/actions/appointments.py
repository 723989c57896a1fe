"""Appointments: given and ended, within one's own area and not above one's own role."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts import access, locked, queries, rules
from baiying.accounts import facts as told
from baiying.accounts.actions import standing_in, telling
from baiying.accounts.actions.accounts import Whom, account_meant
from baiying.accounts.models import Account, Appointment, Role
from baiying.accounts.rights import Right
from baiying.kit import clock, facts, viewing
from baiying.kit.db import offered, transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import queries as places


class AppointmentRefused(Refused):
    code = "appointment_refused"
    sentence = _("您现在的岗位不能任免这个角色。")
    field = "role"


class WrongLevel(Refused):
    code = "wrong_level"
    sentence = _("这个角色不设在这一级，请换一个地区或角色。")
    field = "role"


class ThreeMustDiffer(Refused):
    code = "three_must_differ"
    sentence = _("系统、安全、审计三类管理员不能由同一人担任，请任命另一个人。")
    field = "role"


class AlreadyAppointed(Refused):
    code = "already_appointed"
    sentence = _("此人已经担任这个角色，不需要重复任命。要改日期，请先结束原来的任职，再重新任命。")
    field = "phone"


class OwnAppointment(Refused):
    code = "own_appointment"
    sentence = _("不能任命自己，也不能任命与自己共用手机号的账号，请另一位有权任命的人来办。")
    field = "phone"


class UnderAge(Refused):
    code = "appointee_under_age"
    sentence = _("未满 18 周岁的人不能担任管理岗位，请另外任命一位成年人。")
    field = "phone"


class OwnTerm(Refused):
    code = "own_term"
    sentence = _("自己的任职不能由自己改动，请任命您的部门来办。")
    status = 403


class TermTurned(Refused):
    code = "term_turned"
    sentence = _("到期日在起始日之前，请核对。")
    field = "last_day"


class TermOver(Refused):
    code = "term_over"
    sentence = _("到期日已经过去，请核对。")
    field = "last_day"


class NoTermHere(Refused):
    code = "no_term_here"
    sentence = _("系统、安全、审计三类管理员不写到期日：换人时先任命接任的人，再结束前任。")
    field = "last_day"


class EndlessFirst(Refused):
    code = "endless_first"
    sentence = _("这个地方还没有不设到期日的市级主管，到期后会没有人。请先任命一位不写到期日的。")
    field = "last_day"


@dataclass(frozen=True, slots=True)
class Terms:
    """From which day to which (both inclusive, in China; none: from now, without an end), and by which list."""

    first_day: date | None = None
    last_day: date | None = None
    listing_id: int | None = None


NO_TERMS = Terms()


class LastOne(Refused):
    code = "last_one"
    sentence = _("这是最后一位，先任命接任的人，再结束这项任职。")


def _refuse_unless_may_give(actor: Actor, role: str, area_path: list[int] | None) -> None:
    acting = actor.acting
    if (
        acting is None
        or not access.may(actor, Right.APPOINT, area_path)
        or role not in rules.roles_to_give(acting.role)
    ):
        raise AppointmentRefused
    if area_path is None and acting.area_id is not None:
        raise AppointmentRefused


@transaction.atomic
def appoint_by_phone(
    *, whom: Whom, role: str, area_id: int | None, title: str = "", terms: Terms = NO_TERMS, actor: Actor, at: datetime
) -> Appointment:
    """Appoint who is meant by a phone and a name, with a new account where need be.

    Refuses: WhichPerson, NameMissing, and what `appoint` refuses; then no account is made either.
    """
    if actor.account_id is not None and queries.comes_in_by(actor.account_id, queries.phone_hash(whom.phone)):
        raise OwnAppointment
    account = account_meant(whom=whom, actor=actor, at=at)
    return appoint(account=account, role=role, area_id=area_id, title=title, terms=terms, actor=actor, at=at)


@transaction.atomic
def appoint(
    *, account: Account, role: str, area_id: int | None, title: str = "", terms: Terms = NO_TERMS, actor: Actor,
    at: datetime,
) -> Appointment:  # fmt: skip
    """Offer an account a role at a place: it gives no right until the appointee accepts. The appointee is told.

    It begins with the first instant of the first day and ends with the last instant of the last one, in China. What
    another office gave there stands beside it, with its own end (U32). Refuses: AppointmentRefused, WrongLevel,
    OwnAppointment, UnderAge, ThreeMustDiffer (GB/T 22239-2019 8.1.5), AlreadyAppointed, TermTurned, TermOver,
    NoTermHere, EndlessFirst.
    """
    area = places.divisions().filter(pk=area_id).first() if area_id is not None else None
    if role in rules.PLATFORM:
        area = None
    elif area is None or area.level not in rules.AREA_LEVELS[role]:
        raise WrongLevel
    _refuse_unless_may_give(actor, role, area.path if area else None)
    if access.is_self(actor, account.pk):
        raise OwnAppointment
    _refuse_child(account.pk, at)
    hands = access.hands_of(account.pk)
    for hand in sorted(hands):
        locked.account(hand)
    starts_at, ends_at = _span(role, area.pk if area else None, terms, at)
    giver = actor.acting
    given_role, given_area_id = (giver.role, giver.area_id) if giver is not None else ("", None)
    for one in queries.grants_of(account.pk, role, area.pk if area else None, at):
        begins_before = one.ends_at is None or one.ends_at > starts_at
        goes_on_after = ends_at is None or one.starts_at < ends_at
        if one.given_role not in ("", given_role) or (one.given_role and one.given_area_id != given_area_id):
            continue
        if begins_before and goes_on_after:
            raise AlreadyAppointed
    # Two accounts of one phone are not two people.
    if rules.clash_of_three(role, [one.role for hand in hands for one in queries.appointments_of(hand, at)]):
        raise ThreeMustDiffer
    made = Appointment.objects.create(
        account=account, role=Role(role), area=area, title=title[:60], starts_at=starts_at, ends_at=ends_at,
        last_day=terms.last_day, appointed_by_id=actor.account_id, given_role=given_role,
        given_area_id=given_area_id, listing_id=terms.listing_id,
    )  # fmt: skip
    told_of = told.Appointed(appointment_id=made.pk, account_id=account.pk, role=role)
    facts.publish(told_of, actor=actor, at=at, area_id=area.pk if area else None)
    telling.offered(made, at)
    return made


def _refuse_child(account_id: int, at: datetime) -> None:
    """A role of an office binds others: who is not of full civil capacity has none (Civil Code arts. 17, 19)."""
    if access.neighbours.is_child(account_id, clock.local_date(at)):
        raise UnderAge


def _span(role: str, area_id: int | None, terms: Terms, at: datetime) -> tuple[datetime, datetime | None]:
    """The instants from which and until which (exclusive) an appointment holds. A first day in the past is now."""
    first, last = terms.first_day, terms.last_day
    starts_at = max(at, clock.midnight(first)) if first is not None else at
    if last is None:
        return starts_at, None
    if first is not None and last < first:
        raise TermTurned
    if clock.end_of(last) <= at:
        raise TermOver
    if role in rules.PLATFORM:
        raise NoTermHere
    if role in rules.NEVER_NONE and not queries.is_kept(role, area_id, at):
        raise EndlessFirst
    return starts_at, clock.end_of(last)


@transaction.atomic
def accept_appointment(*, appointment_id: int, actor: Actor, at: datetime) -> Appointment:
    """The appointee agrees: from now it gives its rights. Twice is harmless.

    Phones may have changed since the offer: the three administrators are compared again. Refuses: NotYours, Gone
    (ended, withdrawn or declined before), UnderAge, ThreeMustDiffer (GB/T 22239-2019 8.1.5).
    """
    row = locked.appointment(appointment_id)
    changed = offered.accept(row, account_id=actor.account_id, at=at)
    if not changed:
        return row
    _refuse_child(row.account_id, at)
    if row.role in rules.PLATFORM:
        locked.three()
        if rules.clash_of_three(row.role, queries.roles_in_force(access.hands_of(row.account_id), at)):
            raise ThreeMustDiffer
    row.save(update_fields=changed)
    told_of = told.AppointmentAccepted(appointment_id=row.pk, account_id=row.account_id, role=row.role)
    facts.publish(told_of, actor=actor, at=at, area_id=row.area_id)
    telling.answered(row, at)
    return row


@transaction.atomic
def decline_appointment(*, appointment_id: int, actor: Actor, at: datetime) -> Appointment:
    """The appointee does not want it; no reason is asked for, and the appointer is told. Twice is harmless.

    Refuses: NotYours, Gone (ended or withdrawn), AlreadyAccepted.
    """
    row = locked.appointment(appointment_id)
    changed = offered.decline(row, account_id=actor.account_id, at=at)
    if not changed:
        return row
    row.save(update_fields=changed)
    told_of = told.AppointmentDeclined(appointment_id=row.pk, account_id=row.account_id, role=row.role)
    facts.publish(told_of, actor=actor, at=at, area_id=row.area_id)
    telling.answered(row, at)
    return row


@transaction.atomic
def end_appointment(*, appointment: Appointment, actor: Actor, at: datetime) -> Appointment:
    """End it from now, or withdraw it before it is answered. Ending what has ended changes nothing.

    What another office gave at the same place stays (U32). Refuses: OwnTerm, AppointmentRefused, LastOne.
    """
    row = {r.pk: r for r in locked.appointments_as(appointment.role)}[appointment.pk]
    if offered.is_over(row, at):
        return row
    if access.is_self(actor, row.account_id):
        raise OwnTerm
    _refuse_unless_may_give(actor, row.role, row.area.path if row.area else None)
    counts = row.ends_at is None and row.accepted_at is not None
    if row.role in rules.NEVER_NONE and counts and queries.is_last(row, at):
        raise LastOne
    row.ends_at, row.ended_by_id = at, actor.account_id
    row.save(update_fields=["ends_at", "ended_by_id"])
    told_of = told.AppointmentEnded(appointment_id=row.pk, account_id=row.account_id, role=row.role)
    facts.publish(told_of, actor=actor, at=at, area_id=row.area_id)
    still = queries.grants_of(row.account_id, row.role, row.area_id, at).filter(offered.in_force(at)).exists()
    if row.area_id is not None and not still:
        viewing.leave_office(account_id=row.account_id, area_id=row.area_id, role=row.role, at=at)
    telling.ended(row, at)
    standing_in.end_all_of(row, actor, at)
    standing_in.end_all_by(row.account_id, actor, at)
    return row
