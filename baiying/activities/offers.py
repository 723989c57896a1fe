"""What this room gives that holds once it is accepted."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.activities import queries
from baiying.activities.models import ActivityState, Lead
from baiying.ui import formats
from baiying.ui.offers import Offer


def leads(account_id: int, at: datetime) -> list[Offer]:
    """The activities that the account was asked to lead, with what a leader may do."""
    return [
        Offer(
            what=_("领队 · %(title)s") % {"title": row.activity.title},
            given_at=row.starts_at,
            given_by_id=row.appointed_by_id,
            accept=reverse("activities:lead_acceptance", args=[row.public_id]),
            decline=reverse("activities:lead_refusal", args=[row.public_id]),
            may_head=_("接受之后，您在这个活动可以："),
            may=[_("改方案、班次和名额，处理报名"), _("现场出示签到码、点名，报送记录")],
            note=formats.sentences(_elsewhere(row, at), _note(row)),
            is_request=True,
        )
        for row in queries.leads_offered(account_id, at)
    ]


def _elsewhere(row: Lead, at: datetime) -> str:
    """Where else one is to be at that time, before one accepts."""
    found = queries.leader_elsewhere(row.account_id, list(queries.shifts_of(row.activity_id)), at)
    what = formats.listed([one.words for one in found])
    return _("您这段时间还有：%(what)s。") % {"what": what} if found else ""


def _note(row: Lead) -> str:
    """Whose activity it is; and where it is not published yet, that whoever leads it does not publish it."""
    team = row.activity.team.name
    if row.activity.state == ActivityState.PUBLISHED:
        return team
    return _("%(team)s。带队的人不能发布同一份方案，要由单位的另一位管理员发布。") % {"team": team}
