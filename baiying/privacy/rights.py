"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    HAND_OUT_COPIES = "privacy.copies", _("在柜台为本人打印个人信息副本、登记和停止注销")
    OPEN_STORED = "privacy.open_stored", _("依法申请或同意查看只保存的记录（两个人一起决定）")
    ANSWER_REQUESTS = "privacy.requests", _("答复本地区个人信息的申请：查询、更正、删除、解释")
    GUARD_DATA = "privacy.guard_data", _("登记个人信息给了谁，处置泄露，看导出的总账")
