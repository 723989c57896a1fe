"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    MANAGE_BODIES = "teams.manage_bodies", _("登记单位、新建队伍、任命单位管理员")
    SEE_TEAMS = "teams.see", _("查看本地区的单位和队伍")
    EXPORT_TEAMS = "teams.export", _("导出队伍表")
