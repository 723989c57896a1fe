"""Who holds an office in a body or a team."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from baiying.kit import clock
from baiying.kit.db import offered
from baiying.kit.once import asked_once
from baiying.kit.values import identifiers
from baiying.people import queries as people
from baiying.places.queries import Division
from baiying.teams.models import Office, OfficeKind, Team


def _held(at: datetime | None) -> Q:
    """Accepted and not ended: at an instant, or for good."""
    if at is None:
        return Q(accepted_at__isnull=False, ends_at__isnull=True)
    return offered.in_force(at) & _lasts(at)


def _lasts(at: datetime) -> Q:
    """Not past the end of its term, which holds to the instant whether or not a job has been there yet."""
    return Q(until__isnull=True) | Q(until__gt=at)


def offices_of(account_id: int, at: datetime) -> list[Office]:
    """The offices an account holds now, with body and team."""
    rows = Office.objects.filter(_held(at), account_id=account_id, body__closed_at__isnull=True)
    return list(rows.select_related("body", "team").order_by("id"))


def officers(at: datetime) -> dict[int, Division]:
    """The accounts that hold an office in an open unit now, each with the area of the first of these."""
    rows = Office.objects.filter(_held(at), body__closed_at__isnull=True, account__closed_at__isnull=True)
    found: dict[int, Division] = {}
    for row in rows.select_related("body__area").order_by("id"):
        found.setdefault(row.account_id, row.body.area)
    return found


def held_office(account_id: int) -> bool:
    """Whether the account ever accepted an office in a unit, ended or not."""
    return Office.objects.filter(account_id=account_id, accepted_at__isnull=False).exists()


def offices_offered(account_id: int, at: datetime) -> QuerySet[Office]:
    """The offices that wait for the account's own answer, oldest first."""
    waits = offered.unanswered(at) & _lasts(at)
    rows = Office.objects.filter(waits, account_id=account_id, body__closed_at__isnull=True)
    return rows.select_related("body", "team").order_by("id")


def is_last_admin(office: Office, at: datetime) -> bool:
    """Whether nobody else administers the body without an end, as sql/last_admin_stays.sql asks."""
    return not _admins_that_stay(office.body_id, at).exclude(pk=office.pk).exists()


def has_admin(body_id: int, at: datetime) -> bool:
    """Whether somebody administers the body now and has not been ended."""
    return _admins_that_stay(body_id, at).exists()


def _admins_that_stay(body_id: int, at: datetime) -> QuerySet[Office]:
    rows = Office.objects.filter(_held(at), body_id=body_id, kind=OfficeKind.UNIT_ADMIN)
    return rows.filter(ends_at__isnull=True, account__closed_at__isnull=True)


def terms_over(at: datetime) -> QuerySet[Office]:
    """Offices whose term is over and whose end nobody has noted."""
    return Office.objects.filter(until__lte=at, ends_at__isnull=True)


def body_of_office(office_id: int) -> int:
    """The id of the body in which an office is."""
    return Office.objects.values_list("body_id", flat=True).get(pk=office_id)


def own_admin_office(account_id: int, body_id: int, at: datetime) -> Office | None:
    """The office by which the account administers the body now."""
    rows = Office.objects.filter(_held(at), account_id=account_id, body_id=body_id, kind=OfficeKind.UNIT_ADMIN)
    return rows.select_related("body", "account").first()


def offices_in(body_id: int, at: datetime) -> QuerySet[Office]:
    """Who holds an office in the body, was asked to, or has declined of late: administrators first."""
    rows = Office.objects.filter(offered.shown(at), body_id=body_id).select_related("team", "account")
    return rows.order_by("-kind", "team__name", "id")


def admins_of_body(body_id: int, at: datetime | None = None) -> list[int]:
    """Account ids of the unit's administrators; without `at`, of those whose office has not been ended."""
    rows = Office.objects.filter(_held(at), body_id=body_id, kind=OfficeKind.UNIT_ADMIN)
    return list(rows.order_by("id").values_list("account_id", flat=True))


def admins_of_bodies(body_ids: Iterable[int], at: datetime) -> dict[int, list[int]]:
    """Account ids of the administrators now, by body; nothing for a body without one."""
    rows = Office.objects.filter(_held(at), body_id__in=list(body_ids), kind=OfficeKind.UNIT_ADMIN).order_by("id")
    found: dict[int, list[int]] = {}
    for body_id, account_id in rows.values_list("body_id", "account_id"):
        found.setdefault(body_id, []).append(account_id)
    return found


