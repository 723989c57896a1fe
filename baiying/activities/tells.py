"""What the messages of this room tell of."""

from django.utils.translation import gettext_lazy as _

from baiying.activities.rules import news
from baiying.kit.rooms import Told

_WARDS = _("孩子的报名")

TELLS = {
    "signup_made": Told(_("报名回执")),
    "signup_accepted": Told(_("报名录用")),
    "signup_refused": Told(_("报名没有录用")),
    "signup_promoted": Told(_("候补转正")),
    "signup_moved": Told(_("改期"), needed=True),
    "signup_address": Told(_("换地点"), needed=True),
    "signup_risk": Told(_("风险提示有变")),
    "signup_activity_cancelled": Told(_("活动取消"), needed=True),
    "signup_called_off": Told(_("班次取消"), needed=True),
    "signup_ended_early": Told(_("班次提前结束"), needed=True),
    "signup_set_aside": Told(_("报名的变动"), needed=True),
    "signup_adults_only": Told(_("报名的变动"), needed=True),
    "signup_note": Told(_("领队的通知")),
    "signup_": Told(_("报名的变动")),
    "ward_signup_": Told(_WARDS),
    **{f"ward_signup_{what}": Told(_WARDS, needed=True) for what in news.MUST_KNOW},
    "reminder_evening": Told(_("前一天晚上的提醒")),
    "reminder_soon": Told(_("开始前的提醒")),
    "activity_news": Told(_("谁报名、谁来不了")),
    "activity_": Told(_("活动方案")),
    "lead_": Told(_("请人带队")),
}
