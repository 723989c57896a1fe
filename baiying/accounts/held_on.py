"""Who held what on a day in the past, of all grants, with by whom each was given (U32)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from baiying.accounts import queries, stand_ins
from baiying.accounts.models import Appointment, Role
from baiying.kit import admission, clock
from baiying.ui import formats


def on_day(day: date, *, roles: Collection[str], area_path: Sequence[int]) -> QuerySet[Appointment]:
    """Every appointment of these roles that gave rights at any instant of a day, at a place or above it, or for the
    whole platform: ended ones too, and each of several that one person had."""
    begins, ends = clock.midnight(day), clock.end_of(day)
    rows = Appointment.objects.filter(Q(area__isnull=True) | Q(area_id__in=list(area_path)), role__in=roles)
    rows = rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=begins), starts_at__lt=ends, accepted_at__lt=ends)
    return rows.select_related("area", "account", "given_area").order_by("area__path", "role", "id")


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment with whose it was, who gave and who ended it, in words; of who rests the surname alone."""

    row: Appointment
    name: str
    given_by: str
    ended_by: str
    until: str


def until(row: Appointment) -> str:
    """The last day, inclusive, or the moment at which it ended before; empty where no end is known."""
    if row.ends_at is None:
        return ""
    if row.last_day is not None and row.ends_at == clock.end_of(row.last_day):
        return formats.date_text(row.last_day)
    return formats.datetime_text(row.ends_at)


def said(rows: Sequence[Appointment]) -> list[Held]:
    ids = {pk for row in rows for pk in (row.appointed_by_id, row.ended_by_id) if pk is not None}
    names = queries.names_of(ids)
    return [
        Held(
            row, admission.door.called(row.account_id), giver(row, names.get(row.appointed_by_id or 0, "")),
            names.get(row.ended_by_id or 0, ""), until(row),
        )
        for row in rows
    ]  # fmt: skip


def giver(row: Appointment, name: str) -> str:
    """Which office gave it and by whose hand; set-up and loads have none; whoever stands in was asked by a person."""
    if row.stands_in_for_id is not None:
        return _("代 %(away)s") % {"away": stand_ins.away_name(row)}
    if not row.given_role:
        return name or _("平台启用时")
    office = dict(Role.choices)[row.given_role]
    where = row.given_area.name if row.given_area is not None else _("整个平台")
    return _("%(where)s%(office)s %(name)s") % {"where": where, "office": office, "name": name}


def beside(row: Appointment, name: str) -> str:
    """Another grant of the same role at the same place, in one line."""
    words = {"by": giver(row, name), "until": until(row)}
    return (_("%(by)s，至 %(until)s") if words["until"] else _("%(by)s，没有到期日")) % words
