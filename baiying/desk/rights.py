"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    READ_AUDIT = "desk.read_audit", _("查看操作记录")
    SEE_MACHINES = "desk.see_machines", _("查看机房，再试失败的后台任务")
