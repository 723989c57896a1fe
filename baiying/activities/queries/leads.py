"""Who was asked to lead an activity, and who leads."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Max, Q, QuerySet

from baiying.activities.models import Activity, ActivityState, Lead, Shift
from baiying.activities.queries.activities import activity_rules
from baiying.activities.rules import plans
from baiying.kit import clock
from baiying.kit.db import offered
from baiying.kit.once import asked_once

_OVER = (ActivityState.WITHDRAWN, ActivityState.CANCELLED)


def leads_offered(account_id: int, at: datetime) -> QuerySet[Lead]:
    """What waits for the account's own answer: of activities that are not over, oldest first."""
    rows = Lead.objects.filter(
        offered.unanswered(at), account_id=account_id, activity__ends_on__gte=clock.local_date(at)
    )
    return rows.exclude(activity__state__in=_OVER).select_related("activity", "activity__team").order_by("id")


def asked_to_lead(activity_id: int, at: datetime) -> Lead | None:
    """The latest who was asked to lead and has not answered, or declined not long ago; None where nobody is meant."""
    rows = Lead.objects.filter(offered.shown(at) & Q(accepted_at__isnull=True), activity_id=activity_id)
    return rows.select_related("account").order_by("-id").first()


def lead_held(activity_id: int, account_id: int | None) -> Lead | None:
    """The lead that the account accepted and still has; None for who leads by his own act, or not at all."""
    if account_id is None:
        return None
    rows = Lead.objects.filter(activity_id=activity_id, account_id=account_id, accepted_at__isnull=False)
    return rows.filter(ends_at__isnull=True).first()


def named_leader(activity_id: int, leader_id: int, at: datetime) -> int:
    """The account that the plan names: who has been asked and not answered, else who leads."""
    rows = Lead.objects.filter(offered.unanswered(at), activity_id=activity_id)
    return rows.values_list("account_id", flat=True).first() or leader_id


def lead(public_id: str) -> Lead | None:
    rows = Lead.objects.select_related(
        "account", "activity", "activity__team", "activity__team__body", "activity__area"
    )
    return rows.filter(public_id=public_id).first()


def still_led(account_id: int, team_id: int, at: datetime) -> list[str]:
    """The titles of what somebody leads of a team and is not over, the next first."""
    rows = Activity.objects.filter(team_id=team_id, leader_id=account_id, ends_on__gte=clock.local_date(at))
    rows = rows.filter(state__in=[ActivityState.SUBMITTED, ActivityState.PUBLISHED])
    return list(rows.order_by("starts_on", "id").values_list("title", flat=True))


def leads_anything(account_id: int, at: datetime) -> bool:
    """Whether the account leads an activity that is not over, or has not been for long: with or without an office.

    How long is the area's to say (ActivityRules.leader_lingers_days), by the rules of today.
    """
    today = clock.local_date(at)
    rows = Activity.objects.filter(leader_id=account_id, ends_on__gte=today - timedelta(days=plans.MOST_LINGERS))
    last = rows.exclude(state__in=_OVER).order_by().values_list("area__path").annotate(last=Max("ends_on"))
    return any(
        ends_on >= today or plans.lingers(ends_on, today, activity_rules(path, today).leader_lingers_days)
        for path, ends_on in last
    )


@asked_once
def has_led(account_id: int) -> bool:
    """Whether the account is the leader of any activity, of whatever day and state."""
    return Activity.objects.filter(leader_id=account_id).exists()


def leads_still(account_id: int, at: datetime) -> list[tuple[str, str]]:
    """Title and page of what an account leads and is not over, the next first."""
    rows = Activity.objects.filter(leader_id=account_id, ends_on__gte=clock.local_date(at))
    rows = rows.filter(state__in=[ActivityState.SUBMITTED, ActivityState.PUBLISHED]).order_by("starts_on", "id")
    return [(title, f"/activities/{pid}/") for title, pid in rows.values_list("title", "public_id")]


def last_shifts_of_bodies(body_ids: Sequence[int], at: datetime) -> dict[int, date]:
    """The day of the last shift of a published activity, had or to come, of each body; none for a body without."""
    rows = Shift.objects.filter(
        activity__team__body_id__in=list(body_ids), activity__state=ActivityState.PUBLISHED, called_off_at__isnull=True
    )
    last = rows.order_by().values_list("activity__team__body_id").annotate(last=Max("starts_at"))
    return {body_id: clock.local_date(moment) for body_id, moment in last}
