"""What the messages of this room tell of."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {
    "hours.still_open": Told(_("请签退")),
    "hours.posted": Told(_("时长入账")),
    "hours.reversed": Told(_("时长冲销")),
    "hours.objection_": Told(_("对时长的异议")),
    "hours.": Told(_("时长")),
}
