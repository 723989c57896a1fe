"""What the messages of this room tell of."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {
    "office_": Told(_("队伍和单位的职务")),
    "membership_asked": Told(_("有人申请入队")),
    "membership_": Told(_("入队申请的结果")),
}
