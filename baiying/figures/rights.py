"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    SET_TARGETS = "figures.set_targets", _("给地区设定目标")
    SEE_FIGURES = "figures.see", _("查看本地区的数据")
    SEE_FIGURE_ROWS = "figures.see_rows", _("打开数据背后的名单，导出名单")
