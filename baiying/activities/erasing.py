"""What becomes of this room's tables when a person closes the account, and what has to be handed over first."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.activities import queries
from baiying.kit.erasing import Erasure, ToHandOver

_SHIFT = _("只为那一次活动。")
ERASURES = (
    Erasure("CalendarFeed.person", _("日历订阅"), _("只对您有用。"), goes=True),
    Erasure("MustKnow.signup__person", _("要您知道的变动"), _SHIFT, goes=True),
    Erasure("CannotCome.signup__person", _("回复不能来的短信"), _SHIFT, goes=True),
    Erasure("Reminder.signup__person", _("提醒的登记"), _SHIFT, keeps=("kind", "outcome")),
    Erasure("TimeAgreed.signup__person", _("对改时间的答复"), _("当时的安排要能查，没有文字。")),
    Erasure("LeaderTold.signup__person", _("告诉领队的登记"), _SHIFT, keeps=("state",)),
    Erasure("Signup.person", _("报名"), _("每班有几个人要数得出；写的原因清空。"), empties=("reason",)),
    Erasure("PlanDraft.account", _("没写完的活动方案"), _("只对您有用。"), by="account", goes=True),
    Erasure(
        "Lead.account", _("带过的活动"), _("谁带的队要能查，只有编号。"), by="account", keeps=("accepted_because",)
    ),
)


def to_hand_over(person_id: int, account_id: int | None, at: datetime) -> list[ToHandOver]:
    """Activities that somebody leads and that are not over."""
    if account_id is None:
        return []
    return [
        ToHandOver(_("您还带着活动“%(title)s”：请先请单位换一位领队，或等活动结束。") % {"title": title}, address)
        for title, address in queries.leads_still(account_id, at)
    ]
