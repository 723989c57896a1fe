"""Bodies without an administrator, who keeps them, and how an office is handed over."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from baiying.kit import clock
from baiying.places import queries as places
from baiying.teams import rules
from baiying.teams.models import Body, HandOver, Keeping


def body_rules(area_path: Sequence[int], on: date) -> rules.BodyRules:
    """The clocks of an area on a day."""
    return places.rule_set(rules.BodyRules, area_path=area_path, on=on).rules


def keepings() -> QuerySet[Keeping]:
    """The bodies that are kept now, the longest first."""
    rows = Keeping.objects.filter(ended_at__isnull=True, body__closed_at__isnull=True)
    return rows.select_related("body", "body__area").order_by("since", "id")


def keeping_of(body_id: int) -> Keeping | None:
    """How the body is kept now; None where it has an administrator."""
    return keepings().filter(body_id=body_id).first()


def is_kept(body_id: int) -> bool:
    """Whether the body has no administrator and is kept by the one above: nothing of it is published meanwhile."""
    return Keeping.objects.filter(body_id=body_id, ended_at__isnull=True).exists()


def may_publish(team_id: int) -> bool:
    """Whether what the team plans may be published, as sql/may_publish.sql says it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT teams_may_publish(%s)", [team_id])
        return bool(cursor.fetchone()[0])


def untold() -> QuerySet[Keeping]:
    return Keeping.objects.filter(told_at__isnull=True)


def due_at(row: Keeping) -> datetime:
    """By when there is to be a new administrator: the end of the working day that the rules of its first day name."""
    day = clock.local_date(row.since)
    days = body_rules(row.body.area.path, day).keeper_working_days
    return clock.end_of(places.working_day_after(day, days)[0])


def consenting_body(body: Body) -> Body | None:
    """The open body that consented to a group, where it is registered here: it stands above the group."""
    if not body.consenting_credit_code:
        return None
    rows = Body.objects.filter(credit_code=body.consenting_credit_code, closed_at__isnull=True)
    return rows.exclude(pk=body.pk).first()


def kept_by_bodies(body_ids: Sequence[int]) -> Q:
    """The keepings of groups that any of these bodies consented to."""
    codes = Body.objects.filter(pk__in=list(body_ids), closed_at__isnull=True).exclude(credit_code="")
    return Q(body__consenting_credit_code__in=list(codes.values_list("credit_code", flat=True)))


def hand_over(public_id: str) -> HandOver | None:
    rows = HandOver.objects.filter(public_id=public_id)
    return rows.select_related("body", "body__area", "leaving__account", "coming__account").first()


def hand_over_to(office_id: int) -> HandOver | None:
    """The hand-over that an office comes of."""
    rows = HandOver.objects.filter(coming_id=office_id)
    return rows.select_related("body", "leaving__account", "coming").first()


def hand_overs_of(body_id: int) -> QuerySet[HandOver]:
    """The hand-overs of a body, the newest first."""
    rows = HandOver.objects.filter(body_id=body_id).select_related("leaving__account", "coming__account")
    return rows.order_by("-signed_at", "-id")
