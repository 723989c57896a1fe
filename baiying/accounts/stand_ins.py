"""Who stands in for whom while somebody of an office is away (R015, U34): reads."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from baiying.accounts import rules
from baiying.accounts.models import Appointment
from baiying.kit import clock
from baiying.kit.db import offered
from baiying.places import queries as places

_DAY = timedelta(days=1)


def chain(row: Appointment) -> list[Appointment]:
    """The appointments a row stands in for, the one that was asked first at the end; none for an ordinary one."""
    found: list[Appointment] = []
    before = row.stands_in_for_id
    while before is not None:
        one = Appointment.objects.select_related("account").get(pk=before)
        found.append(one)
        before = one.stands_in_for_id
    return found


def accounts_before(row: Appointment) -> tuple[int, ...]:
    """The accounts in whose place a row is held, the one that is away first; none for an ordinary one."""
    return tuple(one.account_id for one in reversed(chain(row)))


def away_name(row: Appointment) -> str:
    """What the one is called whose place it is; empty for an ordinary appointment."""
    before = chain(row)
    return before[-1].account.display_name if before else ""


def called(row: Appointment) -> str:
    """An appointment among the own ones: title or role, and for whom where one stands in."""
    label = str(row.title or row.get_role_display())
    if row.stands_in_for_id is None:
        return label
    return _("%(role)s（代 %(away)s）") % {"role": label, "away": away_name(row)}


def on_duty(at: datetime) -> QuerySet[Appointment]:
    """Every appointment in force but those for which somebody stands in at the moment: what comes goes there."""
    there = Appointment.objects.filter(offered.in_force(at), stands_in_for=OuterRef("pk"))
    rows = Appointment.objects.filter(offered.in_force(at), ~Exists(there), account__closed_at__isnull=True)
    return rows.select_related("area").order_by("account_id", "id")


def open_of(appointment_ids: Iterable[int], at: datetime) -> QuerySet[Appointment]:
    """Who was asked to stand in for these, now or later, answered or not; oldest day first."""
    rows = Appointment.objects.filter(offered.given(at), stands_in_for__in=list(appointment_ids))
    return rows.filter(ended_by_id__isnull=True).select_related("account", "area").order_by("starts_at", "id")


def away_between(account_id: int, starts_at: datetime, ends_at: datetime, at: datetime) -> QuerySet[Appointment]:
    """Who was asked to stand in for an account at any time of a span."""
    rows = Appointment.objects.filter(offered.given(at), stands_in_for__account_id=account_id, declined_at__isnull=True)
    return rows.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


def away_since(appointment_id: int, starts_at: datetime) -> datetime:
    """From when on somebody is away without a day between, where a stand-in is asked from an instant on."""
    rows = Appointment.objects.filter(
        stands_in_for_id=appointment_id, declined_at__isnull=True, starts_at__lt=starts_at, ends_at__isnull=False
    )
    since = starts_at
    for one in rows.order_by("-ends_at", "-id"):
        assert one.ends_at is not None
        if since - one.ends_at > _DAY:
            break
        since = min(since, one.starts_at)
    return since


def substitutes(account_ids: Collection[int], at: datetime) -> frozenset[int]:
    """Who stands in for one human's accounts at the moment, by whom they were asked too: the work is one hand's. And
    for some days after the end, either way: what one of both began is not the other's to confirm the morning after."""
    own = set(account_ids)
    found, asked = set(_until_lately(own, at)), own
    while asked:
        rows = Appointment.objects.filter(offered.in_force(at), stands_in_for__account_id__in=asked)
        asked = set(rows.values_list("account_id", flat=True)) - found - own
        found |= asked
    return frozenset(found - own)


def _until_lately(own: Collection[int], at: datetime) -> Iterator[int]:
    """Who stood in for an account, and for whom it did, until not many days ago (`StandInRules.after_days`); also for
    one who stood in themselves, and for whom that one did."""
    longest = at - timedelta(days=rules.StandInRules.RANGES["after_days"][1])
    held = Appointment.objects.filter(
        stands_in_for__isnull=False, accepted_at__isnull=False, starts_at__lte=at, ends_at__gt=longest
    ).select_related("area", "stands_in_for")
    for row in held.filter(account_id__in=own, ends_at__lte=at):
        if _is_lately(row, at):
            yield from accounts_before(row)
    # Down by the rows: who stood in for a stand-in did it in the first one's place.
    below = list(held.filter(stands_in_for__account_id__in=own))
    while below:
        kept = [row for row in below if _is_lately(row, at)]
        yield from (row.account_id for row in kept)
        below = list(held.filter(stands_in_for__in=kept)) if kept else []


def _is_lately(row: Appointment, at: datetime) -> bool:
    """Whether it goes on, or ended not longer ago than the days of its area."""
    assert row.ends_at is not None
    days = stand_in_rules(row.area.path if row.area else (), at).after_days
    return row.ends_at > at - timedelta(days=days)


def own(account_id: int, at: datetime) -> list[Appointment]:
    """For which of the own appointments another may be asked: accepted, not over, none of the three."""
    rows = Appointment.objects.filter(offered.in_force(at), account_id=account_id).exclude(role__in=rules.PLATFORM)
    return list(rows.select_related("area", "account").order_by("id"))


def stand_in_rules(area_path: Sequence[int], at: datetime) -> rules.StandInRules:
    """For how long somebody may stand in at a place, on the day of an instant."""
    return places.rule_set(rules.StandInRules, area_path=area_path, on=clock.local_date(at)).rules
