"""Who heads a site and who works there, from a day to a day (R024): entered, ended, withdrawn, never rewritten."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock, sealed
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.places import locked
from baiying.places.models import Site, SiteStaff, StaffRole
from baiying.places.rules import staff as rules

_ONE = timedelta(days=1)


class StartFarAhead(Refused):
    code = "start_far_ahead"
    sentence = _("最多提前一年填，请核对年份。")
    field = "since"


class SameDay(Refused):
    code = "head_same_day"
    sentence = _("现任也是从这一天起。写错了的，先撤销那一条，再重新填。")
    field = "since"


class HeadFollows(Refused):
    code = "head_follows"
    sentence = _("已经有人从更晚的一天起接任。请先撤销后面那一条。")
    field = "since"


class HeadStays(Refused):
    code = "head_stays"
    sentence = _("现任的最后一天写的是更晚的一天。请先撤销离任，再填接任。")
    field = "since"


class LastDayEarly(Refused):
    code = "last_day_early"
    sentence = _("最后一天不能早于上任的那一天。")
    field = "last_day"


class StaffEnded(Refused):
    code = "staff_ended"
    sentence = _("这条记录已经有人写了离任或者撤销了，没有再改。")


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Who comes to a site: `phone` as `identifiers.contact_phone` reads it, or empty."""

    role: str
    name: str
    since: date
    duty: str = ""
    phone: str = ""


@transaction.atomic
def appoint_staff(*, site_id: int, given: NewStaff, actor: Actor, at: datetime) -> SiteStaff:
    """Enter somebody of a site from a day on. A head takes over: who headed it gets the day before as the last day.

    The same person in the same role from the same day is the same record and is answered. The caller has admitted the
    actor to the site. Refuses: StartFarAhead, SameDay, HeadFollows, HeadStays.
    """
    if given.since > clock.local_date(at) + rules.MOST_AHEAD:
        raise StartFarAhead
    site = locked.site(site_id)
    standing = site.staff.filter(withdrawn_at__isnull=True)
    there = standing.filter(role=given.role, name=given.name, from_day=given.since).first()
    if there is not None:
        return there
    before = _taken_over(site, given.since, actor, at) if given.role == StaffRole.HEAD else None
    row = SiteStaff(
        site=site, role=given.role, name=given.name, duty=given.duty, from_day=given.since, follows=before,
        said_at=at, said_by_id=actor.account_id,
    )  # fmt: skip
    if given.phone:
        row.phone_sealed = sealed.seal(given.phone, at=sealed.Place.of(row, "phone_sealed"))
        row.phone_mask = identifiers.mask_phone(given.phone)
    row.save(force_insert=True)
    _note("SiteStaffAppointed", row, actor, at, since=given.since.isoformat())
    return row


def _taken_over(site: Site, first: date, actor: Actor, at: datetime) -> SiteStaff | None:
    """The head whom a new one follows, with the last day written; None where nobody is in office then."""
    heads = {one.pk: one for one in site.staff.filter(role=StaffRole.HEAD, withdrawn_at__isnull=True)}
    found = rules.succession(first, (rules.Term(one.pk, one.from_day, one.to_day) for one in heads.values()))
    if found.why:
        raise {"same_day": SameDay, "followed": HeadFollows}[found.why]
    if found.ends is None:
        return None
    before = heads[found.ends]
    if before.to_day is None:
        _end(before, first - _ONE, actor, at)
        return before
    # That day was said by itself: it is not changed behind one's back, and could not be put back.
    raise HeadStays


def _end(row: SiteStaff, last_day: date | None, actor: Actor, at: datetime) -> None:
    row.to_day = last_day
    row.ended_at, row.ended_by_id = (at, actor.account_id) if last_day is not None else (None, None)
    row.save(update_fields=["to_day", "ended_at", "ended_by_id"])


@transaction.atomic
def end_staff(*, staff_id: int, last_day: date, actor: Actor, at: datetime) -> SiteStaff:
    """Say until which day somebody is there; the day counts. Again by the same hand changes nothing.

    Refuses: LastDayEarly, StartFarAhead, StaffEnded where another day or hand has ended it, or it was withdrawn.
    """
    row = _locked(staff_id)
    if row.to_day is not None and (row.to_day, row.ended_by_id) == (last_day, actor.account_id):
        return row
    if row.to_day is not None or row.withdrawn_at is not None:
        raise StaffEnded
    if last_day < row.from_day:
        raise LastDayEarly
    if last_day > clock.local_date(at) + rules.MOST_AHEAD:
        raise StartFarAhead
    _end(row, last_day, actor, at)
    _note("SiteStaffEnded", row, actor, at, last_day=last_day.isoformat())
    return row


@transaction.atomic
def resume_staff(*, staff_id: int, actor: Actor, at: datetime) -> SiteStaff:
    """Take back that somebody leaves. Again changes nothing.

    Refuses: StaffEnded where it was withdrawn, HeadFollows where another head has come since.
    """
    row = _locked(staff_id)
    if row.withdrawn_at is not None:
        raise StaffEnded
    if row.to_day is None:
        return row
    if row.role == StaffRole.HEAD and _later_head(row):
        raise HeadFollows
    _end(row, None, actor, at)
    _note("SiteStaffResumed", row, actor, at)
    return row


@transaction.atomic
def withdraw_staff(*, staff_id: int, actor: Actor, at: datetime) -> SiteStaff:
    """Take back a record that was entered by mistake; whom it took over from heads the site again.

    It stays to be read, struck out. Again by the same hand changes nothing. Refuses: HeadFollows where another head
    has come since, StaffEnded where another hand has withdrawn it.
    """
    row = _locked(staff_id)
    if row.withdrawn_at is not None:
        if row.withdrawn_by_id != actor.account_id:
            raise StaffEnded
        return row
    if row.role == StaffRole.HEAD and _later_head(row):
        raise HeadFollows
    row.withdrawn_at, row.withdrawn_by_id = at, actor.account_id
    row.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
    if row.follows is not None and row.follows.withdrawn_at is None and row.follows.to_day == row.from_day - _ONE:
        _end(row.follows, None, actor, at)
    _note("SiteStaffWithdrawn", row, actor, at)
    return row


@transaction.atomic
def see_staff_phone(*, staff_id: int, reason: str, actor: Actor, at: datetime) -> str:
    """The telephone in the clear, after the look was written down; empty where none was entered."""
    row = _locked(staff_id)
    if not row.phone_sealed:
        return ""
    _note("SiteStaffPhoneSeen", row, actor, at, reason=reason[:120])
    return sealed.open_sealed(row.phone_sealed, at=sealed.Place.of(row, "phone_sealed"))


def _later_head(row: SiteStaff) -> bool:
    later = row.site.staff.filter(role=StaffRole.HEAD, withdrawn_at__isnull=True, from_day__gt=row.from_day)
    return bool(later.exists())


def _locked(staff_id: int) -> SiteStaff:
    """The record, under the lock of its site."""
    locked.site(SiteStaff.objects.values_list("site_id", flat=True).get(pk=staff_id))
    return SiteStaff.objects.select_related("site", "follows").get(pk=staff_id)


def _note(action: str, row: SiteStaff, actor: Actor, at: datetime, **more: str) -> None:
    """Said of the site, by role: the name stands in the record, and the audit keeps for ever."""
    audit.record(
        action, actor=actor, at=at, subject=("site", row.site_id), area_id=row.site.division_id,
        detail={"role": row.role, "record": row.public_id, **more},
    )  # fmt: skip
