"""What the messages of this room tell of."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {
    "registered": Told(_("注册成功")),
    "document_corrected": Told(_("证件类型已更正")),
    "doubt_": Told(_("核实您的注册")),
    "guardian_asked": Told(_("请监护人同意")),
    "ward_came_in": Told(_("孩子登录了")),
    "guardian_": Told(_("监护人的答复")),
    "phone_shared": Told(_("有人也留了您的手机号")),
    "phone_disowned": Told(_("电话已失效")),
    "merging": Told(_("有人提出合并您的两条记录")),
    "merged": Told(_("您的两条记录合并或分开了")),
    "claim_filed": Told(_("有人申请认领")),
    "claim_decided": Told(_("认领申请的结果")),
    "still_here": Told(_("问您还做不做志愿者"), useful_for=timedelta(days=14)),
    "still_here_parked": Told(_("记录休眠了")),
    "devices_ended": Told(_("所有设备已退出")),
    "claim_late": Told(_("过期没有答复的认领")),
}
