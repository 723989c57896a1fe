"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    SEE_ACTIVITIES = "activities.see", _("查看本地区的活动")
    CANCEL_ACTIVITIES = "activities.cancel", _("取消本地区的活动")
