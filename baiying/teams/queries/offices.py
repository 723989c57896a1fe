"""Who holds an office in a body or a team."""

from datetime import datetime

from django.db.models import Q, QuerySet

from baiying.teams.models import Office, OfficeKind


def _open(at: datetime) -> Q:
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def offices_of(account_id: int, at: datetime) -> list[Office]:
    """The offices an account holds now, with body and team."""
    rows = Office.objects.filter(_open(at), account_id=account_id, body__closed_at__isnull=True)
    return list(rows.select_related("body", "team").order_by("id"))


def offices_in(body_id: int, at: datetime) -> QuerySet[Office]:
    """Everybody who holds an office in the body now: administrators first."""
    rows = Office.objects.filter(_open(at), body_id=body_id).select_related("team", "account")
    return rows.order_by("-kind", "team__name", "id")


def admins_of_body(body_id: int, at: datetime | None = None) -> list[int]:
    """Account ids of the unit's administrators; without `at`, of those whose office has not been ended."""
    still = _open(at) if at is not None else Q(ends_at__isnull=True)
    rows = Office.objects.filter(still, body_id=body_id, kind=OfficeKind.UNIT_ADMIN)
    return list(rows.order_by("id").values_list("account_id", flat=True))


def leaders_of_team(team_id: int, at: datetime | None = None) -> list[int]:
    """Account ids of the team's leaders; without `at`, of those whose office has not been ended."""
    still = _open(at) if at is not None else Q(ends_at__isnull=True)
    rows = Office.objects.filter(still, team_id=team_id, kind=OfficeKind.TEAM_LEADER)
    return list(rows.order_by("id").values_list("account_id", flat=True))


def led_team_ids(account_id: int, at: datetime) -> list[int]:
    """Ids of the teams the account leads."""
    rows = Office.objects.filter(_open(at), account_id=account_id, kind=OfficeKind.TEAM_LEADER)
    return [i for i in rows.values_list("team_id", flat=True) if i is not None]


def administered_body_ids(account_id: int, at: datetime) -> list[int]:
    """Ids of the bodies the account administers."""
    rows = Office.objects.filter(_open(at), account_id=account_id, kind=OfficeKind.UNIT_ADMIN)
    return list(rows.filter(body__closed_at__isnull=True).values_list("body_id", flat=True))


def office(public_id: str) -> Office | None:
    return Office.objects.filter(public_id=public_id).select_related("body", "team", "account").first()
