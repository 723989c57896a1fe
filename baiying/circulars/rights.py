"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    SEND = "circulars.send", _("向下级站所、单位和队伍下发通知")
    SEND_TO_VOLUNTEERS = "circulars.volunteers", _("向本地区的志愿者群发通知")
    APPROVE = "circulars.approve", _("批准本地区下发的通知")
    RECEIVE = "circulars.receive", _("接收发到本地区的通知并签收")
