"""Plans and activities when two teams become one, and apart again (kit.merging)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from baiying.activities import locked
from baiying.activities.models import Activity, ActivityState, PlanDraft
from baiying.kit import clock
from baiying.kit.merging import Joining
from baiying.ui import formats


def _open(team_id: int, at: datetime) -> QuerySet[Activity]:
    """What is not over: plans, and what is published and has not seen its last day."""
    plans = Q(state__in=[ActivityState.DRAFT, ActivityState.SUBMITTED])
    on = Q(state=ActivityState.PUBLISHED, ends_on__gte=clock.local_date(at))
    return Activity.objects.filter(plans | on, team_id=team_id)


def join_activities(joining: Joining) -> None:
    """What is not over goes on under the team that goes on; what is over stays with the team that held it."""
    ids = [row.pk for row in locked.activities(_open(joining.loser.id, joining.at))]
    joining.move(Activity.objects.filter(pk__in=ids), "team")
    joining.move(PlanDraft.objects.filter(team_id=joining.loser.id), "team")


def newer_activities(table: str, ids: Collection[int], at: datetime) -> dict[int, str]:
    """What was planned since, as the page of the undo names it."""
    if table != "activities.Activity":
        return {pk: _("没写完的活动方案") for pk in PlanDraft.objects.filter(pk__in=ids).values_list("pk", flat=True)}
    words = _("活动：%(title)s，%(day)s开始")
    rows = Activity.objects.filter(pk__in=ids)
    return {row.pk: words % {"title": row.title, "day": formats.date_text(row.starts_on)} for row in rows}


def counts(survivor_id: int, loser_id: int, at: datetime) -> list[tuple[str, int]]:
    """What a preview says of the activities of the team that ends."""
    all_of_it = Activity.objects.filter(team_id=loser_id).exclude(state=ActivityState.WITHDRAWN)
    coming = _open(loser_id, at).count()
    return [
        (_("并入的队伍没办完的活动和方案，转到留下的队伍"), coming),
        (_("并入的队伍办过的活动，留在原来的队伍，时长不重复计"), all_of_it.count() - coming),
    ]
