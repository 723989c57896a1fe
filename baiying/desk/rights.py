"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    READ_AUDIT = "desk.read_audit", _("查看操作记录")
    SEE_MINORS_AUDIT = "desk.minors_audit", _("查看一年一次的未成年人个人信息合规审计（只有数量）")
    SEE_MESSAGES = "desk.see_messages", _("查看本地区发出的消息：发给谁（只显示一部分）、为什么发、结果如何")
    MEND_MESSAGES = "desk.mend_messages", _("把没有发成的消息再发一次")
    SEE_MACHINES = "desk.see_machines", _("查看机房，再试失败的后台任务")
