"""What this room gives that holds once it is accepted."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.activities import queries
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
            note=row.activity.team.name,
            is_request=True,
        )
        for row in queries.leads_offered(account_id, at)
    ]
