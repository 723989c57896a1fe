"""What the messages of this room tell of."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {
    "signup_made": Told(_("报名回执")),
    "signup_accepted": Told(_("报名录用")),
    "signup_refused": Told(_("报名没有录用")),
    "signup_promoted": Told(_("候补转正")),
    "signup_moved": Told(_("改期")),
    "signup_address": Told(_("换地点")),
    "signup_risk": Told(_("风险提示有变")),
    "signup_activity_cancelled": Told(_("活动取消")),
    "signup_called_off": Told(_("班次取消")),
    "signup_note": Told(_("领队的通知")),
    "signup_": Told(_("报名的变动")),
    "ward_signup_": Told(_("孩子的报名")),
    "reminder_evening": Told(_("前一天晚上的提醒")),
    "reminder_soon": Told(_("开始前的提醒")),
    "activity_news": Told(_("谁报名、谁来不了")),
    "activity_": Told(_("活动方案")),
    "lead_": Told(_("请人带队")),
}