def leaders_of_teams(team_ids: Iterable[int], at: datetime) -> dict[int, list[int]]:
    """Account ids of the leaders now, by team; nothing for a team without one. One that was merged has the leaders of
    the team that goes on."""
    asked = list(team_ids)
    into = dict(Team.objects.filter(pk__in=asked, merged_into__isnull=False).values_list("pk", "merged_into_id"))
    ids = {*asked, *into.values()}
    rows = Office.objects.filter(_held(at), team_id__in=ids, kind=OfficeKind.TEAM_LEADER).order_by("id")
    found: dict[int, list[int]] = {}
    for team_id, account_id in rows.values_list("team_id", "account_id"):
        found.setdefault(team_id or 0, []).append(account_id)
    return {pk: found[into.get(pk, pk)] for pk in dict.fromkeys(asked) if into.get(pk, pk) in found}


def leader_names(team_id: int, at: datetime) -> list[str]:
    """What those who lead the team now are called to strangers: by the surname alone, unless they chose otherwise."""
    rows = Office.objects.filter(_held(at), team_id=team_id, kind=OfficeKind.TEAM_LEADER).order_by("id")
    found = list(rows.values_list("account_id", "account__display_name"))
    whole = people.named_to_strangers([pk for pk, _name in found], clock.local_date(at))
    return [name if pk in whole else identifiers.mask_name(name) for pk, name in found]


def leaders_of_team(team_id: int, at: datetime | None = None) -> list[int]:
    """Account ids of the team's leaders; without `at`, of those whose office has not been ended."""
    rows = Office.objects.filter(_held(at), team_id=team_id, kind=OfficeKind.TEAM_LEADER)
    return list(rows.order_by("id").values_list("account_id", flat=True))


def leaders_of_team_then_and_now(team_id: int, then: datetime) -> list[int]:
    """Account ids of those who led the team at an instant, and of those whose office has not been ended."""
    held = _held(then) | _held(None)
    rows = Office.objects.filter(held, team_id=team_id, kind=OfficeKind.TEAM_LEADER)
    return list(dict.fromkeys(rows.order_by("id").values_list("account_id", flat=True)))


class LedTeam(NamedTuple):
    """A team that an account leads or led, from when until when; None where the office has not been ended."""

    team_id: int
    since: datetime
    until: datetime | None
    account_id: int = 0

    def covers(self, at: datetime) -> bool:
        """Whether it was led so at the instant."""
        return self.since <= at and (self.until is None or self.until > at)


def led_teams(account_ids: Iterable[int]) -> list[LedTeam]:
    """Every team that any of the accounts leads or ever led, one row an office."""
    rows = Office.objects.filter(
        account_id__in=list(account_ids), kind=OfficeKind.TEAM_LEADER, accepted_at__isnull=False, team__isnull=False
    )
    said = rows.values_list("team_id", "starts_at", "accepted_at", "ends_at", "account_id")
    return [LedTeam(team or 0, max(given, taken or given), until, who) for team, given, taken, until, who in said]


@asked_once
def led_team_ids(account_id: int, at: datetime) -> list[int]:
    """Ids of the teams the account leads, with those that were merged into one of them."""
    rows = Office.objects.filter(_held(at), account_id=account_id, kind=OfficeKind.TEAM_LEADER)
    led = [i for i in rows.values_list("team_id", flat=True) if i is not None]
    return [*led, *Team.objects.filter(merged_into_id__in=led).values_list("pk", flat=True)] if led else led


@asked_once
def administered_body_ids(account_id: int, at: datetime) -> list[int]:
    """Ids of the bodies the account administers."""
    rows = Office.objects.filter(_held(at), account_id=account_id, kind=OfficeKind.UNIT_ADMIN)
    return list(rows.filter(body__closed_at__isnull=True).values_list("body_id", flat=True))


def holds_office_in(body_id: int, account_ids: Collection[int], at: datetime) -> bool:
    """Whether one of some accounts administers a body or leads a team of it."""
    return Office.objects.filter(_held(at), body_id=body_id, account_id__in=account_ids).exists()


def office(public_id: str) -> Office | None:
    return Office.objects.filter(public_id=public_id).select_related("body", "team", "account").first()
