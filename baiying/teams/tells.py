"""What the messages of this room tell of."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {
    "body_exit": Told(_("长期没有活动的单位"), needed=True),
    "body_application": Told(_("登记单位的申请")),
    "office_": Told(_("队伍和单位的职务")),
    "claim_known": Told(_("队员的记录有人认领")),
    "team_merge_": Told(_("队伍合并")),
    "change_decided": Told(_("单位和队伍修改的审核结果")),
    "membership_asked": Told(_("有人申请入队")),
    "membership_ended": Told(_("移出队伍")),
    "membership_brought_back": Told(_("移出队伍")),
    "membership_": Told(_("入队申请的结果")),
}
