"""Bodies: one, those of an area, those that somebody means."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from baiying.accounts.access import Scope
from baiying.kit.values import identifiers, names
from baiying.teams.models import Body


def body(public_id: str) -> Body | None:
    return Body.objects.filter(public_id=public_id, closed_at__isnull=True).select_related("area").first()


def bodies(scope: Scope) -> QuerySet[Body]:
    """Open bodies within the scope, with the number of their open teams."""
    rows = Body.objects.filter(scope.areas("area"), closed_at__isnull=True).select_related("area")
    return rows.annotate(team_count=Count("teams", filter=Q(teams__closed_at__isnull=True))).order_by("name", "id")


def open_bodies(area_ids: Any) -> QuerySet[Body]:
    """Open bodies whose area is one of these: ids, or a query of them."""
    return Body.objects.filter(area_id__in=area_ids, closed_at__isnull=True)


def bodies_by_id(ids: list[int]) -> QuerySet[Body]:
    rows = Body.objects.filter(pk__in=ids, closed_at__isnull=True).select_related("area")
    return rows.annotate(team_count=Count("teams", filter=Q(teams__closed_at__isnull=True))).order_by("name", "id")


def body_of_credit_code(code: str) -> Body | None:
    """The open body registered under the code."""
    return Body.objects.filter(credit_code=code, closed_at__isnull=True).exclude(credit_code="").first()


def body_stated(text: str) -> list[Body]:
    """The open bodies that somebody means by a whole credit code or a whole name; several where they share one."""
    words = names.plain(text)
    rows = Body.objects.filter(closed_at__isnull=True).order_by("id")
    by_code = list(rows.filter(credit_code=identifiers.tidy(text).upper()).exclude(credit_code="")[:1])
    return by_code or list(rows.filter(name=words)[:3])
