"""What the copy of somebody's data holds of this room: sign-ups and what was agreed about them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.activities.models import CalendarFeed, Signup
from baiying.kit.copying import Copied, Section, Whose

COPIED = (Copied("Signup.person", "activities.signups"), Copied("CalendarFeed.person", "activities.calendars"))


def sections(whose: Whose, at: datetime) -> list[Section]:
    """Sign-ups with their shifts; whom else there was is left out, and who leads it is named on the public page."""
    fields = {
        "activity": _("活动"), "starts_at": _("开始"), "ends_at": _("结束"), "state": _("状态"),
        "signed_up_at": _("报名于"), "accepted_at": _("录用于"), "ended_at": _("取消于"), "reason": _("原因"),
    }  # fmt: skip
    rows = Signup.objects.filter(person_id=whose.person_id).select_related("shift__activity").order_by("id")
    feeds = {"created_at": _("开始"), "ended_at": _("停止")}
    return [
        Section(
            "activities.signups",
            _("报名"),
            fields,
            [
                {
                    "activity": row.shift.activity.title, "starts_at": row.shift.starts_at,
                    "ends_at": row.shift.ends_at, "state": row.get_state_display(),
                    "signed_up_at": row.signed_up_at, "accepted_at": row.accepted_at,
                    "ended_at": row.ended_at, "reason": row.reason,
                }
                for row in rows.iterator()
            ],
        ),
        Section(
            "activities.calendars",
            _("日历订阅"),
            feeds,
            list(CalendarFeed.objects.filter(person_id=whose.person_id).order_by("id").values(*feeds)),
        ),
    ]  # fmt: skip
