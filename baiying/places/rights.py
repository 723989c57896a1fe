"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    IMPORT_DIVISIONS = "places.import_divisions", _("设置城市，导入区划表")
    EDIT_SITES = "places.edit_sites", _("建立和修改阵地名录")
    IMPORT_POPULATION = "places.import_population", _("录入人口数")
    EDIT_CALENDAR = "places.edit_calendar", _("录入和修改工作日历")
    EDIT_RULES = "places.edit_rules", _("改规则的数值")
    READ_HANDBOOK = "places.read_handbook", _("读本地工作手册")
    WRITE_HANDBOOK = "places.write_handbook", _("写本地工作手册")
    SEE_COVERAGE = "places.see_coverage", _("查看阵地覆盖")
