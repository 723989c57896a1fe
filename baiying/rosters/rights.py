"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    INVITE = "rosters.invite", _("按名册邀请本地区的人注册为志愿者")
